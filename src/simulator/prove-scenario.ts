import { ChatMockError } from '../error.ts';
import { type DryRun, dryRuns, PLACEHOLDERS } from '../plan/dry-run.ts';
import { generator } from '../plan/made-up/generate.ts';
import type { Prover, Violation } from '../plan/prover.ts';
import { loadTokenizer } from '../plan/tokens/tokens.ts';
import { errorsOf, formatProblem, type Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { templateProblem, templateProblems } from '../scenario/templates/check.ts';
import { TemplateError } from '../scenario/templates/template-error.ts';

/** What was found in all the answers that a scenario can give. */
export interface ScenarioProof {
  readonly scenario: Scenario;
  readonly runs: readonly DryRun[];
  /** Empty: every answer is as the OpenAPI document says. */
  readonly problems: readonly Problem[];
}

/** See `Simulator.prove`. Without a prover there are no problems. */
export async function proveScenario(
  scenario: Scenario,
  prover: Prover | undefined,
  { placeholders = false }: { readonly placeholders?: boolean },
): Promise<ScenarioProof> {
  const tools = placeholders ? PLACEHOLDERS : { tokenizer: await loadTokenizer(), generator };
  const unreadable = await templateProblems(scenario);
  if (unreadable.length > 0) return { scenario, runs: [], problems: unreadable };
  let runs: DryRun[];
  try {
    runs = await dryRuns(scenario.input, tools);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { scenario, runs: [], problems: [templateProblem(scenario, error)] };
  }
  const problems = new Map<string, Problem>();
  for (const run of runs) {
    if (run.plan.offSpec === true) continue;
    const violations = (await prover?.proveReply(run.response)) ?? [];
    for (const violation of violations) {
      const problem = problemOf(scenario, run, violation);
      const key = `${problem.origin.path} ${problem.message}`;
      if (!problems.has(key)) problems.set(key, problem);
    }
  }
  return { scenario, runs, problems: [...problems.values()] };
}

/** @throws ChatMockError `invalid-scenario`, with every problem that keeps a scenario from being served */
export function throwErrors(problems: readonly Problem[]): void {
  const errors = errorsOf(problems);
  if (errors.length === 0) return;
  throw new ChatMockError('invalid-scenario', errors.map((problem) => formatProblem(problem)).join('\n'));
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
