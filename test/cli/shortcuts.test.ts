import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createLog, type Log } from '../../src/cli/log.ts';
import { takeShortcuts } from '../../src/cli/shortcuts.ts';
import { widthOf } from '../../src/cli/text.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';

const KEYS: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  escape: '\u001b',
  return: '\r',
  backspace: '\u007f',
  space: ' ',
  '^c': '\u0003',
  '^l': '\u000c',
  '^u': '\u0015',
  '^z': '\u001a',
};

let io: FakeIo;
let log: Log;
let calls: string[];
let scenarios: { name: string; description: string }[];
let used: string | undefined;
let paused: boolean;
let reload: () => Promise<void>;
let holds: string[];
let stop: AbortController;

beforeEach(() => {
  calls = [];
  io = { ...fakeIo(), suspend: async () => void calls.push('suspend') };
  log = createLog(io, 'info');
  scenarios = [
    { name: 'movie-night', description: 'Two searches' },
    { name: 'no-results', description: 'A search that finds nothing' },
    { name: 'cut', description: 'The connection is cut' },
  ];
  used = undefined;
  paused = false;
  reload = async () => void calls.push('reload');
  holds = [];
  stop = new AbortController();
  const controls = {
    entries: () => scenarios,
    used: () => used,
    async use(name: string | undefined) {
      used = name;
      calls.push(`use ${name}`);
    },
    paused: () => paused,
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    streams: () => 2,
    reload: () => reload(),
    next: async () => void calls.push(`next ${paused ? 'paused' : 'running'}`),
    release: async () => holds,
    openPanel: () => calls.push('open'),
    quit: () => calls.push('quit'),
  };
  takeShortcuts(io, log, controls, stop.signal);
  onTestFinished(() => stop.abort());
});

/** Types keys into the terminal: names of {@link KEYS}, or text. */
const press = async (...keys: string[]) => {
  for (const key of keys) {
    io.stdin.push(KEYS[key] ?? key);
    // An Esc counts when nothing has followed it for a while, in the terminal and then in the list.
    if (key === 'escape') await sleep(150);
    for (let i = 0; i < 3; i++) await turn();
  }
  return io.out();
};

/** Opens the list. */
const open = async () => {
  await press('s');
  await io.said('to search');
};

const plain = () => stripVTControlCharacters(io.out());

test('h lists the keys, and says how things stand', async () => {
  used = 'cut';
  const out = await press('h');
  for (const key of ['h', 'r', 's', 'p', 'q']) expect(out).toMatch(new RegExp(`^  ${key}  `, 'm'));
  expect(out).toContain('Now: cut answers, whatever is asked, running.');
});

test('p stops time and lets it run again', async () => {
  expect(await press('p')).toContain('paused 2 open streams; p to resume');
  expect(paused).toBe(true);
  expect(await press('p')).toContain('running again');
  expect(paused).toBe(false);
});

test('n stops time where it runs, and sends one frame', async () => {
  expect(await press('n', 'n')).toContain('one frame; n for the next, p to resume');
  expect(calls).toEqual(['next paused', 'next paused']);
});

test('x releases the holds that are waited at, and says so where there is none', async () => {
  expect(await press('x')).toContain('no stream waits at a hold');
  holds = ['gate', 'end'];
  expect(await press('x')).toContain('released gate, end');
});

test('c clears the terminal, o opens the panel', async () => {
  expect(await press('c')).toContain('\u001b[2J');
  await press('o');
  expect(calls).toEqual(['open']);
});

test('q and Ctrl-C quit, also out of the list', async () => {
  await press('q', '^c');
  await open();
  await press('^c');
  expect(calls).toEqual(['quit', 'quit', 'quit']);
  // The cursor is shown again.
  expect(io.out().trimEnd().endsWith('\u001b[?25h')).toBe(true);
});

test('Ctrl-Z suspends, also out of the list', async () => {
  await press('^z');
  await open();
  await press('^z', 'r');
  expect(calls).toEqual(['suspend', 'suspend', 'reload']);
});

test('s picks a scenario', async () => {
  await open();
  const out = await press('down', 'down', 'down', 'return');
  expect(calls).toEqual(['use cut']);
  expect(out).toContain('✓ cut answers now, whatever is asked');
});

test('s goes back to matching', async () => {
  used = 'movie-night';
  await open();
  const out = await press('up', 'return');
  expect(calls).toEqual(['use undefined']);
  expect(out).toContain('✓ scenarios answer what they match');
});

test('the list begins at the scenario in force, and goes around its ends', async () => {
  used = 'no-results';
  await open();
  await press('return');
  used = 'cut';
  await open();
  await press('down', 'down', 'return');
  await open();
  await press('up', 'up', 'return');
  expect(calls).toEqual(['use no-results', 'use movie-night', 'use cut']);
});

test('typing narrows the list down by name and description, each word for itself', async () => {
  await open();
  await press('S', 'E', 'A', 'R', 'C', 'H', ' ', 'f', 'i', 'n', 'd');
  expect(plain()).toContain('(1 match)');
  await press('return');
  expect(calls).toEqual(['use no-results']);
});

test('nothing is picked where nothing matches; Backspace and Ctrl-U widen the list again', async () => {
  await open();
  await press('c', 'u', 't', 'x', 'return');
  expect(plain()).toContain('No matches found');
  expect(calls).toEqual([]);
  await press('backspace', 'return');
  await open();
  await press('x', 'x', '^u', 'm', 'o', 'v', 'i', 'e', 'return');
  expect(calls).toEqual(['use cut', 'use movie-night']);
});

test('keys go to the list while it is open, and Esc gives them back', async () => {
  await open();
  await press('q', 'escape', 'r');
  expect(calls).toEqual(['reload']);
});

test('a long list scrolls with the selection', async () => {
  scenarios = Array.from({ length: 40 }, (_, index) => ({ name: `s${index}`, description: '' }));
  await open();
  expect(plain()).not.toContain('s20');
  await press(...Array.from({ length: 21 }, () => 'down'));
  expect(plain()).toContain('● s20');
  await press('return');
  expect(calls).toEqual(['use s20']);
});

test('no line of the list is wider than the terminal', async () => {
  Object.assign(io.stdout, { columns: 60 });
  scenarios = [{ name: '映画'.repeat(20), description: '映画の夜'.repeat(30) }];
  used = scenarios[0]?.name;
  await open();
  expect(Math.max(...plain().split('\n').map(widthOf))).toBeLessThanOrEqual(60);
});

test('the log waits while the list is open', async () => {
  await open();
  log.say('info', 'a request');
  expect(await press('down')).not.toContain('a request');
  expect(await press('escape')).toContain('a request');
});

test('the list is closed when the program stops', async () => {
  await open();
  log.say('info', 'a request');
  stop.abort();
  const out = await press('r');
  expect(out.endsWith('\u001b[?25ha request\n')).toBe(true);
  expect(calls).toEqual([]);
});

test('what goes wrong is said, and the keys go on', async () => {
  reload = () => Promise.reject(new Error('the folder is gone'));
  await press('r', 'q');
  expect(io.err()).toBe('the folder is gone\n');
  expect(calls).toEqual(['quit']);
});

test('other keys do nothing', async () => {
  expect(await press('y', 'up', 'space', '^l')).toBe('');
});
