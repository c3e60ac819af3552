import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { dropDuplicates } from './names.ts';
import { createLocator, placeOf, type SourceText } from './problems/locate.ts';
import type { Problem } from './problems/problem.ts';
import { checkSyntax, sharpenComment } from './problems/yaml-syntax.ts';
import { type Checked, checkValue } from './scenario.ts';

/** The longest file that is read, in characters: scenarios are small, and a wrong path may hold anything. */
export const LONGEST_FILE = 1_000_000;
/** How often anchors may be used in one document, expanded: beyond it is an attack, or a mistake. */
const MOST_ALIASES = 100;

/**
 * The scenarios of a file: YAML or JSON, one a document. Says everything that is wrong with the file at once, and
 * never throws. A scenario with an error is left out; the others of the file are there.
 *
 * @param file how problems and scenarios name the file
 * @example
 * const { scenarios, problems } = parseScenarios('name: hello\nreply:\n  - text: Hello\n', 'hello.yaml');
 */
export function parseScenarios(text: string, file?: string): Checked {
  const named = file === undefined ? {} : { file };
  const refuse = (severity: Problem['severity'], message: string, hint?: string): Checked => ({
    scenarios: [],
    problems: [{ severity, message, ...(hint === undefined ? {} : { hint }), origin: { ...named } }],
  });
  if (text.length > LONGEST_FILE) {
    return refuse(
      'error',
      `the file has ${text.length} characters`,
      `a scenario file has at most ${LONGEST_FILE}`,
    );
  }
  const lines = new LineCounter();
  for (let start = 0; start !== -1; start = nextLine(text, start)) lines.addNewLine(start);
  const checked = splitDocuments(text).map((part) =>
    checkPart(part.text, { text, lines, offset: part.offset, ...named }),
  );
  const scenarios = checked.flatMap((part) => part.scenarios);
  const problems = checked.flatMap((part) => part.problems);
  if (scenarios.length === 0 && problems.length === 0)
    return refuse('warning', 'there is no scenario in this file');
  const { unique, duplicates } = dropDuplicates(scenarios);
  return { scenarios: unique, problems: inOrder([...problems, ...duplicates]) };
}

function nextLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? -1 : end + 1;
}

/**
 * A line of `---` ends a document wherever it stands, also inside quotes: splitting there first keeps a quote that is
 * never closed from swallowing the documents after it.
 */
function splitDocuments(text: string): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const marker of text.matchAll(/^---(?=[ \t\r\n]|$)/gmu)) {
    const part = text.slice(offset, marker.index);
    // Directives and comments belong to the document after the marker.
    if (/^(?:\uFEFF?[ \t]*(?:[#%][^\n]*)?\r?\n)*$/u.test(part)) continue;
    parts.push({ text: part, offset });
    offset = marker.index;
  }
  parts.push({ text: text.slice(offset), offset });
  return parts;
}

function checkPart(text: string, source: SourceText): Checked {
  try {
    const documents = parseAllDocuments(text, { merge: true, prettyErrors: false, logLevel: 'silent' });
    const checked = [...documents].map((document) => checkDocument(document, source));
    return { scenarios: checked.flatMap((c) => c.scenarios), problems: checked.flatMap((c) => c.problems) };
  } catch (error) {
    return { scenarios: [], problems: [unreadable(error, source)] };
  }
}

function checkDocument(document: Document.Parsed, source: SourceText): Checked {
  const { problems, readable } = checkSyntax(document, source);
  if (!readable) return { scenarios: [], problems };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    return { scenarios: [], problems: [...problems, unreadable(error, source)] };
  }
  if (value === null && problems.length === 0 && document.errors.length === 0)
    return { scenarios: [], problems };
  const locate = createLocator(document, source);
  const checked = checkValue(value, locate, {
    ...(source.file === undefined ? {} : { file: source.file }),
    sharpen: (finding) => sharpenComment(finding, locate, source),
  });
  // A document with a mistake of syntax is not served, even if what can be read of it is right.
  const broken = problems.some(({ severity }) => severity === 'error');
  return { scenarios: broken ? [] : checked.scenarios, problems: [...problems, ...checked.problems] };
}

function unreadable(error: unknown, source: SourceText): Problem {
  const origin = placeOf(0, source);
  if (error instanceof RangeError)
    return { severity: 'error', message: 'the document is nested too deeply', origin };
  const why = error instanceof Error ? error.message : String(error);
  if (/alias count/i.test(why)) {
    const message = 'the document repeats its anchors too often';
    return {
      severity: 'error',
      message,
      hint: `aliases may stand for ${MOST_ALIASES} nodes at most`,
      origin,
    };
  }
  return { severity: 'error', message: `the document cannot be read: ${why}`, origin };
}

const inOrder = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort(
    (a, b) => (a.origin.line ?? 0) - (b.origin.line ?? 0) || (a.origin.column ?? 0) - (b.origin.column ?? 0),
  );
