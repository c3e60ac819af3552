import type { ScenarioInput, Step } from '../../scenario/schema.ts';
import type { ScenarioChoice } from './messages.ts';

/** The groups of the toolbar's list, in order, each with what a scenario has that is in none before. */
const GROUPS: readonly (readonly [name: string, has: (scenario: ScenarioInput) => boolean])[] = [
  ['Errors', ({ error }) => error !== undefined],
  ['Over several requests', ({ turns, attempts }) => turns !== undefined || attempts !== undefined],
  ['Streams that end badly', (scenario) => stepsOf(scenario).some(endsBadly)],
  ['Searches', (scenario) => stepsOf(scenario).some((step) => 'search' in step)],
  ['Answers', () => true],
];

/** Scenarios as the toolbar lists them: by group, in each in file order. */
export function choicesOf(scenarios: readonly ScenarioInput[]): ScenarioChoice[] {
  const choices = scenarios.map((scenario) => ({
    name: scenario.name,
    description: (scenario.description ?? '').trim(),
    group: GROUPS.find(([, has]) => has(scenario))?.[0] ?? '',
  }));
  return GROUPS.toReversed().flatMap(([name]) => choices.filter(({ group }) => group === name));
}

const stepsOf = ({ reply = [] }: ScenarioInput): readonly Step[] => reply;

const endsBadly = (step: Step): boolean =>
  'fault' in step || 'error' in step || ('finish' in step && step.finish !== 'stop');
