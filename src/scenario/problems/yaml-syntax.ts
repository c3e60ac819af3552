import { type Document, isCollection, isScalar, visit, type YAMLParseError } from 'yaml';
import type { Locator } from '../scenario.ts';
import type { Finding } from './finding.ts';
import { placeOf, type SourceText } from './locate.ts';
import type { Problem } from './problem.ts';
import { quoted } from './wording.ts';

/** What follows the first mistakes of a document is mostly their echo. */
const MOST = 5;

/** Mistakes that leave the rest of the document readable: its contents are checked all the same. */
const HARMLESS = new Set(['DUPLICATE_KEY', 'TAB_AS_INDENT', 'BAD_DQ_ESCAPE']);

const QUOTE = 'put the value in quotes, or write a block: "text: |", and the text indented below';

/** What YAML makes of a plain text that begins with one of these. */
const MEANINGS: Readonly<Record<string, string>> = {
  '*': 'an alias',
  '&': 'an anchor',
  '!': 'a tag',
  '[': 'a list',
  '{': 'an object',
  '"': 'a text that ends with the next quote',
  "'": 'a text that ends with the next quote',
  '%': 'a directive',
  '@': 'reserved for the future',
  '`': 'reserved for the future',
};

interface Said {
  readonly message: string;
  readonly hint?: string;
  /** Where it is, if that is elsewhere than YAML noticed it: an offset in the document. */
  readonly offset?: number;
}

/** What is wrong with a document as YAML, and whether its contents are worth looking at. */
export function checkSyntax(
  document: Document.Parsed,
  source: SourceText,
): { problems: Problem[]; readable: boolean } {
  const problems: Problem[] = [];
  const linesSeen = new Set<number>();
  for (const error of document.errors) {
    const { line } = placeOf(error.pos[0], source);
    if (linesSeen.has(line) || problems.length === MOST) continue;
    linesSeen.add(line);
    const { offset = error.pos[0], ...said } = explain(error, document, source);
    problems.push({ severity: 'error', ...said, origin: placeOf(offset, source) });
  }
  const lost = problems.length > 0 ? [] : lostText(document, source);
  return {
    problems: [...problems, ...lost],
    readable: lost.length === 0 && document.errors.every(({ code }) => HARMLESS.has(code)),
  };
}

function explain(error: YAMLParseError, document: Document.Parsed, source: SourceText): Said {
  const said = { message: sentence(error.message) };
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return {
        message: `the key ${quoted(keyAt(source, error))} is there twice`,
        hint: 'keep one of the two',
      };
    case 'TAB_AS_INDENT':
      return { message: 'YAML does not allow tabs as indentation', hint: 'use spaces' };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'the document is nested too deeply', offset: 0 };
    case 'MULTILINE_IMPLICIT_KEY':
      return { ...said, hint: 'is a space missing after a colon, or the indentation wrong?' };
    case 'MISSING_CHAR':
    case 'BAD_INDENT':
      return unclosed(document, source, error.pos[0]) ?? misread(error, source) ?? said;
    default:
      return misread(error, source) ?? said;
  }
}

/** A plain text in the line of an error that YAML takes for something else: `text: **Bold**`. */
function misread(error: YAMLParseError, source: SourceText): Said | undefined {
  const { line, column } = placeOf(error.pos[0], source);
  const text = lineAt(source, line);
  const [, before, value] = /^(\s*(?:- +)*(?:[\w$-]+:[ \t]+)?)(\S.*)$/u.exec(text) ?? [];
  if (before === undefined || value === undefined) return undefined;
  const offset = error.pos[0] - (column - 1) + before.length;
  if (/^[|>][-+\d]*[ \t]*[^\s#]/u.test(value)) {
    return { message: `after "${value[0]}" the text begins on the next line, indented`, offset };
  }
  const meaning = MEANINGS[value[0] ?? ''];
  if (meaning !== undefined) {
    return { message: `a value that begins with ${value[0]} is ${meaning} in YAML`, hint: QUOTE, offset };
  }
  if (!/:(\s|$)/u.test(value)) return undefined;
  return { message: 'a value with ": " in it reads as another key', hint: QUOTE, offset };
}

/** The quote or bracket before an error that is opened and not closed: YAML notices it only where the document ends. */
function unclosed(document: Document.Parsed, source: SourceText, before: number): Said | undefined {
  let found: Said | undefined;
  visit(document, {
    Node: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      const closer = CLOSERS[source.text[source.offset + start] ?? ''];
      const opens =
        (isCollection(node) && node.flow === true) ||
        (isScalar(node) && node.type?.startsWith('QUOTE') === true);
      if (!opens || closer === undefined || start > before) return;
      const text = source.text.slice(source.offset + start, source.offset + end);
      if (text.length > 1 && text.endsWith(closer)) return;
      found = { message: `this ${text[0]} is never closed`, offset: start };
    },
  });
  return found;
}

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** Text that YAML drops without an error: names of anchors that there are not, and tags that it does not know. */
function lostText(document: Document.Parsed, source: SourceText): Problem[] {
  const problems: Problem[] = [];
  const add = (message: string, hint: string, offset: number): void => {
    if (problems.length < MOST)
      problems.push({ severity: 'error', message, hint, origin: placeOf(offset, source) });
  };
  visit(document, {
    Alias: (_, node) => {
      if (problems.length === MOST || node.resolve(document) !== undefined) return;
      const hint = `if it is a text that begins with *, ${QUOTE}`;
      add(
        `*${node.source} is an alias, and this document has no anchor &${node.source}`,
        hint,
        node.range?.[0] ?? 0,
      );
    },
  });
  for (const warning of document.warnings) {
    const tag = /^Unresolved tag: (.*)$/su.exec(warning.message)?.[1];
    if (tag === undefined) add(sentence(warning.message), QUOTE, warning.pos[0]);
    else
      add(
        `${quoted(tag)} is a tag, and scenarios have none`,
        `if it is a text that begins with !, ${QUOTE}`,
        warning.pos[0],
      );
  }
  return problems;
}

function lineAt(source: SourceText, line: number): string {
  const start = source.lines.lineStarts[line - 1] ?? 0;
  return source.text.slice(start, start + 1000).split(/\r?\n/, 1)[0] ?? '';
}

function keyAt(source: SourceText, error: YAMLParseError): string {
  const start = source.offset + error.pos[0];
  return /^(["']?)([^"':\n]*)\1/u.exec(source.text.slice(start, start + 100))?.[2]?.trim() ?? '';
}

/** The library's message as the middle of a line: no capital, no full stop. */
const sentence = (message: string): string =>
  (/^[A-Z][a-z]/.test(message) ? message.charAt(0).toLowerCase() + message.slice(1) : message).replace(
    /\.$/u,
    '',
  );

/** Tells of a value that is empty because YAML took it for a comment: `text: # Title`. */
export function sharpenComment(finding: Finding, locate: Locator, source: SourceText): Finding {
  if (!finding.message.endsWith('found nothing')) return finding;
  const { line } = locate(finding.path, 'key');
  if (line === undefined || !/:[ \t]+#/.test(lineAt(source, line))) return finding;
  return { ...finding, hint: `a value that begins with # is a comment in YAML: ${QUOTE}` };
}
