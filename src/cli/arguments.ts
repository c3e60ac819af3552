import { parseArgs } from 'node:util';
import { didYouMean } from '../did-you-mean.ts';
import type { ChatMockError } from '../error.ts';
import type { Profile } from '../meilisearch/chat-request.ts';
import { oneOf, portOf, seedOf, speedOf, wrong } from './argument-values.ts';
import {
  type Command,
  DEFAULT_HOST,
  LOG_LEVELS,
  type LogLevel,
  OPTIONS,
  type OptionSpec,
  PROFILES,
} from './options.ts';

/** What `meilisearch-chat-mock [dir] …` is told. */
export interface ServeArguments {
  readonly command: 'serve';
  /** A folder of scenarios, or one file. */
  readonly path: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly scenario: string | undefined;
  readonly profile: Profile;
  readonly speed: number;
  readonly seed: number | undefined;
  readonly apiKeys: readonly string[];
  readonly keyFile: string | undefined;
  readonly workspaces: readonly string[];
  /** What no scenario is for is answered with an error. */
  readonly errors: boolean;
  readonly watch: boolean;
  readonly logLevel: LogLevel;
  readonly quiet: boolean;
}

/** What `meilisearch-chat-mock check [dir] …` is told. */
export interface CheckArguments {
  readonly command: 'check';
  readonly path: string | undefined;
  readonly json: boolean;
}

export type CommandLine =
  | ServeArguments
  | CheckArguments
  | { readonly command: 'help'; readonly of: Command }
  | { readonly command: 'version' };

/**
 * Reads a command line.
 *
 * @throws ChatMockError `invalid-option`: what is wrong with it, in one line.
 * @example
 * parseCommandLine(['scenarios', '--port', '7701']);
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, given, positionals } = read(argv);
  const command: Command = positionals[0] === 'check' ? 'check' : 'serve';
  if (values.has('help')) return { command: 'help', of: command };
  if (values.has('version')) return { command: 'version' };
  for (const option of given) mustBelong(option, command);
  const [path, extra] = command === 'check' ? positionals.slice(1) : positionals;
  if (path === '') throw wrong('The folder has an empty name.');
  if (extra !== undefined) throw wrong(`One folder or file is enough; what is "${extra}"?`);
  if (command === 'check') return { command, path, json: values.has('json') };

  const all = (name: string): string[] => values.get(name) ?? [];
  const last = (name: string): string | undefined => all(name).at(-1);
  const quiet = values.has('quiet');
  return {
    command,
    path,
    port: portOf(last('port')),
    host: last('host') ?? DEFAULT_HOST,
    scenario: last('scenario'),
    profile: oneOf('profile', PROFILES, last('profile')) ?? 'spec',
    speed: speedOf(last('speed')),
    seed: seedOf(last('seed')),
    apiKeys: all('api-key'),
    keyFile: last('key-file'),
    workspaces: all('workspace'),
    errors: values.has('errors'),
    watch: !values.has('no-watch'),
    logLevel: oneOf('log-level', LOG_LEVELS, last('log-level')) ?? (quiet ? 'error' : 'info'),
    quiet,
  };
}

interface Read {
  /** By option, what it was given; `['']` for one that takes no value. */
  readonly values: ReadonlyMap<string, string[]>;
  readonly given: readonly OptionSpec[];
  readonly positionals: readonly string[];
}

function read(argv: readonly string[]): Read {
  // Not strict: its messages say neither what was meant nor where the help is.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      OPTIONS.map(({ name, short, value }) => [
        name,
        {
          type: value === undefined ? 'boolean' : 'string',
          ...(short === undefined ? {} : { short }),
        } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const given: OptionSpec[] = [];
  const positionals: string[] = [];
  const unknown: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = OPTIONS.find(({ name }) => name === token.name);
    if (option === undefined) {
      unknown.push(token.rawName);
      continue;
    }
    given.push(option);
    values.set(option.name, [...(values.get(option.name) ?? []), argumentOf(option, token.value)]);
  }
  const asksForHelp = values.has('help');
  const [first] = unknown;
  if (first !== undefined && !asksForHelp) throw unknownOption(first);
  return { values, given, positionals };
}

function argumentOf(option: OptionSpec, value: string | undefined): string {
  const { name } = option;
  if (option.value === undefined) {
    if (value !== undefined) throw wrong(`--${name} takes no value, and got "${value}".`);
    return '';
  }
  const takenFor = OPTIONS.some((other) => value === `--${other.name}`);
  if (value === undefined || value === '' || takenFor)
    throw wrong(`--${name} needs a value: --${name} ${option.value}.`);
  return value;
}

function mustBelong(option: OptionSpec, command: Command): void {
  if (option.commands.includes(command)) return;
  const of =
    command === 'check' ? 'is not an option of `check`' : `is an option of \`${option.commands[0]}\``;
  throw wrong(`--${option.name} ${of}.`);
}

function unknownOption(rawName: string): ChatMockError {
  if (rawName === '--watch')
    return wrong('There is no option --watch: scenario files are watched unless --no-watch says otherwise.');
  const names = OPTIONS.map(({ name }) => name);
  return wrong(
    `There is no option ${rawName}.`,
    didYouMean(rawName.replace(/^-+/, ''), names).replace('"', '"--'),
  );
}
