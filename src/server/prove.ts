import type { Rehearsal } from '../reply/rehearsal.ts';
import type { Problem } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Violation } from '../session/journal.ts';
import type { Simulator } from '../simulator.ts';
import type { Spec } from '../spec/guard.ts';

/** What proving a scenario came to. */
export interface Proof {
  readonly scenario: Scenario;
  readonly rehearsals: readonly Rehearsal[];
  /** Empty: every answer that the scenario can give is as the OpenAPI document says. */
  readonly problems: readonly Problem[];
}

/**
 * Holds every answer that a scenario can give, streamed and not, against the OpenAPI document.
 *
 * @param options.sketched see {@link Simulator.rehearse}
 */
export async function prove(
  scenario: Scenario,
  simulator: Simulator,
  spec: Spec,
  options: { readonly sketched?: boolean } = {},
): Promise<Proof> {
  const rehearsals = await simulator.rehearse(scenario, options);
  const problems: Problem[] = [];
  for (const rehearsal of rehearsals) {
    const violations = await spec.proveReply(rehearsal.response);
    for (const violation of violations) {
      const problem = problemOf(scenario, rehearsal, violation);
      const known = problems.some(
        ({ origin, message }) => message === problem.message && origin.path === problem.origin.path,
      );
      if (!known) problems.push(problem);
    }
  }
  return { scenario, rehearsals, problems };
}

function problemOf(scenario: Scenario, rehearsal: Rehearsal, violation: Violation): Problem {
  const [, , element, ...rest] = violation.location;
  const path = rehearsal.stream ? rehearsal.paths[Number(element)] : undefined;
  const where = rehearsal.stream ? rest : violation.location.slice(2);
  return {
    severity: 'error',
    message: `the answer breaks the OpenAPI document: ${violation.message}`,
    hint: `it is at ${where.length === 0 ? 'the response' : where.join('.')} of what is sent; a \`raw\` step is not held against the document`,
    origin: scenario.locate(path ?? []),
  };
}
