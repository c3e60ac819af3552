import { parseScenarios } from '../scenario/parse.ts';
import type { Problem } from '../scenario/problems/problem.ts';
import type { Simulator } from '../simulator/simulator.ts';

/** What is wrong with a scenario file that was written: as of any other, if something is. */
export async function writtenProblems(
  yaml: string,
  file: string,
  simulator: Simulator,
): Promise<readonly Problem[]> {
  const { scenarios, problems } = parseScenarios(yaml, file);
  const proofs = await Promise.all(scenarios.map((scenario) => simulator.prove(scenario)));
  return [...problems, ...proofs.flatMap((proof) => proof.problems)];
}
