import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { helpText } from '../../src/cli/help.ts';
import { COMMANDS, optionsOf } from '../../src/cli/options.ts';

const plain = (_: string, text: string) => text;
const serve = (...argv: string[]) => {
  const line = parseCommandLine(argv);
  if (line.command !== 'serve') throw new Error(`expected serve, got ${line.command}`);
  return line;
};

test('without arguments everything has its default', () => {
  expect(parseCommandLine([])).toEqual({
    command: 'serve',
    path: undefined,
    port: 7700,
    host: '127.0.0.1',
    scenario: undefined,
    profile: 'spec',
    speed: 1,
    seed: undefined,
    chaos: undefined,
    apiKeys: [],
    keyFile: undefined,
    allowedHosts: [],
    allowedOrigins: [],
    controlKey: undefined,
    drain: 0,
    workspaces: [],
    errors: false,
    proxy: undefined,
    proxyChat: undefined,
    memory: 256,
    watch: true,
    logLevel: 'info',
    quiet: false,
  });
});

test('where requests go on to is a URL, which --proxy-chat may leave to --proxy', () => {
  expect(serve('--proxy', 'http://localhost:7701/', '--proxy-chat')).toMatchObject({
    proxy: 'http://localhost:7701',
    proxyChat: '',
  });
  expect(serve('--proxy-chat=https://search.example/api').proxyChat).toBe('https://search.example/api');
  expect(() => serve('--proxy', 'localhost:7701')).toThrow(
    '--proxy is the URL of a server, and got "localhost:7701". For example http://localhost:7701.',
  );
});

test('all options are read, in both spellings, before and after the folder', () => {
  const line = serve(
    ...['--port=0', '--host', '::1', 'mocks', '--scenario', 'cut', '--profile', 'server', '--speed', '2.5'],
    ...['--seed', '-7', '--api-key', 'a', '--api-key=b', '--key-file', 'keys.json', '--workspace', 'movies'],
    ...['--chaos', 'ttft=100..3000, errors=.1,faults=0.05'],
    ...['--workspace', 'books', '--errors', '--memory', '64', '--no-watch', '--log-level', 'debug'],
  );
  expect(line).toMatchObject({
    path: 'mocks',
    port: 0,
    host: '::1',
    scenario: 'cut',
    profile: 'server',
    speed: 2.5,
    seed: -7,
    chaos: { errors: 0.1, faults: 0.05, ttft: [100, 3000] },
    apiKeys: ['a', 'b'],
    keyFile: 'keys.json',
    workspaces: ['movies', 'books'],
    errors: true,
    memory: 64,
    watch: false,
    logLevel: 'debug',
  });
});

test('--allowed-hosts and --allowed-origins take several, with commas or one by one', () => {
  const line = serve(
    ...['--allowed-hosts', 'Mock, mock:7701', '--allowed-hosts', '[::2]', '--control-key', 'k'],
    ...['--allowed-origins', 'https://App.example/,http://a:80', '--allowed-origins=null'],
  );
  expect(line).toMatchObject({
    allowedHosts: ['mock', 'mock:7701', '[::2]'],
    allowedOrigins: ['https://app.example', 'http://a', 'null'],
    controlKey: 'k',
  });
});

test.each([
  [
    '--allowed-hosts',
    'http://mock',
    'An allowed host is a name such as mock or mock:7700, and not "http://mock".',
  ],
  ['--allowed-hosts', 'a,', 'An allowed host is a name such as mock or mock:7700, and not "".'],
  [
    '--allowed-origins',
    'app.example',
    'An allowed origin is one such as https://app.example, and not "app.example".',
  ],
  [
    '--allowed-origins',
    'https://a/b',
    'An allowed origin is one such as https://app.example, and not "https://a/b".',
  ],
  ['--control-key', 'a key', 'A control key is of visible ASCII characters, without spaces.'],
])('%s %s is refused', (option, value, message) => {
  expect(() => serve(option, value)).toThrow(expect.objectContaining({ code: 'invalid-option', message }));
});

test('of an option that is given twice, the last one counts', () => {
  expect(serve('--port', '1', '-p', '2').port).toBe(2);
});

test('--quiet logs errors only, unless a level is given', () => {
  expect(serve('--quiet')).toMatchObject({ quiet: true, logLevel: 'error' });
  expect(serve('-q', '--log-level', 'info')).toMatchObject({ quiet: true, logLevel: 'info' });
});

test('after -- everything is a folder', () => {
  expect(serve('--', '--odd').path).toBe('--odd');
});

test('check takes a folder and --json', () => {
  expect(parseCommandLine(['check'])).toEqual({ command: 'check', path: undefined, json: false });
  expect(parseCommandLine(['check', 'mocks', '--json'])).toEqual({
    command: 'check',
    path: 'mocks',
    json: true,
  });
});

test('a folder that is called check can be served', () => {
  expect(serve('./check').path).toBe('./check');
});

test('--help wins over all that is wrong', () => {
  expect(parseCommandLine(['--help'])).toEqual({ command: 'help', of: 'serve' });
  expect(parseCommandLine(['check', '-h', '--prot', '1'])).toEqual({ command: 'help', of: 'check' });
  expect(parseCommandLine(['-v'])).toEqual({ command: 'version' });
});

test.each([
  [['--prot', '7701'], 'There is no option --prot. Did you mean "--port"?'],
  [['--apikey', 'x'], 'There is no option --apikey. Did you mean "--api-key"?'],
  [['--xyzzy'], 'There is no option --xyzzy.'],
  [['-x'], 'There is no option -x.'],
  [['--watch'], 'There is no option --watch: scenario files are watched unless --no-watch says otherwise.'],
  [['--port'], '--port needs a value: --port PORT.'],
  [['--port='], '--port needs a value: --port PORT.'],
  [['--scenario', '--errors'], '--scenario needs a value: --scenario NAME.'],
  [['--errors=yes'], '--errors takes no value, and got "yes".'],
  [['--port', '65536'], '--port is a whole number from 0 to 65535, and got "65536".'],
  [['--port', '-1'], '--port is a whole number from 0 to 65535, and got "-1".'],
  [['--port', '0x50'], '--port is a whole number from 0 to 65535, and got "0x50".'],
  [['--speed', '-1'], '--speed is a number of 0 or more, and got "-1".'],
  [['--speed', 'fast'], '--speed is a number of 0 or more, and got "fast".'],
  [['--speed', '1e999'], '--speed is a number of 0 or more, and got "1e999".'],
  [['--memory', '0'], '--memory is a whole number from 1 to 999999, and got "0".'],
  [
    ['--chaos', 'errors'],
    '--chaos takes errors=SHARE, faults=SHARE and ttft=FROM..TO in ms, with commas between them, and got "errors". For example errors=0.1,ttft=100..3000.',
  ],
  [
    ['--chaos', 'ttft=3'],
    '--chaos takes errors=SHARE, faults=SHARE and ttft=FROM..TO in ms, with commas between them, and got "ttft=3". For example errors=0.1,ttft=100..3000.',
  ],
  [
    ['--chaos', 'errors=2'],
    'chaos: errors and faults are shares from 0 to 1. For example { errors: 0.1, faults: 0.05, ttft: [100, 3000] }.',
  ],
  [['--seed', '1.5'], '--seed is a whole number, and got "1.5".'],
  [['--seed', '99999999999999999999'], '--seed is a whole number, and got "99999999999999999999".'],
  [['--profile', 'sever'], '--profile is one of spec, server, and got "sever". Did you mean "server"?'],
  [
    ['--log-level', 'wran'],
    '--log-level is one of silent, error, warn, info, debug, and got "wran". Did you mean "warn"?',
  ],
  [['mocks', 'more'], 'One folder or file is enough; what is "more"?'],
  [['check', '--port', '1'], '--port is not an option of `check`.'],
  [['--json'], '--json is an option of `check`.'],
])('%j is refused in one line', (argv, message) => {
  expect(() => parseCommandLine(argv)).toThrow(expect.objectContaining({ code: 'invalid-option', message }));
});

test('the help names every option of its command and fits 80 columns', () => {
  for (const command of COMMANDS) {
    const text = helpText(command, plain);
    const flags = new Set(text.match(/(?<=^.{6})--[a-z-]+/gm));
    const known = optionsOf(command).map(({ name }) => `--${name}`);
    expect(flags).toEqual(new Set(known));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
});
