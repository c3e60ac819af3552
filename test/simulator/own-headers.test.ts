import { expect, test } from 'vitest';
import type { Violation } from '../../src/plan/prover.ts';
import { ownHeaders } from '../../src/simulator/own-headers.ts';

const LIMIT = 4096;
const none = { warnings: [], violations: [] };
const headersOf = (...[what, scenario]: [Parameters<typeof ownHeaders>[1], string?]) =>
  new Map(ownHeaders('spec', what, scenario));
const violation = (message: string, ...path: string[]): Violation => ({
  location: ['request', 'body', ...path],
  severity: 'Error',
  code: 'type',
  message,
});
const size = (name: string, value = '') => `${name}: ${value}\r\n`.length;

test('what fits is whole', () => {
  const violations = [violation('must be string', 'é')];
  const headers = headersOf({ warnings: ['one', 'two é'], violations }, 'hello');
  expect(headers.get('x-mock-scenario')).toBe('hello');
  expect(headers.get('x-mock-warning')).toBe('one; two \\u00e9');
  expect(JSON.parse(headers.get('sl-violations') ?? '')).toEqual(violations);
});

test.each([0, 1, 50, 3_900, 5_000])(
  'warnings of %d more characters are cut between two of them',
  (length) => {
    const warnings = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(20)}`);
    warnings[0] = `0 ${'é'.repeat(length)}`;
    const value = headersOf({ ...none, warnings }).get('x-mock-warning') ?? '';
    expect(size('x-mock-warning', value)).toBeLessThan(LIMIT);
    const entries = value.split('; ');
    const left = /^(\d+) more$/.exec(entries.pop() ?? '')?.[1];
    expect(Number(left)).toBe(200 - entries.length);
    expect(entries.slice(1)).toEqual(warnings.slice(1, entries.length));
  },
);

test('a single warning that is too long is cut, and says so', () => {
  const value = headersOf({ ...none, warnings: ['é'.repeat(5000)] }).get('x-mock-warning') ?? '';
  expect(size('x-mock-warning', value)).toBeLessThan(LIMIT);
  expect(value).toMatch(/^(\\u00e9)+\.\.\.$/);
});

test('violations are cut between two of them, are still JSON, and the last says how many are missing', () => {
  const violations = Array.from({ length: 500 }, (_, index) => violation('must be “string”', `${index}`));
  const value = headersOf({ ...none, violations }).get('sl-violations') ?? '';
  expect(size('sl-violations', value)).toBeLessThan(LIMIT);
  const told = JSON.parse(value) as Violation[];
  expect(told.slice(0, -1)).toEqual(violations.slice(0, told.length - 1));
  expect(told.length).toBeGreaterThan(20);
  expect(told.at(-1)).toEqual({
    location: ['request'],
    severity: 'Information',
    code: 'cut',
    message: `${500 - told.length + 1} more`,
  });
});

test('what is missing counts for the response if some of it is of the response', () => {
  const long = Array.from({ length: 500 }, () => violation('x'));
  const violations = [...long, { ...violation('y'), location: ['response', 'body'] }];
  const told = JSON.parse(headersOf({ ...none, violations }).get('sl-violations') ?? '') as Violation[];
  expect(told.at(-1)?.location).toEqual(['response']);
});

test.each([
  ['message', [violation('é'.repeat(9000))]],
  ['location', [violation('short', 'é"'.repeat(9000), 'x')]],
  ['long path', [violation('short', ...Array.from({ length: 5000 }, () => 'items'))]],
])('a single violation with a long %s is cut', (_, violations) => {
  const value = headersOf({ ...none, violations }).get('sl-violations') ?? '';
  expect(size('sl-violations', value)).toBeLessThan(LIMIT);
  const [told] = JSON.parse(value) as Violation[];
  expect(told?.location.slice(0, 2)).toEqual(['request', 'body']);
  expect(`${told?.message} ${told?.location.join()}`).toContain('...');
});

test('a long name of a scenario is cut', () => {
  const value = headersOf(none, 'é'.repeat(9000)).get('x-mock-scenario') ?? '';
  expect(size('x-mock-scenario', value)).toBeLessThan(LIMIT);
  expect(value).toMatch(/\.\.\.$/);
});
