import { debugFloat } from '../../body/debug.ts';
import { entriesOf, type JsonNode } from '../../body/json-node.ts';
import type { Shape, ShapeOf } from '../../body/shape.ts';
import type { ErrorCode } from '../../error-codes.ts';
import { type MeiliError, meiliError } from '../../errors.ts';
import { deserrHint } from './hint.ts';

/** Where the walk is: the path as errors write it (`.prompts.system`), and the code that holds there. */
interface Place {
  readonly path: string;
  readonly code: ErrorCode;
}

/**
 * The error for the first thing that is wrong with a JSON value, in the order of the document; undefined when it is of
 * the shape. This is how Meilisearch reads all bodies but that of a chat completion.
 */
export function findTrouble(value: JsonNode, shape: Shape): MeiliError | undefined {
  return walk(value, shape, { path: '', code: 'bad_request' });
}

function walk(value: JsonNode, shape: Shape, place: Place): MeiliError | undefined {
  switch (shape.type) {
    case 'option':
      return value.type === 'null' ? undefined : walk(value, shape.some, place);
    case 'string':
    case 'boolean':
      return value.type === shape.type ? undefined : wrongType(value, `a ${shape.type}`, place);
    case 'units':
      return walkVariant(value, shape.variants, place);
    case 'struct':
      return walkObject(value, shape, place);
    default:
      throw new Error(`No route reads a ${shape.type} with deserr.`);
  }
}

function walkVariant(value: JsonNode, variants: readonly string[], place: Place): MeiliError | undefined {
  if (value.type !== 'string') return wrongType(value, 'a string', place);
  if (variants.includes(value.value)) return undefined;
  const message = `Unknown value \`${value.value}\`${at(place)}: ${choices(value.value, variants)}`;
  return meiliError(place.code, message);
}

function walkObject(value: JsonNode, { fields }: ShapeOf<'struct'>, place: Place): MeiliError | undefined {
  if (value.type !== 'object') return wrongType(value, 'an object', place);
  const entries = entriesOf(value);
  for (const [key, element] of entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) {
      const expected = choices(key, Object.keys(fields));
      return meiliError(place.code, `Unknown field \`${key}\`${at(place, ' inside')}: ${expected}`);
    }
    const code = field.code ?? place.code;
    const trouble = walk(element, field, { path: `${place.path}.${key}`, code });
    if (trouble !== undefined) return trouble;
  }
  for (const [name, { type, code = place.code }] of Object.entries(fields)) {
    if (type === 'option' || entries.has(name)) continue;
    return meiliError(code, `Missing field \`${name}\`${at(place, ' inside')}`);
  }
  return undefined;
}

const KINDS = {
  null: 'null',
  boolean: 'a boolean',
  string: 'a string',
  list: 'an array',
  object: 'an object',
};
const NUMBERS = { float: 'a number', signed: 'a negative integer', unsigned: 'a positive integer' };

function wrongType(value: JsonNode, expected: string, place: Place): MeiliError {
  const kind = value.type === 'number' ? NUMBERS[value.value.kind] : KINDS[value.type];
  const found = value.type === 'null' ? kind : `${kind}: \`${jsonText(value)}\``;
  return meiliError(place.code, `Invalid value type${at(place)}: expected ${expected}, but found ${found}`);
}

/** A JSON value as compact JSON, as serde_json writes it: a float stays one (`1.0`), whole numbers keep all digits. */
function jsonText(node: JsonNode): string {
  switch (node.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(node.value);
    case 'number':
      return node.value.kind === 'float' ? debugFloat(node.value.value) : String(node.value.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'list':
      return `[${node.items.map(jsonText).join(',')}]`;
    case 'object':
      return `{${[...entriesOf(node)].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`;
    default:
      return node satisfies never;
  }
}

function at({ path }: Place, article = ' at'): string {
  return path === '' ? '' : `${article} \`${path}\``;
}

/** What may stand there, and what was probably meant. */
export function choices(found: string, accepted: readonly string[]): string {
  return `${deserrHint(found, accepted)}expected one of ${accepted.map((name) => `\`${name}\``).join(', ')}`;
}
