import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Output } from '../../src/cli/io.ts';
import { createLog } from '../../src/cli/log.ts';
import { fakeIo } from './fake-io.ts';

const turns = async () => {
  for (let i = 0; i < 3; i++) await turn();
};

test('a level lets through what is at least as grave', async () => {
  const io = fakeIo();
  const log = createLog(io, 'warn');
  log.say('error', 'e');
  log.say('warn', 'w');
  log.say('info', 'i');
  log.say('debug', 'd');
  await turns();
  expect([io.out(), io.err()]).toEqual(['w\n', 'e\n']);
});

test('silent says nothing, not even what was asked for', async () => {
  const io = fakeIo();
  const log = createLog(io, 'silent');
  log.say('error', 'e');
  log.notice('n');
  await turns();
  expect(io.out() + io.err()).toBe('');
});

test('the lines of one turn are one write, in their order', async () => {
  const io = fakeIo();
  const writes: string[] = [];
  io.stdout.on('data', (chunk) => writes.push(String(chunk)));
  const log = createLog(io, 'info');
  log.say('info', 'a', 'b');
  log.say('info', 'c');
  await turns();
  expect(writes).toEqual(['a\nb\nc\n']);
});

test('flush writes at once', () => {
  const io = fakeIo();
  const writes: unknown[] = [];
  const log = createLog(
    { ...io, stdout: Object.assign(io.stdout, { write: (text: unknown) => writes.push(text) > 0 }) },
    'info',
  );
  log.say('info', 'a');
  expect(writes).toEqual([]);
  log.flush();
  expect(writes).toEqual(['a\n']);
});

test('a log that is held writes nothing before it is flushed', async () => {
  const io = fakeIo();
  const log = createLog(io, 'info');
  log.say('info', 'a');
  log.hold();
  log.say('info', 'b');
  log.say('error', 'e');
  await turns();
  expect(io.out()).toBe('a\n');
  log.flush();
  log.say('info', 'c');
  await turns();
  expect([io.out(), io.err()]).toEqual(['a\nb\nc\n', 'e\n']);
});

test('colours are for terminals without NO_COLOR', () => {
  const terminal = Object.assign(fakeIo().stdout, { isTTY: true });
  const styled = (env: Record<string, string>, stdout: Output = terminal) =>
    createLog({ ...fakeIo(), stdout, env }, 'info').style('red', 'x');
  expect(styled({})).toBe('\u001b[31mx\u001b[39m');
  expect(styled({ NO_COLOR: '1' })).toBe('x');
  expect(styled({ TERM: 'dumb' })).toBe('x');
  expect(styled({}, fakeIo().stdout)).toBe('x');
  expect(styled({ FORCE_COLOR: '1' }, fakeIo().stdout)).toBe('\u001b[31mx\u001b[39m');
});
