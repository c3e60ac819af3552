import type { Document, LineCounter, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Locator } from '../scenario.ts';
import { formatPath } from './problem.ts';
import { placeInText } from './text-place.ts';

/** The text of a file, with what is needed to find lines and columns in it. */
export interface SourceText {
  readonly text: string;
  readonly lines: LineCounter;
  /** Where the document begins in the text: the positions of its nodes count from there. */
  readonly offset: number;
  readonly file?: string;
}

/** Finds paths in a YAML document, through aliases and merged keys: as far as they exist. */
export function createLocator(document: Document.Parsed, source: SourceText): Locator {
  const childOf = createChildFinder(document);
  return (path, at, within) => {
    const named = formatPath(path);
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [i, part] of path.entries()) {
      const found = childOf(node, part);
      if (found === undefined) break;
      const wanted = at === 'value' && i === path.length - 1 && !isNothing(found.value);
      offset = startOf(wanted ? found.value : (found.key ?? found.value)) ?? offset;
      node = found.value;
    }
    const text = isAlias(node) ? node.resolve(document) : node;
    if (within !== undefined && isScalar(text) && text.range != null) {
      const [start, end] = text.range;
      const written = source.text.slice(source.offset + start, source.offset + end);
      offset = start + placeInText(text, written, within);
    }
    return { ...placeOf(offset, source), ...(named === '' ? {} : { path: named }) };
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

type ChildFinder = (node: unknown, part: string | number) => Child | undefined;

/** Finds the entry of a map or a list. The keys of a map are indexed once: a file may have thousands of mistakes. */
function createChildFinder(document: Document.Parsed): ChildFinder {
  const indexes = new Map<YAMLMap, Map<string, Child>>();
  const follow = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  return function childOf(parent, part) {
    const node = follow(parent);
    if (isSeq(node) && typeof part === 'number') return { key: undefined, value: node.items[part] };
    if (!isMap(node)) return undefined;
    const index = indexes.get(node) ?? new Map(node.items.map((pair) => [keyOf(pair), pair]));
    indexes.set(node, index);
    let child = index.get(String(part));
    const merged = follow(index.get('<<')?.value);
    for (const source of isSeq(merged) ? merged.items : [merged]) child ??= childOf(source, part);
    return child;
  };
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.source ?? key.value) : String(key));

/** Whether there is no value after the colon. */
const isNothing = (value: unknown): boolean =>
  isScalar(value) && value.type === 'PLAIN' && value.source === '';

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
