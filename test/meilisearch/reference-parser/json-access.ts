import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, QUOTE } from './bytes.ts';
import type { Reader } from './reader.ts';
import type { MapAccess, SequenceAccess, Source } from './source.ts';
import { readString } from './string.ts';

/** What reads the values, and where it stands in the text. */
type JsonText = Source & { readonly reader: Reader };

/** The elements of an array, up to its `]`, which is left to the source. */
export class JsonSequence implements SequenceAccess {
  readonly #source: JsonText;
  #first = true;

  constructor(source: JsonText) {
    this.#source = source;
  }

  next<T>(read: (source: Source) => T): { readonly value: T } | undefined {
    return this.#hasNext() ? { value: read(this.#source) } : undefined;
  }

  #hasNext(): boolean {
    const { reader } = this.#source;
    const byte = reader.skipSpace();
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing a list');
    if (byte === CLOSE_BRACKET) return false;
    if (this.#first) {
      this.#first = false;
      return true;
    }
    if (byte !== COMMA) throw reader.peekError('syntax', 'expected `,` or `]`');
    reader.skip();
    const next = reader.skipSpace();
    if (next === CLOSE_BRACKET) throw reader.peekError('syntax', 'trailing comma');
    if (next < 0) throw reader.peekError('eof', 'EOF while parsing a value');
    return true;
  }
}

/** The entries of an object, up to its `}`, which is left to the source. */
export class JsonMap implements MapAccess {
  readonly #source: JsonText;
  #first = true;

  constructor(source: JsonText) {
    this.#source = source;
  }

  nextKey(): string | undefined {
    if (!this.#hasNext()) return undefined;
    this.#source.reader.skip();
    return readString(this.#source.reader);
  }

  nextValue<T>(read: (source: Source) => T): T {
    this.colon();
    return read(this.#source);
  }

  colon(): void {
    const { reader } = this.#source;
    const byte = reader.skipSpace();
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing an object');
    if (byte !== COLON) throw reader.peekError('syntax', 'expected `:`');
    reader.skip();
  }

  #hasNext(): boolean {
    const { reader } = this.#source;
    const byte = reader.skipSpace();
    if (byte < 0) throw reader.peekError('eof', 'EOF while parsing an object');
    if (byte === CLOSE_BRACE) return false;
    if (this.#first) {
      this.#first = false;
      if (byte !== QUOTE) throw reader.peekError('syntax', 'key must be a string');
      return true;
    }
    if (byte !== COMMA) throw reader.peekError('syntax', 'expected `,` or `}`');
    reader.skip();
    const next = reader.skipSpace();
    if (next === QUOTE) return true;
    if (next === CLOSE_BRACE) throw reader.peekError('syntax', 'trailing comma');
    if (next < 0) throw reader.peekError('eof', 'EOF while parsing a value');
    throw reader.peekError('syntax', 'key must be a string');
  }
}
