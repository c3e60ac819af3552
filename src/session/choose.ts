import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { type MatchFacts, matches } from '../scenario/match.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { redactText } from './redact.ts';
import type { ScenarioSelection } from './selection.ts';

/** Which scenario answers, and why. */
export interface Choice {
  /** Undefined: the answer is made up. */
  readonly scenario: Scenario | undefined;
  readonly why: string;
}

/**
 * The first rule that applies: what the request asks for by name, what the session uses,
 * a scenario whose `match` holds, a workspace that has a scenario's name, a made-up answer.
 */
export async function choose(
  scenarios: readonly Scenario[],
  facts: MatchFacts,
  asked: string | undefined,
  selection: ScenarioSelection,
): Promise<Choice> {
  if (asked !== undefined) return { scenario: byName(scenarios, asked), why: 'the request names it' };
  const used = selection.take();
  if (used !== undefined) return { scenario: used, why: 'the session uses it' };
  const found = chooseByFacts(scenarios, facts);
  if (found !== undefined) return found;
  // A page whose requests all match does not load it. What it says is kept and shown.
  const { nearest } = await import('../scenario/nearest.ts');
  const near = nearest(scenarios, { ...facts, message: redactText(facts.message) });
  return { scenario: undefined, why: `no scenario matches${near === undefined ? '' : `; ${near.text}`}` };
}

/** What answers a request that names nothing, in a session that uses nothing; undefined: no scenario does. */
export function chooseByFacts(scenarios: readonly Scenario[], facts: MatchFacts): Choice | undefined {
  const matched = scenarios.find(({ input }) => matches(input.match, facts));
  if (matched !== undefined) return { scenario: matched, why: 'its match holds' };
  const named = scenarios.find(({ name }) => name === facts.workspace);
  if (named === undefined) return undefined;
  return { scenario: named, why: 'chosen because it is named like the workspace, and no match holds' };
}

/** @throws ChatMockError `unknown-scenario`, with the nearest name. */
export function byName(scenarios: readonly Scenario[], name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name);
  const known = names.length === 0 ? 'No scenario is loaded.' : `The scenarios are: ${names.join(', ')}.`;
  throw new ChatMockError('unknown-scenario', `There is no scenario "${name}".`, {
    hint: `${didYouMean(name, names)} ${known}`.trim(),
  });
}
