import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';

/** One option of the command line: parsing and `--help` read it, and the README's table is tested against it. */
export interface OptionSpec<T = unknown> {
  readonly name: string;
  readonly short?: string;
  /** The placeholder of its value. Without one the option takes no value. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly many?: boolean;
  readonly help: string;
  /** Reads the values that were given, in order. An option that takes no value has '' for each time it is given. */
  read(values: readonly string[]): T;
}

/** What the program does: serve scenarios, or check them. */
export type Command = 'serve' | 'check';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DEFAULT_PORT = 7700;
export const DEFAULT_HOST = '127.0.0.1';
const PROFILES = ['spec', 'server'] as const;

/** Reads a value; undefined: it is not a {@link Type.is}. */
interface Type<T> {
  readonly is: string;
  readonly choices?: readonly string[];
  parse(text: string): T | undefined;
}

const TEXT: Type<string> = { is: 'a text', parse: (text) => text };
const PORT = numberType('a whole number from 0 to 65535', /^\d{1,5}$/, (port) => port <= 65_535);
const SPEED = numberType('a number of 0 or more', /^(\d+\.?\d*|\.\d+)$/, Number.isFinite);
const INTEGER = numberType('a whole number', /^-?\d+$/, Number.isSafeInteger);

/** The options of each command, under the names that the program uses. */
export const OPTIONS = {
  serve: {
    port: one(PORT, DEFAULT_PORT, {
      name: 'port',
      short: 'p',
      value: 'PORT',
      help: `port to listen on; 0 takes a free one (${DEFAULT_PORT})`,
    }),
    host: one(TEXT, DEFAULT_HOST, {
      name: 'host',
      value: 'HOST',
      help: `address to listen on (${DEFAULT_HOST})`,
    }),
    scenario: one(TEXT, undefined, {
      name: 'scenario',
      value: 'NAME',
      help: 'the scenario that answers, whatever is asked',
    }),
    profile: one(choiceOf(PROFILES), 'spec', {
      name: 'profile',
      value: PROFILES.join('|'),
      help: 'answer all that the OpenAPI document permits, or only what a real server does (spec)',
    }),
    speed: one(SPEED, 1, {
      name: 'speed',
      value: 'N',
      help: 'so many times as fast; 0 does not wait at all (1)',
    }),
    seed: one(INTEGER, undefined, {
      name: 'seed',
      value: 'N',
      help: 'fix ids, times and made-up text, so that bytes repeat',
    }),
    apiKeys: many({
      name: 'api-key',
      value: 'KEY',
      help: 'a key that lets requests in; without any, all are',
    }),
    keyFile: one(TEXT, undefined, {
      name: 'key-file',
      value: 'FILE',
      help: 'JSON list of keys: key, uid, actions, indexes, expiresAt',
    }),
    workspaces: many({
      name: 'workspace',
      value: 'UID',
      help: 'a workspace that exists; without any, all do',
    }),
    errors: flag({
      name: 'errors',
      help: 'answer what no scenario is for with an error, not with a made-up text',
    }),
    watch: {
      name: 'no-watch',
      help: 'do not reload scenario files when they change',
      read: (values: readonly string[]) => values.length === 0,
    },
    logLevel: one(choiceOf(LOG_LEVELS), undefined, {
      name: 'log-level',
      value: 'LEVEL',
      help: `${LOG_LEVELS.join(', ')} (info)`,
    }),
    quiet: flag({ name: 'quiet', short: 'q', help: 'print the URL, then only errors' }),
  },
  check: {
    json: flag({ name: 'json', help: 'print the results as JSON' }),
  },
} as const;

const COMMON: readonly OptionSpec[] = [
  flag({ name: 'version', short: 'v', help: 'print the version' }),
  flag({ name: 'help', short: 'h', help: 'print this help' }),
];

/** The options of a command as its help lists them. */
export function optionsOf(command: Command): readonly OptionSpec[] {
  return [...Object.values(OPTIONS[command]), ...COMMON];
}

/** The error of a wrong command line. */
export function wrongUsage(message: string, hint = ''): ChatMockError {
  return new ChatMockError('invalid-option', message, hint === '' ? {} : { hint });
}

type Description = Omit<OptionSpec, 'read' | 'many'>;

function flag(description: Description): OptionSpec<boolean> {
  return { ...description, read: (values) => values.length > 0 };
}

function many(description: Description): OptionSpec<readonly string[]> {
  return { ...description, many: true, read: (values) => values };
}

/** An option with one value: when it is given several times, the last one counts. */
function one<T, const Default>(
  type: Type<T>,
  fallback: Default,
  description: Description,
): OptionSpec<T | Default> {
  return {
    ...description,
    read(values) {
      const text = values.at(-1);
      if (text === undefined) return fallback;
      const value = type.parse(text);
      if (value !== undefined) return value;
      throw wrongUsage(
        `--${description.name} is ${type.is}, and got "${text}".`,
        didYouMean(text, type.choices ?? []),
      );
    },
  };
}

function numberType(is: string, pattern: RegExp, allows: (value: number) => boolean): Type<number> {
  return {
    is,
    parse(text) {
      const value = pattern.test(text) ? Number(text) : Number.NaN;
      return allows(value) ? value : undefined;
    },
  };
}

function choiceOf<T extends string>(choices: readonly T[]): Type<T> {
  return {
    is: `one of ${choices.join(', ')}`,
    choices,
    parse: (text) => choices.find((choice) => choice === text),
  };
}
