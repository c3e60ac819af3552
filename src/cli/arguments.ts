import { parseArgs } from 'node:util';
import { didYouMean } from '../did-you-mean.ts';
import type { ChatMockError } from '../error.ts';
import { anyOf } from '../scenario/problems/wording.ts';
import {
  COMMANDS,
  type Command,
  type LogLevel,
  OPTIONS,
  type OptionSpec,
  optionsOf,
  wrongUsage,
} from './options.ts';

type Specs = Readonly<Record<string, OptionSpec>>;
type Values<S extends Specs> = { readonly [Key in keyof S]: ReturnType<S[Key]['read']> };

/** `path` is a folder of scenarios, or one file. */
type ArgumentsOf<Name extends Command> = Values<(typeof OPTIONS)[Name]> & {
  readonly command: Name;
  readonly path: string | undefined;
};
export type ServeArguments = ArgumentsOf<'serve'> & { readonly logLevel: LogLevel };
export type CheckArguments = ArgumentsOf<'check'>;
export type RecordArguments = ArgumentsOf<'record'> & { readonly upstream: string };
/** `path` is the file. */
export type ImportArguments = ArgumentsOf<'import'> & { readonly path: string };
export type InitArguments = ArgumentsOf<'init'>;
export type CommandLine =
  | ServeArguments
  | CheckArguments
  | RecordArguments
  | ImportArguments
  | InitArguments
  | { readonly command: 'help'; readonly of: Command }
  | { readonly command: 'version' };

const ALL = new Map(COMMANDS.flatMap(optionsOf).map((option) => [option.name, option]));

/** @throws ChatMockError `invalid-option`: what is wrong with the command line, in one line. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  // Not strict: the messages of `parseArgs` do not say what was probably meant.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...ALL.values()].map(({ name, short, value, optional }) => [
        name,
        {
          type: value === undefined || optional ? 'boolean' : 'string',
          ...(short !== undefined && { short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.filter((token) => token.kind === 'option');
  const named = COMMANDS.find((one) => one !== 'serve' && one === positionals[0]);
  const command = named ?? 'serve';
  if (given.some(({ name }) => name === 'help')) return { command: 'help', of: command };

  const values = new Map<string, string[]>();
  for (const { name, rawName, value } of given) {
    values.set(name, [...(values.get(name) ?? []), argumentOf(rawName, ALL.get(name), value)]);
  }
  if (values.has('version')) return { command: 'version' };
  for (const name of values.keys()) mustBelong(name, command);
  const [path, extra] = named === undefined ? positionals : positionals.slice(1);
  if (command === 'record') return recordArguments(path, values);
  if (path === '') throw wrongUsage('The folder has an empty name.');
  if (extra !== undefined) throw wrongUsage(`One folder or file is enough; what is "${extra}"?`);
  // What follows an optional value is the folder.
  if (values.has('types') && path?.endsWith('.ts'))
    throw wrongUsage(`The file comes after a "=": --types=${path}.`);

  if (command === 'import') {
    if (path === undefined) throw wrongUsage('What is to be imported? import FILE.');
    return { command, path, ...readAll(OPTIONS.import, values) };
  }
  if (command === 'check') return { command, path, ...readAll(OPTIONS.check, values) };
  if (command === 'init') return { command, path, ...readAll(OPTIONS.init, values) };
  const options = readAll(OPTIONS.serve, values);
  const logLevel = options.logLevel ?? (options.quiet ? 'error' : 'info');
  return { command, path, ...options, logLevel };
}

function recordArguments(
  path: string | undefined,
  values: ReadonlyMap<string, readonly string[]>,
): RecordArguments {
  const { upstream, ...options } = readAll(OPTIONS.record, values);
  if (path !== undefined)
    throw wrongUsage(`\`record\` takes options alone; what is "${path}"?`, 'The folder is --out DIR.');
  if (upstream === undefined)
    throw wrongUsage('Which server is to be recorded? --upstream URL.', 'For example http://localhost:7700.');
  return { command: 'record', path, upstream, ...options };
}

function readAll<S extends Specs>(specs: S, values: ReadonlyMap<string, readonly string[]>): Values<S> {
  const entries = Object.entries(specs).map(([key, spec]) => [key, spec.read(values.get(spec.name) ?? [])]);
  return Object.fromEntries(entries) as Values<S>;
}

function argumentOf(rawName: string, option: OptionSpec | undefined, value: string | undefined): string {
  if (option === undefined) throw unknownOption(rawName);
  const { name, value: placeholder, optional } = option;
  if (optional) return value ?? '';
  if (placeholder === undefined) {
    if (value !== undefined) throw wrongUsage(`--${name} takes no value, and got "${value}".`);
    return '';
  }
  const isOption = value?.startsWith('--') === true && ALL.has(value.slice(2));
  if (value && !isOption) return value;
  throw wrongUsage(`--${name} needs a value: --${name} ${placeholder}.`);
}

function mustBelong(name: string, command: Command): void {
  const has = (one: Command) => optionsOf(one).some((option) => option.name === name);
  if (has(command)) return;
  const others = COMMANDS.filter((one) => one !== 'serve' && has(one)).map((one) => `\`${one}\``);
  const is = command === 'serve' ? `is an option of ${anyOf(others)}` : `is not an option of \`${command}\``;
  throw wrongUsage(`--${name} ${is}.`);
}

const NO_WATCH = 'There is no option --watch: scenario files are watched unless --no-watch says otherwise.';

function unknownOption(rawName: string): ChatMockError {
  if (rawName === '--watch') return wrongUsage(NO_WATCH);
  const hint = didYouMean(rawName.replace(/^-+/, ''), [...ALL.keys()]).replace('"', '"--');
  return wrongUsage(`There is no option ${rawName}.`, hint);
}
