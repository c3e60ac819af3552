/** What the program does: it serves, or it checks scenario files. */
export type Command = 'serve' | 'check';

/** One option of the command line: what the parser knows of it and the help says. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What its value is called in the help; none: it takes no value. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly many?: boolean;
  readonly commands: readonly Command[];
  readonly says: string;
}

export const PROFILES = ['spec', 'server'] as const;
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DEFAULT_PORT = 7700;
export const DEFAULT_HOST = '127.0.0.1';

const SERVE = ['serve'] as const;
const BOTH = ['serve', 'check'] as const;

export const OPTIONS: readonly OptionSpec[] = [
  {
    name: 'port',
    short: 'p',
    value: 'PORT',
    commands: SERVE,
    says: `port to listen on; 0 takes a free one (${DEFAULT_PORT})`,
  },
  { name: 'host', value: 'HOST', commands: SERVE, says: `address to listen on (${DEFAULT_HOST})` },
  {
    name: 'scenario',
    value: 'NAME',
    commands: SERVE,
    says: 'the scenario that answers, whatever is asked',
  },
  {
    name: 'profile',
    value: PROFILES.join('|'),
    commands: SERVE,
    says: 'answer all that the OpenAPI document permits, or only what a real server does (spec)',
  },
  {
    name: 'speed',
    value: 'N',
    commands: SERVE,
    says: 'so many times as fast; 0 does not wait at all (1)',
  },
  {
    name: 'seed',
    value: 'N',
    commands: SERVE,
    says: 'fix ids, times and made-up text, so that bytes repeat',
  },
  {
    name: 'api-key',
    value: 'KEY',
    many: true,
    commands: SERVE,
    says: 'a key that lets requests in; without any, all are',
  },
  {
    name: 'key-file',
    value: 'FILE',
    commands: SERVE,
    says: 'JSON list of keys: key, uid, actions, indexes, expiresAt',
  },
  {
    name: 'workspace',
    value: 'UID',
    many: true,
    commands: SERVE,
    says: 'a workspace that exists; without any, all do',
  },
  {
    name: 'errors',
    commands: SERVE,
    says: 'answer what no scenario is for with an error, not with a made-up text',
  },
  { name: 'no-watch', commands: SERVE, says: 'do not reload scenario files when they change' },
  {
    name: 'log-level',
    value: 'LEVEL',
    commands: SERVE,
    says: `${LOG_LEVELS.join(', ')} (info)`,
  },
  { name: 'quiet', short: 'q', commands: SERVE, says: 'print the URL, then only errors' },
  { name: 'json', commands: ['check'], says: 'print the results as JSON' },
  { name: 'version', short: 'v', commands: BOTH, says: 'print the version' },
  { name: 'help', short: 'h', commands: BOTH, says: 'print this help' },
];
