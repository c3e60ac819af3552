import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Scalar,
  visit,
  type YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { Note } from './conversation.ts';

/** An object or a list on one line is no longer than this, in characters of JSON. */
const LONGEST_LINE = 120;
const MODELINE = ' yaml-language-server: $schema=./schema.json';
const OPTIONS = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER } as const;

/** A scenario as the text of a file, as a person would write it. */
export function scenarioYaml(input: ScenarioInput, notes: readonly Note[] = []): string {
  const document = new Document(input, { aliasDuplicateObjects: false });
  visit(document, { Scalar: (_, node) => styleText(node), Seq: (_, node) => withoutPadding(node) });
  if (isMap(document.contents)) styleScenario(document.contents);
  for (const { path, text } of notes) {
    const node = path.length === 0 ? undefined : document.getIn(path, true);
    if (isNode(node)) node.commentBefore = ` ${oneLine(text)}`;
  }
  const head = notes.flatMap(({ path, text }) => (path.length === 0 ? [` ${oneLine(text)}`] : []));
  return [MODELINE, ...head].map((line) => `#${line}\n`).join('') + document.toString(OPTIONS);
}

const oneLine = (text: string) => text.replace(/[\p{C}\s]+/gu, ' ');

/** Characters that cannot be seen, or that are not in a YAML file as they are. */
const STRANGE = /[^\P{C}\n\u200c\u200d]|[\u2028\u2029\ufeff\u00a0\u0085]/u;
/** Space that would not be seen in lines. */
const ODD_SPACE = /^[\n ]|[ \t]\n|[ \t]$|\n\n$/;

/** A text of several lines is written as these, if they show all that is in it. */
function styleText(node: Scalar): undefined {
  const { value } = node;
  if (typeof value !== 'string') return;
  // `<<` alone would merge what follows it into its object.
  if (STRANGE.test(value) || value === '<<') node.type = Scalar.QUOTE_DOUBLE;
  else if (value.includes('\n'))
    node.type = ODD_SPACE.test(value) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
}

/** `[a, b]`, where an object is `{ a: b }`. */
function withoutPadding(node: YAMLSeq): undefined {
  node.toString = (context, ...rest) =>
    YAMLSeq.prototype.toString.call(node, context && { ...context, flowCollectionPadding: '' }, ...rest);
  for (const item of node.items) {
    if (!isMap(item)) continue;
    const map = Object.getPrototypeOf(item);
    item.toString = (context, ...rest) =>
      map.toString.call(item, context && { ...context, flowCollectionPadding: ' ' }, ...rest);
  }
}

function styleScenario({ items }: YAMLMap): void {
  for (const { key, value } of items) {
    const name = isScalar(key) ? key.value : key;
    if (name === 'reply') styleSteps(value);
    else if ((name === 'turns' || name === 'attempts') && isSeq(value)) {
      for (const outcome of value.items) if (isMap(outcome)) styleScenario(outcome);
    } else if (isCollection(value) && name !== 'match') styleValue(value);
  }
}

function styleSteps(steps: unknown): void {
  if (!isSeq(steps)) return;
  for (const step of steps.items) {
    if (!isMap(step)) continue;
    for (const { key, value } of step.items) {
      const isError = isScalar(key) && key.value === 'error';
      if (isCollection(value) && !isError) styleValue(value);
    }
  }
}

/** On one line if it fits, else with a line for each of its parts. */
function styleValue(node: YAMLMap | YAMLSeq): void {
  node.flow = fitsOneLine(node);
  if (node.flow) return;
  for (const item of node.items) {
    const value = isNode(item) ? item : (item as { value: unknown }).value;
    if (isCollection(value)) styleValue(value);
  }
}

function fitsOneLine(node: YAMLMap | YAMLSeq): boolean {
  const json = JSON.stringify(node);
  return json.length <= LONGEST_LINE && !json.includes('\\n');
}
