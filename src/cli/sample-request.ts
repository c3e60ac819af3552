import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import { matches } from '../scenario/match.ts';
import { compilePattern } from '../scenario/pattern.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { unicodeEscape } from './text.ts';

/** A chat request to try. */
export interface Sample {
  readonly workspace: string;
  readonly message: string;
  /** The scenario that the request must name, where no plain question leads to one. */
  readonly scenario: string | undefined;
}

const MODEL = 'gpt-4o';
const WORKSPACE = 'movies';
const MESSAGE = 'Recommend me a film';
/** The events of a search that a chat UI shows. */
const TOOLS = [MEILI_TOOLS.progress, MEILI_TOOLS.sources];

/**
 * A request that a scenario answers: a plain question if possible; else one that fits a `match:`, with a search if there
 * is one; else one that names a scenario.
 *
 * @param options.workspaces those that exist; none: all do
 * @param options.used the scenario that answers every request
 * @param options.hasData whether what no scenario is for is answered from data
 */
export function sampleFor(
  scenarios: readonly Scenario[],
  {
    workspaces,
    used,
    hasData = false,
  }: {
    readonly workspaces: readonly string[];
    readonly used: string | undefined;
    readonly hasData?: boolean;
  },
): Sample {
  const plain: Sample = { workspace: workspaces[0] ?? WORKSPACE, message: MESSAGE, scenario: undefined };
  const exists = (workspace: string) => workspaces.length === 0 || workspaces.includes(workspace);
  const answering = (sample: Sample) =>
    scenarios.find(({ input }) => matches(input.match, { ...sample, model: MODEL, turn: 1 }));
  if (used !== undefined || answering(plain) !== undefined) return plain;

  const searching = scenarios.filter(({ input }) => input.reply?.some((step) => 'search' in step));
  for (const scenario of [...searching, ...scenarios]) {
    const sample = samplesOf(scenario, plain).find((candidate) => answering(candidate) === scenario);
    if (sample !== undefined && exists(sample.workspace)) return sample;
  }
  if (hasData) return plain;
  return { ...plain, scenario: (searching[0] ?? scenarios[0])?.name };
}

function samplesOf({ input: { match } }: Scenario, plain: Sample): Sample[] {
  if (match === undefined) return [];
  const workspace = match.workspace === undefined ? plain.workspace : textFor(match.workspace);
  const messages = [plain.message, ...(match.message === undefined ? [] : [textFor(match.message)])];
  return messages.map((message) => ({ ...plain, workspace, message }));
}

/** A text that a matcher may fit: a guess, where it is a regular expression. */
function textFor(matcher: string): string {
  const pattern = compilePattern(matcher);
  if (pattern.type === 'literal') return pattern.text;
  const [first = ''] = pattern.source.replace(/\\[bB]|[$^()]|\?:|.\?/gu, '').split('|');
  return first;
}

/** The lines of a shell command that sends a sample; they fit into 80 columns if the texts are short. */
export function curlCommand(url: string, key: string, { workspace, message, scenario }: Sample): string[] {
  const tools = TOOLS.map((name) => `{"type":"function","function":{"name":"${name}"}}`);
  return [
    `curl -N ${quote(`${url}/chats/${encodeURIComponent(workspace)}/chat/completions`)} \\`,
    `  -H ${quote(`Authorization: Bearer ${key}`)} -H 'Content-Type: application/json' \\`,
    ...(scenario === undefined ? [] : [`  -H ${quote(`X-Mock-Scenario: ${scenario}`)} \\`]),
    `  -d '{"model":"${MODEL}","stream":true,`,
    `  "messages":[{"role":"user","content":${quotedJson(message)}}],`,
    ...`  "tools":[${tools.join(',\n    ')}]}'`.split('\n'),
  ];
}

/** As one word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w:/.@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** As JSON inside single quotes. */
function quotedJson(text: string): string {
  return JSON.stringify(text).replace(/['\u007f-\u009f]/g, unicodeEscape);
}
