import type { Turns } from '../../turns.ts';
import { attempt, SerdeError } from './error.ts';
import { CONTAINERS, type JsonContainer, type JsonNode, type JsonValue } from './json-node.ts';
import { readNumber } from './number.ts';
import type { Reader } from './reader.ts';
import { readString } from './string.ts';

/** How many lists and objects may stand in each other. Deeper values can only be stepped over: they get no nodes. */
const RECURSION_LIMIT = 127;

const STARTS_NUMBER = /[-\d]/;

/** After so many values it is looked whether others should have their turn: looking takes longer than a value. */
const VALUES_BETWEEN = 256;

/** Stands for what was closed there. */
const CLOSED: JsonNode = { type: 'null', start: 0, end: 0 };

/** Reads a scalar. With `skip`, it is only stepped over: some errors do not count, and its value is of no use. */
type ReadScalar = (reader: Reader, skip: boolean) => JsonNode;

// What stands for scalars with a syntax error.
const NO_TEXT: JsonValue = { type: 'string', value: '' };
const NO_NUMBER: JsonValue = { type: 'number', value: { kind: 'float', value: 0 } };

const asString: ReadScalar = (reader, skip) => {
  const start = reader.index;
  return { type: 'string', value: readString(reader, skip), start, end: reader.index };
};
const asNumber: ReadScalar = (reader, skip) => {
  const start = reader.index;
  return { type: 'number', value: readNumber(reader, skip), start, end: reader.index };
};

interface OpenContainer {
  readonly node: JsonContainer;
  /** The key whose value comes next. */
  key: JsonNode | undefined;
}

/** What is open beyond the limit: one object for all, since millions may stand in each other. */
const DEEP: Readonly<Record<JsonContainer['type'], OpenContainer>> = {
  list: { node: { type: 'list', items: [], start: 0, end: 0 }, key: undefined },
  object: { node: { type: 'object', entries: [], start: 0, end: 0 }, key: undefined },
};

/**
 * Parses a JSON text up to its end or its first error. What comes after the value is not looked at. Not recursive: a value
 * that is stepped over may be of any depth.
 */
export class JsonParser {
  readonly #reader: Reader;
  /** The containers that are open, outermost first. */
  readonly #open: OpenContainer[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** @param turns between the slices, others have their turn */
  async parse(turns: Turns): Promise<JsonNode> {
    let node = this.#value();
    let values = 0;
    for (let around = this.#open.at(-1); around !== undefined; around = this.#open.at(-1)) {
      if (++values % VALUES_BETWEEN === 0 && turns.due) await turns.next();
      const isFirst = node === around.node;
      if (!isFirst) this.#add(around, node);
      if (isFirst || node.skipError === undefined) node = this.#next(around, isFirst);
      else node = this.#leave(around, node);
    }
    return node;
  }

  /** Adds a value, or what is there in place of a key. */
  #add(open: OpenContainer, value: JsonNode): void {
    if (this.#isDeep(open)) return;
    const { node: container, key = value } = open;
    open.key = undefined;
    container.error ??= value.error;
    container.skipError ??= value.skipError;
    if (this.#open.length > RECURSION_LIMIT) return;
    if (container.type === 'list') container.items.push(value);
    else container.entries.push([key, value]);
  }

  #close(open: OpenContainer): JsonNode {
    this.#open.pop();
    if (this.#isDeep(open)) return CLOSED;
    open.node.end = this.#reader.index;
    return open.node;
  }

  /** Nothing follows in a container, since a value in it is broken. All that is deep is left at once. */
  #leave(open: OpenContainer, broken: JsonNode): JsonNode {
    if (!this.#isDeep(open)) return this.#close(open);
    this.#open.length = RECURSION_LIMIT + 1;
    return broken;
  }

  #isDeep(open: OpenContainer): boolean {
    return open === DEEP.list || open === DEEP.object;
  }

  /** Reads on in a container, after its bracket or one of its values. */
  #next(container: OpenContainer, isFirst: boolean): JsonNode {
    const reader = this.#reader;
    const isList = container.node.type === 'list';
    const { close, name } = CONTAINERS[container.node.type];
    const next = reader.skipSpace();
    if (next === '') return this.#broken(`EOF while parsing ${name}`);
    if (next === close) {
      reader.index += 1;
      return this.#close(container);
    }
    if (!isFirst) {
      if (next !== ',') return this.#broken(`expected \`,\` or \`${close}\``);
      reader.index += 1;
      if (reader.skipSpace() === close) {
        return this.#broken('trailing comma', isList ? 'expected value' : 'key must be a string');
      }
    }
    return isList ? this.#value() : this.#entry(container);
  }

  #entry(object: OpenContainer): JsonNode {
    const reader = this.#reader;
    const next = reader.peek();
    if (next === '') return this.#broken('EOF while parsing a value', 'EOF while parsing an object');
    if (next !== '"') return this.#broken('key must be a string');
    const key = this.#value();
    if (key.skipError !== undefined) return key;
    if (!this.#isDeep(object)) {
      object.node.error ??= key.error;
      object.key = key;
    }
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
        return this.#scalar(NO_TEXT, asString);
      case '[':
        return this.#container({ type: 'list', items: [], start, end: start });
      case '{':
        return this.#container({ type: 'object', entries: [], start, end: start });
      case 'n':
        return this.#literal('null', { type: 'null' });
      case 't':
        return this.#literal('true', { type: 'boolean', value: true });
      case 'f':
        return this.#literal('false', { type: 'boolean', value: false });
      case '':
        return this.#broken('EOF while parsing a value');
      default:
        if (!STARTS_NUMBER.test(next)) return this.#broken('expected value');
        return this.#scalar(NO_NUMBER, asNumber);
    }
  }

  #container(node: JsonContainer): JsonContainer {
    if (this.#open.length > RECURSION_LIMIT) {
      this.#reader.index += 1;
      const deep = DEEP[node.type];
      this.#open.push(deep);
      return deep.node;
    }
    if (this.#open.length === RECURSION_LIMIT) node.error = this.#reader.error('recursion limit exceeded');
    this.#reader.index += 1;
    this.#open.push({ node, key: undefined });
    return node;
  }

  #literal(text: string, value: JsonValue): JsonNode {
    return this.#scalar(value, (reader) => {
      const start = reader.index;
      for (const letter of text) {
        const next = reader.peek();
        if (next === '') throw reader.error('EOF while parsing a value');
        if (next !== letter) throw reader.error('expected ident');
        reader.index += 1;
      }
      return { ...value, start, end: reader.index };
    });
  }

  /** Reads a scalar. One with an error is read once more, as serde_json steps over it. */
  #scalar(failed: JsonValue, read: ReadScalar): JsonNode {
    const reader = this.#reader;
    const start = reader.index;
    try {
      return read(reader, false);
    } catch (error) {
      if (!(error instanceof SerdeError)) throw error;
      reader.index = start;
      const skipError = attempt(() => read(reader, true)).error;
      return { ...failed, start, end: reader.index, error, skipError };
    }
  }

  /** Nothing follows: an error is added to all that is open. */
  #broken(message: string, skipMessage = message): JsonNode {
    const { index } = this.#reader;
    const [error, skipError] = [this.#reader.error(message), this.#reader.error(skipMessage)];
    return { ...NO_TEXT, start: index, end: index, error, skipError };
  }
}
