import { BACKSLASH, LOWER_U, QUOTE } from './bytes.ts';
import type { Reader } from './reader.ts';

const EOF = 'EOF while parsing a string';
const CONTROL = 'control character (\\u0000-\\u001F) found while parsing a string';

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, text]) => [letter.charCodeAt(0), text],
  ),
);

/**
 * Reads a string from its opening quote.
 *
 * @param skip it is only stepped over: its surrogates and its UTF-8 do not count, and its text is of no use
 */
export function readString(reader: Reader, skip: boolean): string {
  let text = '';
  let valid = true;
  reader.index += 1;
  for (;;) {
    const start = reader.index;
    const byte = reader.skipTo(isStringEnd);
    const part = decode(reader.bytes.subarray(start, reader.index));
    if (part === undefined) valid = false;
    else text += part;
    if (byte < 0) throw reader.error(EOF);
    if (byte !== QUOTE && byte !== BACKSLASH) throw reader.error(CONTROL, reader.index + (skip ? 0 : 1));
    reader.index += 1;
    if (byte === BACKSLASH) text += readEscape(reader, skip);
    else if (valid || skip) return text;
    else throw reader.error('invalid unicode code point', reader.index);
  }
}

function isStringEnd(byte: number): boolean {
  return byte === QUOTE || byte === BACKSLASH || byte < 0x20;
}

function readEscape(reader: Reader, skip: boolean): string {
  const letter = nextByte(reader);
  const text = ESCAPES.get(letter);
  if (text !== undefined) return text;
  if (letter !== LOWER_U) throw reader.error('invalid escape', reader.index);
  const first = readHex(reader);
  if (skip || first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
  if (first < 0xdc00) {
    for (const expected of [BACKSLASH, LOWER_U]) {
      if (nextByte(reader) !== expected) throw reader.error('unexpected end of hex escape', reader.index);
    }
    const second = readHex(reader);
    if (second >= 0xdc00 && second <= 0xdfff) return String.fromCharCode(first, second);
  }
  throw reader.error('lone leading surrogate in hex escape', reader.index);
}

function readHex(reader: Reader): number {
  const { bytes, index } = reader;
  if (index + 4 > bytes.length) throw reader.error(EOF, bytes.length);
  const digits = String.fromCharCode(...bytes.subarray(index, index + 4));
  reader.index += 4;
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw reader.error('invalid escape', reader.index);
  return Number.parseInt(digits, 16);
}

function nextByte(reader: Reader): number {
  const byte = reader.peek();
  if (byte < 0) throw reader.error(EOF);
  reader.index += 1;
  return byte;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; undefined when they are not. Short ASCII is most of JSON, and a decoder is slow to call. */
export function decode(bytes: Uint8Array): string | undefined {
  if (bytes.length < 64 && isAscii(bytes)) return Reflect.apply(String.fromCharCode, undefined, bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
