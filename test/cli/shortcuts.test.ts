import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/cli/log.ts';
import { type Controls, Shortcuts } from '../../src/cli/shortcuts.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';

let io: FakeIo;
let calls: string[];
let used: string | undefined;
let paused: boolean;
let shortcuts: Shortcuts;
let reload: () => Promise<void>;

beforeEach(() => {
  io = fakeIo();
  calls = [];
  used = undefined;
  paused = false;
  reload = async () => void calls.push('reload');
  const controls: Controls = {
    entries: () => [
      { name: 'movie-night', description: 'Two searches' },
      { name: 'cut', description: 'The connection is cut' },
    ],
    used: () => used,
    async use(name) {
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
    quit: () => calls.push('quit'),
    suspend: async () => void calls.push('suspend'),
  };
  shortcuts = new Shortcuts(controls, createLog(io, 'info'), () => ({ columns: 80, rows: 24 }));
});

const press = async (...keys: string[]) => {
  for (const key of keys) {
    const ctrl = key.startsWith('^');
    await shortcuts.press({ name: ctrl ? key.slice(1) : key, sequence: key, ctrl });
  }
  for (let i = 0; i < 3; i++) await turn();
  return io.out();
};

test('h lists the keys, and says how things stand', async () => {
  used = 'cut';
  const out = await press('h');
  for (const key of ['h', 'r', 's', 'p', 'q']) expect(out).toMatch(new RegExp(`^  ${key}  `, 'm'));
  expect(out).toContain('Now: cut answers, whatever is asked, time runs.');
});

test('p stops time and lets it run again', async () => {
  expect(await press('p')).toContain('time stands for 2 open streams');
  expect(paused).toBe(true);
  expect(await press('p')).toContain('time runs again');
  expect(paused).toBe(false);
});

test('q and Ctrl-C quit, also out of the list', async () => {
  await press('q', '^c', 's', '^c');
  expect(calls).toEqual(['quit', 'quit', 'quit']);
  // The cursor is shown again.
  expect(io.out().endsWith('\u001b[?25h')).toBe(true);
});

test('Ctrl-Z suspends', async () => {
  await press('^z');
  expect(calls).toEqual(['suspend']);
});

test('s picks a scenario', async () => {
  const out = await press('s', 'down', 'down', 'return');
  expect(calls).toEqual(['use cut']);
  expect(out).toContain('✓ cut answers now, whatever is asked');
});

test('s goes back to matching', async () => {
  used = 'cut';
  const out = await press('s', 'home', 'return');
  expect(calls).toEqual(['use undefined']);
  expect(out).toContain('✓ scenarios answer what they match');
});

test('keys go to the list while it is open, and Esc gives them back', async () => {
  await press('s', 'q', 'escape', 'r');
  expect(calls).toEqual(['reload']);
});

test('what goes wrong is said, and the keys go on', async () => {
  reload = () => Promise.reject(new Error('the folder is gone'));
  await press('r', 'q');
  expect(io.err()).toBe('the folder is gone\n');
  expect(calls).toEqual(['quit']);
});

test('other keys do nothing', async () => {
  expect(await press('x', 'up', 'space', '^l')).toBe('');
});
