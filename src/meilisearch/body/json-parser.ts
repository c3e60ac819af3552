import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  startsNumber,
} from './bytes.ts';
import { SerdeError } from './error.ts';
import type { JsonContainer, JsonNode } from './json-node.ts';
import { readNumber } from './number.ts';
import { Reader } from './reader.ts';
import { readString } from './string.ts';

/** How many lists and objects may stand in each other. Deeper values can only be stepped over: they get no nodes. */
const RECURSION_LIMIT = 127;

/** Parses a JSON text up to its end or its first error. What comes after the value is not looked at. */
export function parseJson(bytes: Uint8Array): JsonNode {
  return new JsonParser(bytes).parse();
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

  constructor(bytes: Uint8Array) {
    this.#reader = new Reader(bytes);
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
    const byte = reader.skipSpace();
    if (byte < 0) return this.#broken('EOF while parsing a list');
    if (byte === CLOSE_BRACKET) {
      reader.index += 1;
      return this.#close(list);
    }
    if (isFirst) return this.#value();
    if (byte !== COMMA) return this.#broken('expected `,` or `]`');
    reader.index += 1;
    if (reader.skipSpace() === CLOSE_BRACKET) return this.#broken('trailing comma', 'expected value');
    return this.#value();
  }

  #nextEntry(object: OpenContainer, isFirst: boolean): JsonNode {
    const reader = this.#reader;
    let byte = reader.skipSpace();
    object.key = undefined;
    if (byte < 0) return this.#broken('EOF while parsing an object');
    if (byte === CLOSE_BRACE) {
      reader.index += 1;
      return this.#close(object);
    }
    if (!isFirst) {
      if (byte !== COMMA) return this.#broken('expected `,` or `}`');
      reader.index += 1;
      byte = reader.skipSpace();
      if (byte < 0) return this.#broken('EOF while parsing a value', 'EOF while parsing an object');
      if (byte === CLOSE_BRACE) return this.#broken('trailing comma', 'key must be a string');
    }
    if (byte !== QUOTE) return this.#broken('key must be a string');
    const key = this.#string();
    object.node.error ??= key.error;
    if (key.skipError !== undefined) return key;
    object.key = key;
    const colon = reader.skipSpace();
    if (colon < 0) return this.#broken('EOF while parsing an object');
    if (colon !== COLON) return this.#broken('expected `:`');
    reader.index += 1;
    return this.#value();
  }

  /** Reads a scalar, or the bracket that opens a container. */
  #value(): JsonNode {
    const reader = this.#reader;
    const byte = reader.skipSpace();
    const start = reader.index;
    switch (byte) {
      case QUOTE:
        return this.#string();
      case OPEN_BRACKET:
        return this.#container({ type: 'list', items: [], start, end: start });
      case OPEN_BRACE:
        return this.#container({ type: 'object', entries: [], start, end: start });
      case LOWER_N:
        return { type: 'null', ...this.#extent(() => readIdent(reader, 'null')) };
      case LOWER_T:
        return { type: 'boolean', ...this.#extent(() => readIdent(reader, 'true')), value: true };
      case LOWER_F:
        return { type: 'boolean', ...this.#extent(() => readIdent(reader, 'false')), value: false };
      default:
        if (startsNumber(byte)) {
          const number = this.#extent((skip) => readNumber(reader, skip));
          return { type: 'number', ...number, value: number.value ?? { kind: 'float', value: 0 } };
        }
        return this.#broken(byte < 0 ? 'EOF while parsing a value' : 'expected value');
    }
  }

  #container(container: JsonContainer): JsonContainer {
    if (this.#open.length >= RECURSION_LIMIT) {
      container.error = this.#reader.error('recursion limit exceeded');
    }
    this.#reader.index += 1;
    this.#open.push({ node: container, key: undefined });
    return container;
  }

  #string(): JsonNode {
    const string = this.#extent((skip) => readString(this.#reader, skip));
    return { type: 'string', ...string, value: string.value ?? '' };
  }

  /** Reads a scalar. Where it is not as it should be, it is read once more as serde_json steps over it. */
  #extent<T>(read: (skip: boolean) => T) {
    const reader = this.#reader;
    const start = reader.index;
    const { value, error } = attempt(() => read(false));
    if (error === undefined) return { start, end: reader.index, value };
    reader.index = start;
    const { error: skipError } = attempt(() => read(true));
    return { start, end: reader.index, error, skipError };
  }

  /** Nothing follows: an error is added to all that is open. */
  #broken(message: string, skipMessage = message): JsonNode {
    const { index } = this.#reader;
    const [error, skipError] = [this.#reader.error(message), this.#reader.error(skipMessage)];
    return { type: 'broken', start: index, end: index, error, skipError };
  }
}

function readIdent(reader: Reader, ident: string): void {
  for (const letter of ident) {
    const byte = reader.peek();
    if (byte < 0) throw reader.error('EOF while parsing a value');
    if (byte !== letter.charCodeAt(0)) throw reader.error('expected ident');
    reader.index += 1;
  }
}

function attempt<T>(read: () => T): { readonly value?: T; readonly error?: SerdeError } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof SerdeError) return { error };
    throw error;
  }
}
