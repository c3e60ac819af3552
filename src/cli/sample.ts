import { matches } from '../scenario/match.ts';
import { compilePattern } from '../scenario/pattern.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** A request to try. */
export interface Sample {
  readonly workspace: string;
  readonly message: string;
  /** What the request has to name, where no plain question leads to a scenario. */
  readonly scenario: string | undefined;
}

/** The model that sample requests ask for. */
export const MODEL = 'gpt-4o';
const WORKSPACE = 'movies';
const MESSAGE = 'Recommend me a film';

/**
 * A request that shows what the scenarios do: a plain question if it leads to one of them; else one that does, with a
 * search if there is such a one; or one that names the first.
 *
 * @param options.workspaces those that exist; none: all do
 * @param options.used the scenario that answers anyway
 */
export function sampleFor(
  scenarios: readonly Scenario[],
  options: { readonly workspaces: readonly string[]; readonly used: string | undefined },
): Sample {
  const { workspaces, used } = options;
  const plain: Sample = { workspace: workspaces[0] ?? WORKSPACE, message: MESSAGE, scenario: undefined };
  if (used !== undefined || scenarios.some((one) => leadsTo(one, scenarios, plain))) return plain;
  const searching = scenarios.filter(searches);
  for (const scenario of [...searching, ...scenarios]) {
    const sample = samplesOf(scenario, plain).find((candidate) => leadsTo(scenario, scenarios, candidate));
    if (sample !== undefined && (workspaces.length === 0 || workspaces.includes(sample.workspace)))
      return sample;
  }
  return { ...plain, scenario: (searching[0] ?? scenarios[0])?.name };
}

function searches({ input }: Scenario): boolean {
  return input.reply?.some((step) => 'search' in step) ?? false;
}

function samplesOf({ input: { match } }: Scenario, plain: Sample): Sample[] {
  if (match === undefined) return [];
  const workspace = match.workspace === undefined ? plain.workspace : plainText(match.workspace);
  const messages = [plain.message, ...(match.message === undefined ? [] : [plainText(match.message)])];
  return messages.map((message) => ({ ...plain, workspace, message }));
}

/** A text that a matcher may fit: a guess, where it is a regular expression. */
function plainText(matcher: string): string {
  const pattern = compilePattern(matcher);
  if (pattern.type === 'literal') return pattern.text;
  const [first = ''] = pattern.regex.source.replace(/\\[bB]|[$^()]|\?:|.\?/gu, '').split('|');
  return first;
}

function leadsTo(
  scenario: Scenario,
  scenarios: readonly Scenario[],
  { workspace, message }: Sample,
): boolean {
  const facts = { workspace, message, model: MODEL, turn: 1 };
  return scenarios.find(({ input }) => matches(input.match, facts)) === scenario;
}
