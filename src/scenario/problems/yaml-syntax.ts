import { type Document, isAlias, isCollection, isScalar, visit, YAMLParseError } from 'yaml';
import { placeOf, type SourceText } from './locate.ts';
import type { Problem } from './problem.ts';

/** How many mistakes of a document are reported: later ones mostly follow from the first. */
const MOST = 5;

/** Mistakes that leave the rest of the document readable: its contents are checked all the same. */
const HARMLESS = new Set(['DUPLICATE_KEY', 'TAB_AS_INDENT', 'BAD_DQ_ESCAPE']);

const QUOTE = 'put the value in quotes, or write a block: "text: |", and the text indented below';

/** How to mend a mistake, where the library's message does not say it. */
const HINTS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'use spaces',
  MULTILINE_IMPLICIT_KEY: 'is a space missing after a colon, or the indentation wrong?',
  TAG_RESOLVE_FAILED: QUOTE,
  UNRESOLVED_ALIAS: QUOTE,
};

/** A mistake as the `yaml` library reports it. `pos` begins with its start in the document. */
interface Mistake {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, ...number[]];
}

/** The syntax errors of a document, in the library's words, and whether its contents can be checked all the same. */
export function checkSyntax(document: Document.Parsed, source: SourceText) {
  const { errors, warnings } = document;
  const mistakes: Mistake[] = errors.length > 0 ? errors : [...warnings, ...unresolvedAliases(document)];
  const byLine = new Map<number, Mistake>();
  for (const mistake of mistakes) {
    const { line } = placeOf(mistake.pos[0], source);
    if (!byLine.has(line)) byLine.set(line, mistake);
  }
  const first = [...byLine.values()].slice(0, MOST);
  return {
    problems: first.map((mistake) => problemOf(mistake, document, source)),
    isReadable: mistakes.every(({ code }) => HARMLESS.has(code)),
  };
}

/** Adds an error for each key of a map that comes a second time, as the library does. */
export function findDuplicateKeys(document: Document.Parsed): void {
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const [start = 0] = key.range ?? [];
        if (keys.has(key.value)) {
          const error = new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', 'Map keys must be unique');
          document.errors.push(error);
        }
        keys.add(key.value);
      }
    },
  });
}

/** Aliases without an anchor before them: the library reports them only later, by throwing in `toJS`. */
function unresolvedAliases(document: Document.Parsed): Mistake[] {
  const anchors = new Set<string>();
  const mistakes: Mistake[] = [];
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) anchors.add(node.anchor ?? '');
      else if (!anchors.has(node.source)) {
        const message = `Unresolved alias: *${node.source}`;
        mistakes.push({ code: 'UNRESOLVED_ALIAS', message, pos: [node.range?.[0] ?? 0] });
      }
    },
  });
  return mistakes;
}

function problemOf({ code, message, pos }: Mistake, document: Document.Parsed, source: SourceText): Problem {
  const mayBeUnclosed = code === 'MISSING_CHAR' || code === 'BAD_INDENT';
  const opening = mayBeUnclosed ? unclosed(document, source, pos[0]) : undefined;
  const text = HINTS[code] === undefined && opening === undefined ? unquotedText(source, pos[0]) : undefined;
  return {
    severity: 'error',
    // It is shown within a line, so it starts in lower case; and it may repeat a whole block of text.
    message: message.slice(0, 200).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
    hint: text === undefined ? HINTS[code] : QUOTE,
    origin: placeOf(opening ?? text ?? pos[0], source),
  };
}

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** Where an unclosed quote or bracket opens: the library reports only where the closing one is missing. */
function unclosed(document: Document.Parsed, source: SourceText, before: number): number | undefined {
  let opening: number | undefined;
  visit(document, {
    Node: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      const text = source.text.slice(source.offset + start, source.offset + end);
      const closer = CLOSERS[text[0] ?? ''];
      if (closer === undefined || start > before || (isCollection(node) && node.flow !== true)) return;
      if (text.length === 1 || !text.endsWith(closer)) opening = start;
    },
  });
  return opening;
}

/** Values that YAML does not read as text: an indicator at the start, words after a block indicator, a colon inside. */
const READ_OTHERWISE = /^[*&!%@`[{"']|^[|>][-+\d]*[ \t]*[^\s#]|:(\s|$)/u;

/** Where a value begins, in the line of a mistake, that YAML does not read as text: `text: **Bold**`. */
function unquotedText(source: SourceText, offset: number): number | undefined {
  const { line, column } = placeOf(offset, source);
  const [, before, value] = /^(\s*(?:- +)*(?:[\w$-]+:[ \t]+)?)(\S.*)$/u.exec(lineAt(source, line)) ?? [];
  if (before === undefined || value === undefined || !READ_OTHERWISE.test(value)) return undefined;
  return offset - (column - 1) + before.length;
}

/** Adds a hint to the problem of a value that is empty because YAML reads it as a comment: `text: # Title`. */
export function explainComment(problem: Problem, source: SourceText): Problem {
  const { line } = problem.origin;
  if (line === undefined || !problem.message.endsWith('found nothing')) return problem;
  if (!/:[ \t]+#/.test(lineAt(source, line))) return problem;
  return { ...problem, hint: `a value that begins with # is a comment in YAML: ${QUOTE}` };
}

function lineAt(source: SourceText, line: number): string {
  const start = source.lines.lineStarts[line - 1] ?? 0;
  return source.text.slice(start, start + 1000).split(/\r?\n/, 1)[0] ?? '';
}
