import type { Violation } from '../plan/prover.ts';
import type { IPrismDiagnostic } from './prism.ts';

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
