import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';

/** One option of the command line: parsing and `--help` read it, and the README's table is tested against it. */
export interface OptionSpec<T = unknown> {
  readonly name: string;
  readonly short: string | undefined;
  /** The placeholder of its value. Without one the option takes no value. */
  readonly value: string | undefined;
  /** Whether it may be given several times. */
  readonly many: boolean;
  readonly help: string;
  /** Reads the values that were given, in order. An option that takes no value has '' for each time it is given. */
  read(values: readonly string[]): T;
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DEFAULT_PORT = 7700;
export const DEFAULT_HOST = '127.0.0.1';
const PROFILES = ['spec', 'server'] as const;

/** A type of values. */
interface Type<T> {
  /** What a value must be, for the message about one that is not. */
  readonly is: string;
  readonly choices?: readonly string[];
  /** Undefined: the text is no such value. */
  parse(text: string): T | undefined;
}

const TEXT: Type<string> = { is: 'a text', parse: (text) => text };
const PORT = numberType('a whole number from 0 to 65535', /^\d{1,5}$/, (port) => port <= 65_535);
const SPEED = numberType('a number of 0 or more', /^(\d+\.?\d*|\.\d+)$/, Number.isFinite);
const INTEGER = numberType('a whole number', /^-?\d+$/, Number.isSafeInteger);

/** The options of each command, under the names that the program uses. */
export const OPTIONS = {
  serve: {
    port: one(
      '-p, --port PORT',
      `port to listen on; 0 takes a free one (${DEFAULT_PORT})`,
      PORT,
      DEFAULT_PORT,
    ),
    host: one('--host HOST', `address to listen on (${DEFAULT_HOST})`, TEXT, DEFAULT_HOST),
    scenario: one('--scenario NAME', 'the scenario that answers, whatever is asked', TEXT),
    profile: one(
      `--profile ${PROFILES.join('|')}`,
      'answer all that the OpenAPI document permits, or only what a real server does (spec)',
      choiceOf(PROFILES),
      'spec',
    ),
    speed: one('--speed N', 'so many times as fast; 0 does not wait at all (1)', SPEED, 1),
    seed: one('--seed N', 'fix ids, times and made-up text, so that bytes repeat', INTEGER),
    apiKeys: many('--api-key KEY', 'a key that lets requests in; without any, all are'),
    keyFile: one('--key-file FILE', 'JSON list of keys: key, uid, actions, indexes, expiresAt', TEXT),
    workspaces: many('--workspace UID', 'a workspace that exists; without any, all do'),
    errors: flag('--errors', 'answer what no scenario is for with an error, not with a made-up text'),
    watch: unlessFlag('--no-watch', 'do not reload scenario files when they change'),
    logLevel: one('--log-level LEVEL', `${LOG_LEVELS.join(', ')} (info)`, choiceOf(LOG_LEVELS)),
    quiet: flag('-q, --quiet', 'print the URL, then only errors'),
  },
  check: {
    json: flag('--json', 'print the results as JSON'),
  },
};

/** What the program does: serve scenarios, or check them. */
export type Command = keyof typeof OPTIONS;

const COMMON: readonly OptionSpec[] = [
  flag('-v, --version', 'print the version'),
  flag('-h, --help', 'print this help'),
];

/** The options of a command as its help lists them. */
export function optionsOf(command: Command): readonly OptionSpec[] {
  return [...Object.values(OPTIONS[command]), ...COMMON];
}

/** The error of a wrong command line. */
export function wrongUsage(message: string, hint = ''): ChatMockError {
  return new ChatMockError('invalid-option', message, hint === '' ? {} : { hint });
}

function flag(usage: string, help: string): OptionSpec<boolean> {
  return { ...described(usage, help), read: (values) => values.length > 0 };
}

function unlessFlag(usage: string, help: string): OptionSpec<boolean> {
  return { ...described(usage, help), read: (values) => values.length === 0 };
}

function many(usage: string, help: string): OptionSpec<readonly string[]> {
  return { ...described(usage, help), many: true, read: (values) => values };
}

/** An option with one value: when it is given several times, the last one counts. */
function one<T>(usage: string, help: string, type: Type<T>): OptionSpec<T | undefined>;
function one<T>(usage: string, help: string, type: Type<T>, fallback: NoInfer<T>): OptionSpec<T>;
function one<T>(usage: string, help: string, type: Type<T>, fallback?: T): OptionSpec<T | undefined> {
  const option = described(usage, help);
  return {
    ...option,
    read(values) {
      const text = values.at(-1);
      if (text === undefined) return fallback;
      const value = type.parse(text);
      if (value !== undefined) return value;
      const hint = didYouMean(text, type.choices ?? []);
      throw wrongUsage(`--${option.name} is ${type.is}, and got "${text}".`, hint);
    },
  };
}

/** @param usage as the help shows it: `-p, --port PORT` */
function described(usage: string, help: string): Omit<OptionSpec, 'read'> {
  const [, short, name = '', value] = /^(?:-(\w), )?--([\w-]+)(?: (.+))?$/.exec(usage) ?? [];
  return { name, short, value, many: false, help };
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
