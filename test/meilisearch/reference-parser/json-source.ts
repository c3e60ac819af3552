import { attempt, settle } from './attempt.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  startsNumber,
} from './bytes.ts';
import type { Content } from './content.ts';
import { locate } from './error.ts';
import { skipValue } from './ignore.ts';
import { JsonMap, JsonSequence } from './json-access.ts';
import { unexpectedValue } from './json-unexpected.ts';
import { readNumber } from './number.ts';
import type { Reader } from './reader.ts';
import {
  contentVisitor,
  type Source,
  type Visitor,
  visitBoolean,
  visitMap,
  visitNull,
  visitNumber,
  visitSequence,
  visitString,
} from './source.ts';
import { readString } from './string.ts';

/** How many arrays and objects may stand in each other. */
const RECURSION_LIMIT = 127;

/**
 * JSON text as serde_json reads it: one pass, the first thing wrong is the error. An error of the data that was found
 * inside an array or object is placed after what ends it, since the parser steps over that before it looks where it is.
 */
export class JsonSource implements Source {
  readonly reader: Reader;
  #depth = 0;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  any<T>(visitor: Visitor<T>): T {
    return this.#read((byte) => {
      switch (byte) {
        case LOWER_N:
        case LOWER_T:
        case LOWER_F:
          return this.#visitIdent(visitor);
        case QUOTE:
          return visitString(visitor, this.#string());
        case OPEN_BRACKET:
          return this.#visitSequence(visitor);
        case OPEN_BRACE:
          return this.#visitMap(visitor);
        default:
          if (startsNumber(byte)) return visitNumber(visitor, readNumber(this.reader));
          throw this.reader.peekError('syntax', 'expected value');
      }
    });
  }

  boolean<T>(visitor: Visitor<T>): T {
    return this.#read((byte) =>
      byte === LOWER_T || byte === LOWER_F ? this.#visitIdent(visitor) : this.#refuse(visitor),
    );
  }

  number<T>(visitor: Visitor<T>): T {
    return this.#read((byte) =>
      startsNumber(byte) ? visitNumber(visitor, readNumber(this.reader)) : this.#refuse(visitor),
    );
  }

  string<T>(visitor: Visitor<T>): T {
    return this.#read((byte) =>
      byte === QUOTE ? visitString(visitor, this.#string()) : this.#refuse(visitor),
    );
  }

  identifier<T>(visitor: Visitor<T>): T {
    return this.string(visitor);
  }

  sequence<T>(visitor: Visitor<T>): T {
    return this.#read((byte) =>
      byte === OPEN_BRACKET ? this.#visitSequence(visitor) : this.#refuse(visitor),
    );
  }

  map<T>(visitor: Visitor<T>): T {
    return this.#read((byte) => (byte === OPEN_BRACE ? this.#visitMap(visitor) : this.#refuse(visitor)));
  }

  struct<T>(visitor: Visitor<T>): T {
    return this.#read((byte) => {
      if (byte === OPEN_BRACKET) return this.#visitSequence(visitor);
      if (byte === OPEN_BRACE) return this.#visitMap(visitor);
      return this.#refuse(visitor);
    });
  }

  unitVariant<T>(identifier: Visitor<T>): T {
    const { reader } = this;
    const byte = reader.skipSpace();
    if (byte === QUOTE) return this.identifier(identifier);
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing a value');
    if (byte !== OPEN_BRACE) throw reader.peekError('syntax', 'expected value');
    const variant = this.#nested(() => this.#unitVariantInMap(identifier));
    const end = reader.skipSpace();
    if (end === CLOSE_BRACE) reader.skip();
    else if (end < 0) throw reader.error('eof', 'EOF while parsing an object');
    else throw reader.error('syntax', 'expected value');
    return variant;
  }

  #unitVariantInMap<T>(identifier: Visitor<T>): T {
    const { reader } = this;
    const byte = reader.skipSpace();
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing an object');
    if (byte === CLOSE_BRACE) throw reader.peekError('syntax', 'expected value');
    if (byte !== QUOTE) throw reader.peekError('syntax', 'key must be a string');
    const variant = this.#placed(() => visitString(identifier, this.#string()));
    new JsonMap(this).colon();
    this.#read((value) => (value === LOWER_N ? this.#visitIdent(unitVisitor) : this.#refuse(unitVisitor)));
    return variant;
  }

  option<T>(some: (source: Source) => T): T | undefined {
    if (this.reader.skipSpace() !== LOWER_N) return some(this);
    this.reader.skip();
    this.reader.readIdent('ull');
    return undefined;
  }

  content(): Content {
    return this.any(contentVisitor);
  }

  ignore(): void {
    skipValue(this.reader);
  }

  /** After the value nothing but white space may come. */
  end(): void {
    if (this.reader.skipSpace() >= 0) throw this.reader.peekError('syntax', 'trailing characters');
  }

  /** Reads a value by its first byte; errors of the data get the position at which it stopped. */
  #read<T>(read: (byte: number) => T): T {
    const byte = this.reader.skipSpace();
    if (byte < 0) throw this.reader.peekError('eof', 'EOF while parsing a value');
    return this.#placed(() => read(byte));
  }

  #placed<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw locate(error, () => this.reader.position());
    }
  }

  #string(): string {
    this.reader.skip();
    return readString(this.reader);
  }

  #visitIdent<T>(visitor: Visitor<T>): T {
    const byte = this.reader.next();
    this.reader.readIdent(byte === LOWER_N ? 'ull' : byte === LOWER_T ? 'rue' : 'alse');
    return byte === LOWER_N ? visitNull(visitor) : visitBoolean(visitor, byte === LOWER_T);
  }

  #visitSequence<T>(visitor: Visitor<T>): T {
    const value = attempt(() => this.#nested(() => visitSequence(visitor, new JsonSequence(this))));
    return settle(
      value,
      attempt(() => this.#endSequence()),
    );
  }

  #visitMap<T>(visitor: Visitor<T>): T {
    const value = attempt(() => this.#nested(() => visitMap(visitor, new JsonMap(this))));
    return settle(
      value,
      attempt(() => this.#endMap()),
    );
  }

  /** Steps into an array or object. */
  #nested<T>(read: () => T): T {
    if (this.#depth === RECURSION_LIMIT) throw this.reader.peekError('syntax', 'recursion limit exceeded');
    this.#depth += 1;
    this.reader.skip();
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  #endSequence(): void {
    const { reader } = this;
    const byte = reader.skipSpace();
    if (byte === CLOSE_BRACKET) {
      reader.skip();
      return;
    }
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing a list');
    if (byte !== COMMA) throw reader.peekError('syntax', 'trailing characters');
    reader.skip();
    const trailing = reader.skipSpace() === CLOSE_BRACKET ? 'trailing comma' : 'trailing characters';
    throw reader.peekError('syntax', trailing);
  }

  #endMap(): void {
    const { reader } = this;
    const byte = reader.skipSpace();
    if (byte === CLOSE_BRACE) {
      reader.skip();
      return;
    }
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing an object');
    throw reader.peekError('syntax', byte === COMMA ? 'trailing comma' : 'trailing characters');
  }

  /** A value of another kind than was hoped for: scalars are read, to name them. */
  #refuse(visitor: Visitor<unknown>): never {
    throw unexpectedValue(this.reader, visitor.expecting);
  }
}

const unitVisitor: Visitor<void> = { expecting: 'unit', null: () => undefined };
