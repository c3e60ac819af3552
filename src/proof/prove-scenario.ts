import type { DryRun } from '../plan/dry-run.ts';
import type { Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Violation } from '../session/journal.ts';
import type { Simulator } from '../simulator.ts';
import type { Spec } from './guard.ts';

/** What proving a scenario came to. */
export interface Proof {
  readonly scenario: Scenario;
  readonly runs: readonly DryRun[];
  /** Empty: every answer that the scenario can give is as the OpenAPI document says. */
  readonly problems: readonly Problem[];
}

/**
 * Holds every answer that a scenario can give, streamed and not, against the OpenAPI document.
 *
 * @param options.placeholders see {@link Simulator.dryRuns}
 */
export async function prove(
  scenario: Scenario,
  simulator: Simulator,
  spec: Spec,
  options: { readonly placeholders?: boolean } = {},
): Promise<Proof> {
  const runs = await simulator.dryRuns(scenario, options);
  const problems: Problem[] = [];
  for (const run of runs) {
    const violations = await spec.proveReply(run.response);
    for (const violation of violations) {
      const problem = problemOf(scenario, run, violation);
      const known = problems.some(
        ({ origin, message }) => message === problem.message && origin.path === problem.origin.path,
      );
      if (!known) problems.push(problem);
    }
  }
  return { scenario, runs, problems };
}

function problemOf(scenario: Scenario, run: DryRun, violation: Violation): Problem {
  const [, , element, ...rest] = violation.location;
  const path = run.stream ? run.paths[Number(element)] : undefined;
  const where = run.stream ? rest : violation.location.slice(2);
  return {
    severity: 'error',
    message: `the answer breaks the OpenAPI document: ${violation.message}`,
    hint: `it is at ${where.length === 0 ? 'the response' : where.join('.')} of what is sent; a \`raw\` step is not held against the document`,
    origin: scenario.locate(path ?? []),
  };
}
