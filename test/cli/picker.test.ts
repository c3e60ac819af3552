import { expect, test } from 'vitest';
import { type Key, Picker } from '../../src/cli/picker.ts';

const plain = (_: string, text: string) => text;
const entries = [
  { name: undefined, description: 'Back to matching' },
  { name: 'movie-night', description: 'Two searches' },
  { name: 'no-results', description: 'A search that finds nothing' },
  { name: 'rate-limited', description: 'Limited, then fine' },
];
const key = (name: string): Key => ({ name, sequence: '' });
const type = (picker: Picker, text: string) => {
  for (const character of text) picker.press({ name: character, sequence: character });
};
const enter = (picker: Picker) => {
  const result = picker.press(key('return'));
  return result.type === 'picked' ? result.entry.name : result.type;
};
const names = (picker: Picker, rows = 24) =>
  picker
    .lines({ columns: 80, rows }, plain)
    .slice(2, -1)
    .map((line) => line.slice(0, 18).trim());

test('arrows move, around the ends too, and Enter picks', () => {
  const picker = new Picker(entries);
  picker.press(key('down'));
  expect(enter(picker)).toBe('movie-night');
  picker.press(key('up'));
  picker.press(key('up'));
  expect(enter(picker)).toBe('rate-limited');
  picker.press(key('down'));
  expect(enter(picker)).toBeUndefined();
});

test('it begins at the scenario in force', () => {
  expect(enter(new Picker(entries, 'no-results'))).toBe('no-results');
});

test('typing narrows the list down by name and description, each word for itself', () => {
  const picker = new Picker(entries);
  type(picker, 'SEARCH find');
  expect(names(picker)).toEqual(['❯ no-results']);
  expect(enter(picker)).toBe('no-results');
});

test('Backspace and Ctrl-U widen it again', () => {
  const picker = new Picker(entries);
  type(picker, 'limitedx');
  expect(enter(picker)).toBe('open');
  picker.press(key('backspace'));
  expect(names(picker)).toEqual(['❯ rate-limited']);
  picker.press({ name: 'u', ctrl: true, sequence: '\u0015' });
  expect(names(picker)).toEqual(['(none)', 'movie-night', 'no-results', '❯ rate-limited']);
});

test('letters that are commands elsewhere are text here, control characters are not', () => {
  const picker = new Picker(entries);
  type(picker, 'q');
  picker.press({ name: 'b', ctrl: true, sequence: '\u0002' });
  picker.press({ name: 'f5', sequence: '\u001b[15~' });
  expect(picker.lines({ columns: 80, rows: 24 }, plain)[1]).toBe('  Scenario q');
});

test('Esc leaves', () => {
  expect(new Picker(entries).press(key('escape'))).toEqual({ type: 'left' });
});

test('a long list scrolls with the selection', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ name: `s${index}`, description: '' }));
  const picker = new Picker(many);
  for (let i = 0; i < 20; i++) picker.press(key('down'));
  expect(names(picker, 10)).toEqual(['s18', 's19', '❯ s20', 's21', 's22']);
  expect(picker.lines({ columns: 80, rows: 10 }, plain).at(-1)).toContain('18 above, 17 below');
  picker.press(key('end'));
  expect(names(picker, 10).at(-1)).toBe('❯ s39');
});

test('no line is wider than the terminal', () => {
  const wide = [{ name: '映画'.repeat(20), description: '映画の夜'.repeat(30) }];
  const lines = new Picker(wide).lines({ columns: 60, rows: 24 }, plain);
  for (const line of lines.slice(2, -1)) {
    const columns = [...line].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
    expect(columns).toBeLessThanOrEqual(60);
  }
});
