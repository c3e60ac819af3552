import { checkCollection } from '../scenario/collection.ts';
import { type Scenario, scenarioFromObject } from '../scenario/scenario.ts';
import { templateProblems } from '../scenario/templates/check.ts';
import { throwErrors } from './prove-scenario.ts';

/**
 * Scenarios from objects or builders, checked each and together. Problems call them `scenarios[0]`, `scenarios[1]`, …
 *
 * @throws ChatMockError `invalid-scenario`
 */
export function checkedScenarios(inputs: readonly object[]): Scenario[] {
  const scenarios = inputs.map((input, index) => scenarioFromObject(input, `scenarios[${index}]`));
  throwErrors(checkCollection(scenarios));
  return scenarios;
}

/**
 * Checks the templates of scenarios: apart, since their engine is loaded only if there are any.
 *
 * @throws ChatMockError `invalid-scenario`
 */
export async function mustRender(scenarios: readonly Scenario[]): Promise<void> {
  throwErrors((await Promise.all(scenarios.map(templateProblems))).flat());
}
