import { SerdeError } from './error.ts';

const SPACE = /[ \n\r\t]*/y;

const latin1 = new TextDecoder('latin1');

/** JSON bytes with a cursor. */
export class Reader {
  readonly bytes: Uint8Array;
  /** The next byte to be read. */
  index = 0;
  /** A character for each byte: the syntax of JSON is ASCII. */
  readonly #text: string;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#text = latin1.decode(bytes);
  }

  /** The next character; empty at the end. */
  peek(): string {
    return this.#text[this.index] ?? '';
  }

  /** Reads what a sticky pattern matches. */
  read(pattern: RegExp): string {
    return this.match(pattern)[0] ?? '';
  }

  /** Reads what a sticky pattern matches, and returns it with its groups. */
  match(pattern: RegExp): readonly (string | undefined)[] {
    pattern.lastIndex = this.index;
    const match = pattern.exec(this.#text) ?? [];
    this.index += match[0]?.length ?? 0;
    return match;
  }

  /** Moves to the next character that is no white space, and peeks at it. */
  skipSpace(): string {
    const next = this.peek();
    if (next !== ' ' && next !== '\n' && next !== '\r' && next !== '\t') return next;
    this.read(SPACE);
    return this.peek();
  }

  /** A syntax error; by default after the byte that comes next. */
  error(message: string, index = this.index + 1): SerdeError {
    return new SerdeError('syntax', message, Math.min(index, this.bytes.length));
  }
}
