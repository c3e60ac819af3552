import type { IPrismDiagnostic } from './prism.ts';

/** What a request or a reply does against the document, as Prism's own server says it in its `sl-violations` header. */
export interface Violation {
  /**
   * Where: `['request', 'body', 'messages', '0', 'role']`, `['response', 'body', '12', 'choices']`; the security of a
   * request is at `['request']`.
   */
  readonly location: readonly string[];
  readonly severity: 'Error' | 'Warning' | 'Information' | 'Hint';
  /** The keyword of the schema that failed (`required`, `enum`, …), or the status that it amounts to (401, 415). */
  readonly code?: string | number;
  readonly message: string;
}

const SEVERITIES = ['Error', 'Warning', 'Information', 'Hint'] as const;

/** Says a finding of Prism in the form of its server. */
export function toViolation(side: 'request' | 'response', diagnostic: IPrismDiagnostic): Violation {
  const { path = [], severity, code, message } = diagnostic;
  return {
    location: [side, ...path],
    severity: SEVERITIES[severity] ?? 'Error',
    ...(code === undefined ? undefined : { code }),
    message,
  };
}
