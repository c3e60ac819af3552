import { type ErrorCategory, type Position, SerdeError } from './error.ts';

const NEWLINE = 0x0a;

/** Bytes of JSON with a cursor, which knows where it stands. Past the end it reads -1. */
export class Reader {
  readonly bytes: Uint8Array;
  /** The next byte to be read. */
  index = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  peek(): number {
    return this.bytes[this.index] ?? -1;
  }

  next(): number {
    const byte = this.peek();
    if (byte >= 0) this.index += 1;
    return byte;
  }

  skip(): void {
    this.index += 1;
  }

  /** Moves to the first byte that `stop` takes, and peeks at it. */
  skipTo(stop: (byte: number) => boolean): number {
    const { bytes } = this;
    let { index } = this;
    let byte = bytes[index] ?? -1;
    while (byte >= 0 && !stop(byte)) {
      index += 1;
      byte = bytes[index] ?? -1;
    }
    this.index = index;
    return byte;
  }

  /** Moves to the next byte that is no white space, and peeks at it. */
  skipSpace(): number {
    return this.skipTo(isNoSpace);
  }

  /** Where the last byte that was read stands. */
  position(): Position {
    return this.#positionOf(this.index);
  }

  /** An error at the last byte that was read. */
  error(category: ErrorCategory, message: string): SerdeError {
    return new SerdeError(category, message, this.position());
  }

  /** An error at the byte that comes next. */
  peekError(category: ErrorCategory, message: string): SerdeError {
    return new SerdeError(category, message, this.#positionOf(Math.min(this.bytes.length, this.index + 1)));
  }

  /** Reads the rest of `null`, `true` or `false`. */
  readIdent(rest: string): void {
    for (const letter of rest) {
      const byte = this.next();
      if (byte < 0) throw this.error('eof', 'EOF while parsing a value');
      if (byte !== letter.charCodeAt(0)) throw this.error('syntax', 'expected ident');
    }
  }

  #positionOf(index: number): Position {
    const before = this.bytes.subarray(0, index);
    const lineStart = before.lastIndexOf(NEWLINE) + 1;
    let line = 1;
    for (const byte of before) if (byte === NEWLINE) line += 1;
    return { line, column: index - lineStart };
  }
}

function isNoSpace(byte: number): boolean {
  return byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;
}
