import { ChatMockError } from '../error.ts';
import { explain } from '../scenario/problems/explain.ts';
import { formatPath } from '../scenario/problems/problem.ts';
import { gatewayErrorSchema } from '../scenario/schema.ts';
import type { FailureOptions } from '../session/failure-queue.ts';

/** @throws ChatMockError `invalid-option`, with all that is wrong */
export function checkedFailure({ times, ...given }: Readonly<Record<string, unknown>>): FailureOptions {
  // JSON has no key without a value.
  const error = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const findings = explain(gatewayErrorSchema, error);
  if (findings.length === 0) {
    return { ...gatewayErrorSchema.parse(error), ...(typeof times === 'number' && { times }) };
  }
  const list = findings.map(({ path, message, hint }) =>
    [
      path.length === 0 ? message : `${formatPath(path)}: ${message}`,
      ...(hint === undefined ? [] : [hint]),
    ].join('; '),
  );
  throw new ChatMockError('invalid-option', `fail(): ${list.join('; ')}.`, {
    hint: "It takes a code, or { status: 502, body: '…', headers: { … }, times: 1 }.",
  });
}
