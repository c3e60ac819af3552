import { SerdeError } from './error.ts';
import type { JsonContainer, JsonNode } from './json-node.ts';
import { readNumber } from './number.ts';
import type { Reader } from './reader.ts';
import { readString } from './string.ts';

/** How many lists and objects may stand in each other. Deeper values can only be stepped over: they get no nodes. */
const RECURSION_LIMIT = 127;

const STARTS_NUMBER = /[-\d]/;

// What stands for scalars with a syntax error.
const NO_TEXT: JsonNode = { type: 'string', value: '', start: 0, end: 0 };
const NO_NUMBER: JsonNode = { type: 'number', value: { kind: 'float', value: 0 }, start: 0, end: 0 };

/** Parses a JSON text up to its end or its first error. What comes after the value is not looked at. */
export function parseJson(reader: Reader): JsonNode {
  return new JsonParser(reader).parse();
}

interface OpenContainer {
  readonly node: JsonContainer;
  /** The key whose value comes next. */
  key: JsonNode | undefined;
}

/** Not recursive: a value that is stepped over may be of any depth. */
class JsonParser {
  readonly #reader: Reader;
  /** The containers that are open, outermost first. */
  readonly #open: OpenContainer[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  parse(): JsonNode {
    let node = this.#value();
    for (let around = this.#open.at(-1); around !== undefined; around = this.#open.at(-1)) {
      const isFirst = node === around.node;
      if (!isFirst) this.#add(around, node);
      if (around.node.skipError !== undefined) node = this.#close(around);
      else if (around.node.type === 'list') node = this.#nextItem(around, isFirst);
      else node = this.#nextEntry(around, isFirst);
    }
    return node;
  }

  /** Adds a value, or what is there in place of a key. */
  #add({ node: container, key }: OpenContainer, value: JsonNode): void {
    container.error ??= value.error;
    container.skipError ??= value.skipError;
    if (this.#open.length > RECURSION_LIMIT) return;
    if (container.type === 'list') container.items.push(value);
    else container.entries.push([key ?? value, value]);
  }

  #close({ node }: OpenContainer): JsonNode {
    node.end = this.#reader.index;
    this.#open.pop();
    return node;
  }

  #nextItem(list: OpenContainer, isFirst: boolean): JsonNode {
    const reader = this.#reader;
    const next = reader.skipSpace();
    if (next === '') return this.#broken('EOF while parsing a list');
    if (next === ']') {
      reader.index += 1;
      return this.#close(list);
    }
    if (isFirst) return this.#value();
    if (next !== ',') return this.#broken('expected `,` or `]`');
    reader.index += 1;
    if (reader.skipSpace() === ']') return this.#broken('trailing comma', 'expected value');
    return this.#value();
  }

  #nextEntry(object: OpenContainer, isFirst: boolean): JsonNode {
    const reader = this.#reader;
    let next = reader.skipSpace();
    object.key = undefined;
    if (next === '') return this.#broken('EOF while parsing an object');
    if (next === '}') {
      reader.index += 1;
      return this.#close(object);
    }
    if (!isFirst) {
      if (next !== ',') return this.#broken('expected `,` or `}`');
      reader.index += 1;
      next = reader.skipSpace();
      if (next === '') return this.#broken('EOF while parsing a value', 'EOF while parsing an object');
      if (next === '}') return this.#broken('trailing comma', 'key must be a string');
    }
    if (next !== '"') return this.#broken('key must be a string');
    const key = this.#value();
    object.node.error ??= key.error;
    if (key.skipError !== undefined) return key;
    object.key = key;
    const colon = reader.skipSpace();
    if (colon === '') return this.#broken('EOF while parsing an object');
    if (colon !== ':') return this.#broken('expected `:`');
    reader.index += 1;
    return this.#value();
  }

  /** Reads a scalar, or the bracket that opens a container. */
  #value(): JsonNode {
    const reader = this.#reader;
    const next = reader.skipSpace();
    const start = reader.index;
    switch (next) {
      case '"':
        return this.#scalar(NO_TEXT, (skip) => {
          const value = readString(reader, skip);
          return { type: 'string', value, start, end: reader.index };
        });
      case '[':
        return this.#container({ type: 'list', items: [], start, end: start });
      case '{':
        return this.#container({ type: 'object', entries: [], start, end: start });
      case 'n':
        return this.#literal('null', { type: 'null', start, end: start + 4 });
      case 't':
        return this.#literal('true', { type: 'boolean', value: true, start, end: start + 4 });
      case 'f':
        return this.#literal('false', { type: 'boolean', value: false, start, end: start + 5 });
      case '':
        return this.#broken('EOF while parsing a value');
      default:
        if (!STARTS_NUMBER.test(next)) return this.#broken('expected value');
        return this.#scalar(NO_NUMBER, (skip) => {
          const value = readNumber(reader, skip);
          return { type: 'number', value, start, end: reader.index };
        });
    }
  }

  #container(node: JsonContainer): JsonContainer {
    if (this.#open.length === RECURSION_LIMIT) node.error = this.#reader.error('recursion limit exceeded');
    this.#reader.index += 1;
    this.#open.push({ node, key: undefined });
    return node;
  }

  #literal(text: string, node: JsonNode): JsonNode {
    return this.#scalar(node, () => {
      readLiteral(this.#reader, text);
      return node;
    });
  }

  /** Reads a scalar. One with an error is read once more, as serde_json steps over it. */
  #scalar(failed: JsonNode, read: (skip: boolean) => JsonNode): JsonNode {
    const reader = this.#reader;
    const start = reader.index;
    try {
      return read(false);
    } catch (error) {
      if (!(error instanceof SerdeError)) throw error;
      reader.index = start;
      const skipError = errorOf(() => read(true));
      return { ...failed, start, end: reader.index, error, skipError };
    }
  }

  /** Nothing follows: an error is added to all that is open. */
  #broken(message: string, skipMessage = message): JsonNode {
    const { index } = this.#reader;
    const [error, skipError] = [this.#reader.error(message), this.#reader.error(skipMessage)];
    return { type: 'broken', start: index, end: index, error, skipError };
  }
}

function readLiteral(reader: Reader, text: string): void {
  for (const letter of text) {
    const next = reader.peek();
    if (next === '') throw reader.error('EOF while parsing a value');
    if (next !== letter) throw reader.error('expected ident');
    reader.index += 1;
  }
}

function errorOf(read: () => unknown): SerdeError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SerdeError) return error;
    throw error;
  }
}
