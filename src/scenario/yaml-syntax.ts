import { type Document, visit, type YAMLParseError } from 'yaml';
import type { Finding } from './finding.ts';
import { placeOf, type SourceText } from './locate.ts';
import type { Problem } from './problem.ts';
import type { Locator } from './scenario.ts';
import { quoted } from './wording.ts';

/** What follows the first mistakes of a document is mostly their echo. */
const MOST = 5;

/** Mistakes that leave the rest of the document readable: its contents are checked all the same. */
const HARMLESS = new Set(['DUPLICATE_KEY', 'TAB_AS_INDENT', 'BAD_DQ_ESCAPE']);

/** What is wrong with a document as YAML, and whether its contents are worth looking at. */
export function checkSyntax(
  document: Document.Parsed,
  source: SourceText,
): { problems: Problem[]; readable: boolean } {
  const errors: Problem[] = [];
  const linesSeen = new Set<number>();
  for (const error of document.errors) {
    const place = placeOf(error.pos[0], source);
    if (linesSeen.has(place.line) || errors.length === MOST) continue;
    linesSeen.add(place.line);
    errors.push({
      severity: 'error',
      ...explain(error, document, lineAt(source, place.line), source),
      origin: place,
    });
  }
  const aliases = linesSeen.size > 0 ? [] : unresolvedAliases(document, source);
  const warnings = document.warnings.map(
    (warning): Problem => ({
      severity: 'warning',
      message: sentence(warning.message),
      origin: placeOf(warning.pos[0], source),
    }),
  );
  return {
    problems: [...errors, ...aliases, ...warnings],
    readable: aliases.length === 0 && document.errors.every(({ code }) => HARMLESS.has(code)),
  };
}

function explain(
  error: YAMLParseError,
  document: Document.Parsed,
  line: string,
  source: SourceText,
): { message: string; hint?: string } {
  const value = /^\s*(?:- +)*[\w$-]+:[ \t]+(\S.*)$/u.exec(line)?.[1] ?? /^\s*-[ \t]+(\S.*)$/u.exec(line)?.[1];
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return {
        message: `the key ${quoted(keyAt(source, error))} is there twice`,
        hint: 'one of the two is lost',
      };
    case 'TAB_AS_INDENT':
      return { message: 'YAML does not allow tabs as indentation', hint: 'use spaces' };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: sentence(error.message),
        hint: 'is a space missing after a colon, or the indentation wrong?',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (value !== undefined && /:\s/.test(value))
        return { message: 'a value with ": " in it reads as another key', hint: QUOTE };
      break;
    case 'BAD_INDENT':
      return { message: sentence(error.message), hint: 'is a bracket not closed?' };
    case 'MISSING_CHAR':
      if (/quote/.test(error.message))
        return { message: 'a quote is opened and not closed', ...openedAt(document, source) };
      break;
    default:
      break;
  }
  return { message: sentence(error.message), ...valueHint(value) };
}

const QUOTE = 'put the value in quotes, or write it as a block: "text: |", and the text indented below';

function valueHint(value: string | undefined): { hint?: string } {
  if (value === undefined) return {};
  if (/^[|>][-+\d]*\s*[^\s#]/.test(value))
    return { hint: `after "${value[0]}" the text begins on the next line, indented` };
  if (/^[*&!@`%[{"'|>]/.test(value))
    return { hint: `a value that begins with ${value[0]} means something else in YAML: ${QUOTE}` };
  return {};
}

/** Where the quote that is never closed was opened: the error itself is at the end of the document. */
function openedAt(document: Document.Parsed, source: SourceText): { hint?: string } {
  let start: number | undefined;
  visit(document, {
    Scalar: (_, node) => {
      if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') start = node.range?.[0];
    },
  });
  return start === undefined ? {} : { hint: `it was opened in line ${placeOf(start, source).line}` };
}

function unresolvedAliases(document: Document.Parsed, source: SourceText): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_, node) => {
      if (problems.length === MOST || node.resolve(document) !== undefined) return;
      problems.push({
        severity: 'error',
        message: `*${node.source} is an alias of an anchor that this document does not have`,
        hint: `if it is a text that begins with *, ${QUOTE}`,
        origin: placeOf(node.range?.[0] ?? 0, source),
      });
    },
  });
  return problems;
}

const lineAt = (source: SourceText, line: number): string => {
  const start = source.lines.lineStarts[line - 1] ?? 0;
  return source.text.slice(start, start + 1000).split(/\r?\n/, 1)[0] ?? '';
};

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
