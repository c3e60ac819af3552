import { useEffect, useState } from 'preact/hooks';
import type { ErrorInfo } from '../../control/views.ts';
import { usePanel } from '../context.ts';

let known: Promise<readonly ErrorInfo[]> | undefined;

/** The error codes of the catalogue, first those that chat clients meet. */
export function useErrors(): readonly ErrorInfo[] {
  const { store } = usePanel();
  const [errors, setErrors] = useState<readonly ErrorInfo[]>([]);
  useEffect(() => {
    known ??= store.call<ErrorInfo[]>('GET /errors').then((all) => all.sort(byUse));
    void known.then(setErrors, () => {
      known = undefined;
    });
  }, [store]);
  return errors;
}

const COMMON = [
  'too_many_search_requests',
  'internal',
  'chat_not_found',
  'invalid_api_key',
  'missing_authorization_header',
  'index_not_found',
  'feature_not_enabled',
  'payload_too_large',
];

function byUse(a: ErrorInfo, b: ErrorInfo): number {
  const rank = ({ code }: ErrorInfo) => (COMMON.indexOf(code) + COMMON.length + 1) % (COMMON.length + 1);
  return rank(a) - rank(b) || a.code.localeCompare(b.code);
}
