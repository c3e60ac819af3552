import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { anyValue } from '../../meilisearch/body/shape.ts';
import type { FoundDocument } from '../../scenario/schema.ts';
import { Turns } from '../../turns.ts';
import { isGone } from './find-files.ts';

/** The largest data file that is read, in bytes. */
const MOST_BYTES = 100_000_000;
/** How much is parsed at once, in characters. */
const BATCH = 200_000;

/** The documents of a file, or why there are none: what is wrong, where in the file, and how to mend it. */
export type DataRead =
  | { readonly documents: readonly FoundDocument[] }
  | { readonly wrong: string; readonly line?: number; readonly column?: number; readonly hint: string };

type Wrong = Extract<DataRead, { wrong: string }>;

const FORMATS = 'give it a .json (an array of objects), .ndjson, .jsonl or .csv file';

/** Whether a path is that of a file of documents. */
export const isDataFile = (path: string): boolean => /\.(json|ndjson|jsonl|csv)$/i.test(path);

/** Reads the documents of a JSON, NDJSON or CSV file, in slices. Never rejects. */
export async function readData(path: string): Promise<DataRead> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return { wrong: 'this is no file', hint: FORMATS };
    if (stats.size > MOST_BYTES)
      return { wrong: `it has ${stats.size} bytes`, hint: `a data file has at most ${MOST_BYTES}` };
    switch (extname(path).toLowerCase()) {
      case '.json':
        return await jsonDocuments(await textOf(path));
      case '.ndjson':
      case '.jsonl':
        return await lineDocuments(await textOf(path));
      case '.csv':
        return await csvDocuments(path);
      default:
        return { wrong: 'its name does not say its format', hint: FORMATS };
    }
  } catch (error) {
    if (isGone(error)) return { wrong: 'there is no such file', hint: 'mend the path, or make the file' };
    const why = error instanceof Error ? error.message : String(error);
    return { wrong: `it cannot be read: ${why}`, hint: 'mend it, or take another file' };
  }
}

/** A text without its byte order mark. */
async function textOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}

async function jsonDocuments(text: string): Promise<DataRead> {
  const open = text.search(/\S/);
  if (open < 0) return { wrong: 'it is empty', hint: 'a JSON file holds an array of objects' };
  const documents: FoundDocument[] = [];
  // Meilisearch takes one document without an array around it, too.
  if (text[open] !== '[') return parsedInto(documents, text, [{ start: 0, end: text.length }], ['', '']);
  const end = text.trimEnd().length;
  if (text[end - 1] !== ']') {
    const at = placeIn(text, end);
    return { wrong: 'its array is not closed', ...at, hint: 'a JSON file ends with the "]" of its array' };
  }
  if (text.slice(open + 1, end - 1).trim() === '') return { documents };
  return parsedInto(documents, text, batches(text, open + 1, end - 1), ['[', ']']);
}

/** Parts of an array's text, cut between its elements. The text may be wrong: whoever parses the parts will find out. */
function* batches(text: string, start: number, end: number) {
  let [from, depth] = [start, 0];
  const signs = /["[\]{},]/g;
  signs.lastIndex = start;
  const stringEnd = /[^"\\]*(?:\\.[^"\\]*)*"/suy;
  for (let found = signs.exec(text); found !== null && found.index < end; found = signs.exec(text)) {
    const sign = found[0];
    if (sign === '"') {
      stringEnd.lastIndex = signs.lastIndex;
      if (!stringEnd.test(text)) break;
      signs.lastIndex = stringEnd.lastIndex;
    } else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    else if (depth === 0 && found.index - from > BATCH) {
      yield { start: from, end: found.index };
      from = found.index + 1;
    }
  }
  yield { start: from, end };
}

async function lineDocuments(text: string): Promise<DataRead> {
  const documents: FoundDocument[] = [];
  return parsedInto(documents, text, lines(text), ['', '']);
}

function* lines(text: string) {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() !== '') yield { start: index, end: index + line.length };
  }
}

/** Parses parts of a text, each between two brackets, until one is wrong. */
async function parsedInto(
  documents: FoundDocument[],
  text: string,
  parts: Iterable<{ readonly start: number; readonly end: number }>,
  [open, close]: readonly [string, string],
): Promise<DataRead> {
  const turns = new Turns();
  for (const { start, end } of parts) {
    let value: unknown;
    try {
      value = JSON.parse(open + text.slice(start, end) + close);
    } catch {
      return notJson(text, start, [open, text.slice(start, end), close]);
    }
    for (const document of open === '' ? [value] : Array.isArray(value) ? value : []) {
      if (!isObject(document)) return notAnObject(document, documents.length, placeIn(text, start));
      documents.push(document);
    }
    if (turns.due) await turns.next();
  }
  return { documents };
}

const isObject = (value: unknown): value is FoundDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function notAnObject(value: unknown, before: number, at: Pick<Wrong, 'line' | 'column'>): Wrong {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  // Of a batch only the beginning is known.
  const place = before === 0 ? at : {};
  return { wrong: `document ${before + 1} is ${kind}`, ...place, hint: 'every document is an object' };
}

/** What Meilisearch's parser says of a part of a text, and where: the one of JavaScript does not always know. */
async function notJson(text: string, start: number, [open, part, close]: readonly string[]): Promise<Wrong> {
  const { findError } = await import('../../meilisearch/body/parse.ts');
  const bytes = new TextEncoder().encode(`${open}${part}${close}`);
  const { located = '' } = (await findError(bytes, anyValue)) ?? {};
  const [, what = located, line = '1', column = '1'] =
    /^(.*) at line (\d+) column (\d+)$/s.exec(located) ?? [];
  const from = placeIn(text, start);
  const isFirst = line === '1';
  const place = {
    line: from.line + Number(line) - 1,
    column: Number(column) + (isFirst ? from.column - 1 - (open?.length ?? 0) : 0),
  };
  return { wrong: `it is not JSON: ${what}`, ...place, hint: 'mend the file' };
}

function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.min(offset, text.length));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** As Meilisearch reads it: a column's name may say its type, `price:number`; what is empty is null. */
async function csvDocuments(path: string): Promise<DataRead> {
  const { parse, CsvError } = await import('csv-parse');
  const documents: FoundDocument[] = [];
  let columns: { name: string; type: string }[] | undefined;
  const turns = new Turns();
  const rows = createReadStream(path).pipe(parse({ bom: true, info: true, skip_empty_lines: true }));
  try {
    for await (const { record, info } of rows as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns === undefined) {
        columns = record.map(columnOf);
        continue;
      }
      const wrong = columns.find(({ type }, index) => !fits(record[index] ?? '', type));
      if (wrong !== undefined) {
        const value = record[columns.indexOf(wrong)];
        const hint = `the column's name says that it is a ${wrong.type}`;
        return {
          wrong: `"${value}" in the column ${wrong.name} is no ${wrong.type}`,
          line: info.lines,
          column: 1,
          hint,
        };
      }
      documents.push(
        Object.fromEntries(columns.map(({ name, type }, index) => [name, typed(record[index] ?? '', type)])),
      );
      if (turns.due) await turns.next();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return { wrong: `it is not CSV: ${error.message}`, line, column: 1, hint: 'mend that line' };
  }
  return { documents };
}

function columnOf(head: string): { name: string; type: string } {
  const [, name = head, type = 'string'] = /^(.*):(string|number|boolean)$/s.exec(head) ?? [];
  return { name, type };
}

function fits(value: string, type: string): boolean {
  if (value === '' || type === 'string') return true;
  return type === 'number' ? Number.isFinite(Number(value)) : /^(true|false)$/.test(value);
}

function typed(value: string, type: string): string | number | boolean | null {
  if (value === '') return null;
  if (type === 'number') return Number(value);
  return type === 'boolean' ? value === 'true' : value;
}
