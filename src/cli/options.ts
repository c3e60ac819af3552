import { checkControlKey } from '../control/wire.ts';
import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { checkHost, checkOrigin } from '../hosts/server/control/allowed.ts';
import { type ChaosOptions, checkChaos } from '../simulator/chaos.ts';
import { baseUrl } from '../upstream/base-url.ts';

/** One option of the command line: parsing and `--help` read it, and the table in docs/start.md is tested against it. */
export interface OptionSpec<T = unknown> {
  readonly name: string;
  readonly short: string | undefined;
  /** The placeholder of its value. Without one the option takes no value. */
  readonly value: string | undefined;
  /** Whether the value may be left out; then it comes after a `=`. */
  readonly optional: boolean;
  /** Whether the help says that it may be given several times. */
  readonly many: boolean;
  readonly help: string;
  readonly read: (values: readonly string[]) => T;
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DEFAULT_PORT = 7700;
export const DEFAULT_HOST = '127.0.0.1';
const PROFILES = ['spec', 'server'] as const;

/** The value of an option from all that were given, in order: '' for each time that an option without a value is given. */
type Reader<T> = (values: readonly string[], name: string) => T;

const given: Reader<boolean> = (values) => values.length > 0;
const notGiven: Reader<boolean> = (values) => values.length === 0;
const all: Reader<readonly string[]> = (values) => values;
const text: Reader<string | undefined> = (values) => values.at(-1);
const controlKey: Reader<string | undefined> = (values) => values.map(checkControlKey).at(-1);
/** Several values, each given on its own or all with commas between them; `check` throws for a wrong one. */
const list =
  (check: (value: string) => string): Reader<readonly string[]> =>
  (values) =>
    values.flatMap((value) => value.split(',')).map((value) => check(value.trim()));
/** '' when the option is given without a value. */
const url: Reader<string | undefined> = (values, name) =>
  values.map((value) => value && baseUrl(value, `--${name}`)).at(-1);
const port = numberReader('a whole number from 0 to 65535', /^\d{1,5}$/, (value) => value <= 65_535);
const speed = numberReader('a number of 0 or more', /^(\d+\.?\d*|\.\d+)$/, Number.isFinite);
const megabytes = numberReader('a whole number from 1 to 999999', /^\d{1,6}$/, (value) => value >= 1);
const seconds = numberReader('a whole number from 0 to 999999', /^\d{1,6}$/, Number.isFinite);
const chaos: Reader<ChaosOptions | undefined> = (values) => values.map(readChaos).at(-1);
const integer = numberReader('a whole number', /^-?\d+$/, Number.isSafeInteger);

const or =
  <T>(read: Reader<T | undefined>, fallback: T): Reader<T> =>
  (values, name) =>
    read(values, name) ?? fallback;

const out = option('-o, --out DIR', 'the folder to write to (scenarios)', or(text, 'scenarios'));
const redact = option('--redact PATTERN …', 'a regular expression: what it matches is written nowhere', all);

/** The options of each command, under the names that the program uses. */
export const OPTIONS = {
  serve: {
    port: option(
      '-p, --port PORT',
      `port to listen on; 0 takes a free one (${DEFAULT_PORT})`,
      or(port, DEFAULT_PORT),
    ),
    host: option('--host HOST', `address to listen on (${DEFAULT_HOST})`, or(text, DEFAULT_HOST)),
    scenario: option('--scenario NAME', 'the scenario that answers, whatever is asked', text),
    profile: option(
      `--profile ${PROFILES.join('|')}`,
      'answer all that the OpenAPI document permits, or only what a real server does (spec)',
      or(choiceReader(PROFILES), 'spec'),
    ),
    speed: option('--speed N', 'so many times as fast; 0 does not wait at all (1)', or(speed, 1)),
    seed: option('--seed N', 'fix ids, times and made-up text, so that bytes repeat', integer),
    chaos: option(
      '--chaos RATES',
      'fail and be late at random: errors=0.1,faults=0.05,ttft=100..3000; --seed fixes what happens',
      chaos,
    ),
    apiKeys: option('--api-key KEY …', 'a key that lets requests in; without any, all are', all),
    keyFile: option('--key-file FILE', 'JSON list of keys: key, uid, actions, indexes, expiresAt', text),
    allowedHosts: option(
      '--allowed-hosts HOST …',
      'a name by which /__mock may be called, besides those of this machine',
      list(checkHost),
    ),
    allowedOrigins: option(
      '--allowed-origins ORIGIN …',
      'an origin whose pages may call /__mock, besides those of this machine',
      list(checkOrigin),
    ),
    controlKey: option('--control-key KEY', 'a key that /__mock asks other machines for', controlKey),
    workspaces: option('--workspace UID …', 'a workspace that exists; without any, all do', all),
    errors: option(
      '--errors',
      'answer what no scenario is for with an error, not with a made-up text',
      given,
    ),
    data: option(
      '--data FOLDER',
      'answer what no scenario is for from its documents: a .json, .ndjson or .csv file for each index',
      text,
    ),
    proxy: option('--proxy URL', 'a real Meilisearch, which gets all that is not mocked', url),
    proxyChat: option(
      '--proxy-chat[=URL]',
      'chats go to a real Meilisearch, too: that of --proxy, or this one',
      url,
    ),
    memory: option('--memory MB', 'what journal, plans and sessions may take (256)', or(megabytes, 256)),
    drain: option('--drain SECONDS', 'how long SIGTERM waits for open streams (0)', or(seconds, 0)),
    watch: option('--no-watch', 'do not reload scenario files when they change', notGiven),
    logLevel: option('--log-level LEVEL', `${LOG_LEVELS.join(', ')} (info)`, choiceReader(LOG_LEVELS)),
    quiet: option('-q, --quiet', 'print the URL, then only errors', given),
  },
  init: {
    vscode: option(
      '--vscode',
      'write .vscode/settings.json without asking, so that VS Code checks the scenarios',
      given,
    ),
  },
  record: {
    upstream: option(
      '--upstream URL',
      'the server that is recorded: a Meilisearch, or one of OpenAI’s kind',
      text,
    ),
    key: option('--key KEY', 'the key that the server gets, in place of the client’s own', text),
    out,
    workspace: option('--workspace NAME', 'the workspace of a server of OpenAI’s kind, which has none', text),
    redact,
    port: option(
      '-p, --port PORT',
      `port to listen on; 0 takes a free one (${DEFAULT_PORT})`,
      or(port, DEFAULT_PORT),
    ),
    host: option('--host HOST', `address to listen on (${DEFAULT_HOST})`, or(text, DEFAULT_HOST)),
  },
  import: {
    out,
    workspace: option('--workspace NAME', 'the workspace of requests that name none', text),
    redact,
  },
  check: {
    json: option('--json', 'print the results as JSON', given),
    types: option(
      '--types[=FILE]',
      'declare the names of the scenarios for TypeScript (scenarios.d.ts beside them)',
      text,
    ),
  },
};

/** What the program does: serve scenarios, begin some, check them, or make them of what a server answered. */
export type Command = keyof typeof OPTIONS;

const COMMON: readonly OptionSpec[] = [
  option('-v, --version', 'print the version', given),
  option('-h, --help', 'print this help', given),
];

export const COMMANDS = Object.keys(OPTIONS) as readonly Command[];

/** The options of a command as its help lists them. */
export function optionsOf(command: Command): readonly OptionSpec[] {
  return [...Object.values(OPTIONS[command]), ...COMMON];
}

/** The error of a wrong command line. */
export function wrongUsage(message: string, hint?: string): ChatMockError {
  return new ChatMockError('invalid-option', message, { hint });
}

/** @param usage as the help shows it: `-p, --port PORT` */
function option<T>(usage: string, help: string, read: Reader<T>): OptionSpec<T> {
  const [, short, name = '', required, optional, many] =
    /^(?:-(\w), )?--([\w-]+)(?: (\S+)|\[=(\S+)\])?( …)?$/.exec(usage) ?? [];
  return {
    name,
    short,
    value: required ?? optional,
    optional: optional !== undefined,
    many: many !== undefined,
    help,
    read: (values) => read(values, name),
  };
}

/** @param text `errors=0.1,faults=0.05,ttft=100..3000`, or some of it */
function readChaos(text: string): ChaosOptions {
  const rates = new Map<string, readonly number[]>();
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*(\w+)=(\d*\.?\d+(?:\.\.\d*\.?\d+)?)\s*$/.exec(part) ?? [];
    const numbers = value.split('..').map(Number);
    const wanted = { errors: 1, faults: 1, ttft: 2 }[name];
    if (wanted !== numbers.length) {
      const is = 'errors=SHARE, faults=SHARE and ttft=FROM..TO in ms, with commas between them';
      throw wrongUsage(`--chaos takes ${is}, and got "${text}".`, 'For example errors=0.1,ttft=100..3000.');
    }
    rates.set(name, numbers);
  }
  const [errors] = rates.get('errors') ?? [];
  const [faults] = rates.get('faults') ?? [];
  const [least, most] = rates.get('ttft') ?? [];
  const options: ChaosOptions = {
    errors,
    faults,
    ttft: least === undefined || most === undefined ? undefined : [least, most],
  };
  checkChaos(options);
  return options;
}

/** Reads the last value: undefined when there is none, an error when `parse` finds nothing in it. */
function reader<T>(is: string, parse: (text: string) => T | undefined, choices: readonly string[] = []) {
  return (values: readonly string[], name: string): T | undefined => {
    const text = values.at(-1);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value !== undefined) return value;
    throw wrongUsage(`--${name} is ${is}, and got "${text}".`, didYouMean(text, choices));
  };
}

function numberReader(is: string, pattern: RegExp, allows: (value: number) => boolean) {
  return reader(is, (text) => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    return allows(value) ? value : undefined;
  });
}

function choiceReader<T extends string>(choices: readonly T[]) {
  const parse = (text: string) => choices.find((choice) => choice === text);
  return reader(`one of ${choices.join(', ')}`, parse, choices);
}
