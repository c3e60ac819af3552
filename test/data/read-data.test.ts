import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readData } from '../../src/hosts/server/read-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-mock-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(name: string, text: string) {
  writeFileSync(join(folder, name), text);
  return readData(join(folder, name));
}

const FILMS = [
  { id: 1, title: 'A "quoted", [odd] {title}' },
  { id: 2, title: 'Zwei \\' },
];

test('a JSON array, one document alone, NDJSON and CSV have documents', async () => {
  expect(await read('a.json', `\uFEFF${JSON.stringify(FILMS, undefined, 2)}\n`)).toEqual({
    documents: FILMS,
  });
  expect(await read('a.json', JSON.stringify(FILMS[0]))).toEqual({ documents: [FILMS[0]] });
  expect(await read('a.json', ' [ ] ')).toEqual({ documents: [] });
  const lines = FILMS.map((film) => JSON.stringify(film)).join('\r\n');
  expect(await read('a.ndjson', `${lines}\n\n`)).toEqual({ documents: FILMS });
  expect(await read('a.jsonl', lines)).toEqual({ documents: FILMS });
  const csv = 'id:number,title,seen:boolean,year:number,a:b\n1,"A ""quoted"",\nline",true,,x\n';
  expect(await read('a.csv', csv)).toEqual({
    documents: [{ id: 1, title: 'A "quoted",\nline', seen: true, year: null, 'a:b': 'x' }],
  });
});

test('a long array is read in parts, and is the same', async () => {
  const many = Array.from({ length: 20_000 }, (_, id) => ({
    id,
    text: `"},{[${id}`,
    list: [[{ id }], '\\"'],
  }));
  expect(await read('many.json', JSON.stringify(many))).toEqual({ documents: many });
});

test.each([
  ['a.json', '[{"a":1},\n {"a":}]', { line: 2, column: 7, wrong: 'it is not JSON: expected value' }],
  ['a.json', '[{"a":1}', { line: 1, column: 9, wrong: 'its array is not closed' }],
  ['a.json', '[{"a":1},]', { line: 1, column: 10, wrong: 'it is not JSON: trailing comma' }],
  ['a.json', '[1]', { line: 1, column: 2, wrong: 'document 1 is a number' }],
  ['a.json', '[{}, null]', { wrong: 'document 2 is null' }],
  ['a.json', '[[]]', { wrong: 'document 1 is an array' }],
  ['a.json', '"text"', { wrong: 'document 1 is a string' }],
  ['a.json', '', { wrong: 'it is empty' }],
  [
    'a.ndjson',
    '{"a":1}\n {"a":1',
    { line: 2, column: 7, wrong: 'it is not JSON: EOF while parsing an object' },
  ],
  [
    'a.csv',
    'id,title\n1,a,b\n',
    { line: 2, wrong: expect.stringMatching(/^it is not CSV: Invalid Record Length/) },
  ],
  ['a.csv', 'id:number\n1\ntwo\n', { line: 3, wrong: '"two" in the column id is no number' }],
  ['a.txt', 'x', { wrong: 'its name does not say its format' }],
])('%s %j is wrong', async (name, text, expected) => {
  expect(await read(name, text)).toMatchObject({ ...expected, hint: expect.any(String) });
});

test('a file that is not there, or is a folder, is wrong', async () => {
  expect(await readData(join(folder, 'gone.json'))).toMatchObject({ wrong: 'there is no such file' });
  expect(await readData(folder)).toMatchObject({ wrong: 'this is no file' });
});
