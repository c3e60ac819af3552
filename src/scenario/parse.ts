import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { dropDuplicates } from './collection.ts';
import { createLocator, placeOf, type SourceText } from './problems/locate.ts';
import type { Problem } from './problems/problem.ts';
import { checkSyntax, explainComment, findDuplicateKeys } from './problems/yaml-syntax.ts';
import { type Checked, checkValue } from './scenario.ts';

/** The longest file that is read, in characters: scenarios are small, and a wrong path may hold anything. */
export const LONGEST_FILE = 1_000_000;
/** A document of as many characters may have thousands of keys. */
const LONG = 100_000;
/** How many nodes the aliases of one document may expand to: more is an attack, or a mistake. */
const MOST_ALIASES = 100;

/**
 * The scenarios of a file: YAML or JSON, one a document. Reports everything that is wrong with the file at once, and
 * never throws. A scenario with an error is left out.
 *
 * @param file how problems and scenarios name the file
 */
export function parseScenarios(text: string, file?: string): Checked {
  const origin = file === undefined ? {} : { file };
  if (text.length > LONGEST_FILE) {
    const message = `the file has ${text.length} characters`;
    const hint = `a scenario file has at most ${LONGEST_FILE}`;
    return { scenarios: [], problems: [{ severity: 'error', message, hint, origin }] };
  }
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const checked = splitDocuments(text).flatMap((part) =>
    checkPart(part.text, { text, lines, offset: part.offset, ...origin }),
  );
  const { unique, duplicates } = dropDuplicates(checked.flatMap(({ scenarios }) => scenarios));
  const problems = [...checked.flatMap((one) => one.problems), ...duplicates];
  if (unique.length === 0 && problems.length === 0) {
    problems.push({ severity: 'warning', message: 'there is no scenario in this file', origin });
  }
  return { scenarios: unique, problems: problems.sort(inOrder) };
}

/** Splits a text at each line of `---`, also inside quotes, so that an unclosed quote does not hide later documents. */
function splitDocuments(text: string): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const marker of text.matchAll(/^---(?=[ \t\r\n]|$)/gmu)) {
    const part = text.slice(offset, marker.index);
    // Directives and comments belong to the document after the marker.
    if (/^(?:\uFEFF?[ \t]*(?:[#%][^\n]*|\r)?\n)*$/u.test(part)) continue;
    parts.push({ text: part, offset });
    offset = marker.index;
  }
  parts.push({ text: text.slice(offset), offset });
  return parts;
}

/** How many brackets may be open at once: the parser of YAML takes time in the square of that. */
const MOST_OPEN = 1000;

function opensTooMany(text: string): boolean {
  let open = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > MOST_OPEN) return true;
  }
  return false;
}

function checkPart(text: string, source: SourceText): Checked[] {
  try {
    if (opensTooMany(text)) throw new RangeError('too many brackets are open');
    // The parser looks for keys that come twice in the square of their number.
    const uniqueKeys = text.length < LONG;
    const options = { merge: true, prettyErrors: false, logLevel: 'silent', uniqueKeys } as const;
    const documents = [...parseAllDocuments(text, options)];
    if (!uniqueKeys) documents.forEach(findDuplicateKeys);
    return documents.map((document) => checkDocument(document, source));
  } catch (error) {
    return [{ scenarios: [], problems: [unreadable(error, source)] }];
  }
}

function checkDocument(document: Document.Parsed, source: SourceText): Checked {
  const { problems, isReadable } = checkSyntax(document, source);
  if (!isReadable) return { scenarios: [], problems };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    return { scenarios: [], problems: [...problems, unreadable(error, source)] };
  }
  if (value === null && problems.length === 0) return { scenarios: [], problems };
  const checked = checkValue(value, createLocator(document, source), source.file);
  // A document with a syntax error is not served, even if the readable part of it is right.
  return {
    scenarios: problems.length > 0 ? [] : checked.scenarios,
    problems: [...problems, ...checked.problems.map((problem) => explainComment(problem, source))],
  };
}

function unreadable(error: unknown, source: SourceText): Problem {
  const origin = placeOf(0, source);
  const problem = (message: string, hint?: string): Problem => ({ severity: 'error', message, hint, origin });
  if (error instanceof RangeError) return problem('the document is nested too deeply');
  const why = error instanceof Error ? error.message : String(error);
  if (!/alias count/i.test(why)) return problem(`the document cannot be read: ${why}`);
  const hint = `aliases may stand for ${MOST_ALIASES} nodes at most`;
  return problem('the document repeats its anchors too often', hint);
}

const inOrder = ({ origin: a }: Problem, { origin: b }: Problem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
