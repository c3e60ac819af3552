import type { Content } from '../../body/content.ts';
import type { ErrorCode } from '../../error-codes.ts';
import { didYouMean } from './did-you-mean.ts';
import { entriesOf, jsonText } from './json-text.ts';
import type { DeserrObject, DeserrShape } from './shape.ts';

/** What is wrong with a value, in deserr's words. */
export interface DeserrTrouble {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Where the walk is: the path as errors write it (`.prompts.system`, `.sort[0]`), and the code that holds there. */
interface Place {
  readonly path: string;
  readonly code: ErrorCode;
}

/**
 * The first thing that is wrong with a JSON value, in the order of the document; undefined when it is of the shape.
 *
 * @param code the code of what has no code of its own
 */
export function findTrouble(
  value: Content,
  shape: DeserrShape,
  code: ErrorCode = 'bad_request',
): DeserrTrouble | undefined {
  return walk(value, shape, { path: '', code });
}

function walk(value: Content, shape: DeserrShape, place: Place): DeserrTrouble | undefined {
  switch (shape.type) {
    case 'nullable':
      return value.type === 'null' ? undefined : walk(value, shape.some, place);
    case 'string':
      return value.type === 'string' ? undefined : wrongType(value, 'a string', place);
    case 'boolean':
      return value.type === 'boolean' ? undefined : wrongType(value, 'a boolean', place);
    case 'usize':
      return kindOf(value) === 'a positive integer'
        ? undefined
        : wrongType(value, 'a positive integer', place);
    case 'variant':
      return walkVariant(value, shape.variants, place);
    case 'list':
      return walkList(value, shape.item, place);
    case 'float':
      return walkFloat(value, shape.trouble, place);
    case 'object':
      return walkObject(value, shape, place);
    default:
      return shape satisfies never;
  }
}

function walkVariant(value: Content, variants: readonly string[], place: Place): DeserrTrouble | undefined {
  if (value.type !== 'string') return wrongType(value, 'a string', place);
  if (variants.includes(value.value)) return undefined;
  const message = `Unknown value \`${value.value}\`${at(place)}: ${choices(value.value, variants)}`;
  return { code: place.code, message };
}

function walkList(value: Content, item: DeserrShape, place: Place): DeserrTrouble | undefined {
  if (value.type !== 'sequence') return wrongType(value, 'an array', place);
  for (const [index, element] of value.items.entries()) {
    const trouble = walk(element, item, { ...place, path: `${place.path}[${index}]` });
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function walkFloat(
  value: Content,
  trouble: (value: number) => string | undefined,
  place: Place,
): DeserrTrouble | undefined {
  if (value.type !== 'number') return wrongType(value, 'a number', place);
  const found = trouble(Number(value.value.value));
  return found === undefined
    ? undefined
    : { code: place.code, message: `Invalid value${at(place)}: ${found}` };
}

function walkObject(value: Content, { fields }: DeserrObject, place: Place): DeserrTrouble | undefined {
  if (value.type !== 'map') return wrongType(value, 'an object', place);
  const entries = entriesOf(value);
  for (const [key, element] of entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) {
      const message = `Unknown field \`${key}\`${at(place, ' inside')}: ${choices(key, Object.keys(fields))}`;
      return { code: place.code, message };
    }
    const code = field.code ?? place.code;
    const trouble = walk(element, field.shape, { path: `${place.path}.${key}`, code });
    if (trouble !== undefined) return trouble;
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required === undefined || entries.some(([name]) => name === key)) continue;
    const code = field.code ?? place.code;
    return { code, message: `Missing field \`${key}\`${at(place, ' inside')}` };
  }
  return undefined;
}

function wrongType(value: Content, expected: string, place: Place): DeserrTrouble {
  const found = value.type === 'null' ? 'null' : `${kindOf(value)}: \`${jsonText(value)}\``;
  return {
    code: place.code,
    message: `Invalid value type${at(place)}: expected ${expected}, but found ${found}`,
  };
}

function kindOf(value: Content): string {
  switch (value.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'a boolean';
    case 'string':
      return 'a string';
    case 'sequence':
      return 'an array';
    case 'map':
      return 'an object';
    case 'number':
      if (value.value.kind === 'float') return 'a number';
      return value.value.kind === 'signed' ? 'a negative integer' : 'a positive integer';
    default:
      return value satisfies never;
  }
}

function at({ path }: Place, article = ' at'): string {
  return path === '' ? '' : `${article} \`${path}\``;
}

/** What may stand there, and what was perhaps meant. */
export function choices(found: string, accepted: readonly string[]): string {
  return `${didYouMean(found, accepted)}expected one of ${accepted.map((name) => `\`${name}\``).join(', ')}`;
}
