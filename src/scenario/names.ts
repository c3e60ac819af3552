import { formatOrigin, type Problem } from './problems/problem.ts';
import type { Scenario } from './scenario.ts';

/** The scenarios without those whose name an earlier one has already, and a problem for each of these. */
export function dropDuplicates(scenarios: readonly Scenario[]): {
  unique: Scenario[];
  duplicates: Problem[];
} {
  const first = new Map<string, Scenario>();
  const duplicates: Problem[] = [];
  for (const scenario of scenarios) {
    const taken = first.get(scenario.name);
    if (taken === undefined) first.set(scenario.name, scenario);
    else duplicates.push(nameTaken(scenario, taken));
  }
  return { unique: [...first.values()], duplicates };
}

function nameTaken(scenario: Scenario, taken: Scenario): Problem {
  const place = formatOrigin(taken.locate(['name']));
  return {
    severity: 'error',
    message: `the name "${scenario.name}" is taken${place === '' ? '' : ` by ${place}`}`,
    hint: 'every scenario has a name of its own',
    origin: scenario.locate(['name']),
  };
}
