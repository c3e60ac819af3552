import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Pair,
  type YAMLMap,
} from 'yaml';
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
  const childOf = createChildFinder(document);
  return (path, at) => {
    const text = formatPath(path);
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [i, part] of path.entries()) {
      const found = childOf(node, part);
      if (found === undefined) break;
      const wanted = at === 'value' && i === path.length - 1 && !isNothing(found.value);
      offset = startOf(wanted ? found.value : (found.key ?? found.value)) ?? offset;
      node = found.value;
    }
    return { ...placeOf(offset, source), ...(text === '' ? {} : { path: text }) };
  };
}

/** Line and column, from 1, of an offset within a document. */
export function placeOf(offset: number, source: SourceText): { file?: string; line: number; column: number } {
  const { line, col } = source.lines.linePos(source.offset + offset);
  return { ...(source.file === undefined ? {} : { file: source.file }), line, column: col };
}

interface Child {
  readonly key: unknown;
  readonly value: unknown;
}

/** Finds the entry of a map or a list. The keys of a map are indexed once: a file may have thousands of mistakes. */
function createChildFinder(
  document: Document.Parsed,
): (node: unknown, part: string | number) => Child | undefined {
  const indexes = new Map<YAMLMap, Map<string, Child>>();
  const follow = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  const indexOf = (map: YAMLMap): Map<string, Child> => {
    const known = indexes.get(map);
    if (known !== undefined) return known;
    const index = new Map(map.items.map((pair) => [keyOf(pair), pair] as const));
    indexes.set(map, index);
    return index;
  };

  const childOf = (parent: unknown, part: string | number): Child | undefined => {
    const node = follow(parent);
    if (isSeq(node))
      return typeof part === 'number' ? { key: undefined, value: node.items[part] } : undefined;
    if (!isMap(node)) return undefined;
    const index = indexOf(node);
    const own = index.get(String(part));
    if (own !== undefined) return own;
    const merged = follow(index.get('<<')?.value);
    const sources = isSeq(merged) ? merged.items : [merged];
    for (const source of sources) {
      const found = childOf(source, part);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return childOf;
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.source ?? key.value) : String(key));

/** Whether there is no value after the colon. */
const isNothing = (value: unknown): boolean =>
  isScalar(value) && value.type === 'PLAIN' && value.source === '';

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
