import { SerdeError } from './error.ts';

/** Bytes of JSON with a cursor. Past the end it reads -1. */
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

  /** A syntax error; by default after the byte that comes next. */
  error(message: string, index = this.index + 1): SerdeError {
    return new SerdeError('syntax', message, Math.min(index, this.bytes.length));
  }
}

function isNoSpace(byte: number): boolean {
  return byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;
}
