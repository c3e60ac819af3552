import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import type { Locator } from '../scenario.ts';
import { formatPath } from './problem.ts';

/** Where things are in the text of a file. */
export interface SourceText {
  readonly text: string;
  readonly lines: LineCounter;
  /** Where the document begins in the text: its nodes count from there. */
  readonly offset: number;
  readonly file?: string;
}

/** Finds paths in a YAML document, through aliases and merged keys. What is not there is looked for as far as it goes. */
export function createLocator(document: Document.Parsed, source: SourceText): Locator {
  return (path, at) => {
    const text = formatPath(path);
    const offset = offsetOf(document, path, at) ?? document.contents?.range?.[0] ?? 0;
    return { ...placeOf(offset, source), ...(text === '' ? {} : { path: text }) };
  };
}

/** Line and column, from 1, of an offset within a document. */
export function placeOf(offset: number, source: SourceText): { file?: string; line: number; column: number } {
  const { line, col } = source.lines.linePos(source.offset + offset);
  return { ...(source.file === undefined ? {} : { file: source.file }), line, column: col };
}

type Found = { readonly key: unknown; readonly value: unknown };

function offsetOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  at: 'key' | 'value',
): number | undefined {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [i, part] of path.entries()) {
    const found = childOf(follow(node, document), part, document);
    if (found === undefined) return offset;
    const last = i === path.length - 1;
    const nothing = isScalar(found.value) && found.value.type === 'PLAIN' && found.value.source === '';
    offset = startOf(last && at === 'value' && !nothing ? found.value : (found.key ?? found.value)) ?? offset;
    node = found.value;
  }
  return offset;
}

function childOf(node: unknown, part: string | number, document: Document.Parsed): Found | undefined {
  if (isSeq(node)) return typeof part === 'number' ? { key: undefined, value: node.items[part] } : undefined;
  if (!isMap(node)) return undefined;
  const own = node.items.findLast((pair: Pair) => keyOf(pair) === String(part));
  if (own !== undefined) return { key: own.key, value: own.value };
  for (const pair of node.items) {
    if (keyOf(pair) !== '<<') continue;
    const merged = follow(pair.value, document);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = childOf(follow(source, document), part, document);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const keyOf = (pair: Pair): string =>
  isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : String(pair.key);

const follow = (node: unknown, document: Document.Parsed): unknown =>
  isAlias(node) ? node.resolve(document) : node;

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
