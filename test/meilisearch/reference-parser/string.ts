import { BACKSLASH, LOWER_U, QUOTE } from './bytes.ts';
import type { Reader } from './reader.ts';

const EOF = 'EOF while parsing a string';
const CONTROL = 'control character (\\u0000-\\u001F) found while parsing a string';

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, text]) => [letter.charCodeAt(0), text],
  ),
);

/** Reads a string; the reader stands after the opening quote. */
export function readString(reader: Reader): string {
  let text = '';
  let valid = true;
  for (;;) {
    const start = reader.index;
    const byte = reader.skipTo(isStringEnd);
    if (reader.index > start) {
      const part = decode(reader.bytes.subarray(start, reader.index));
      if (part === undefined) valid = false;
      else text += part;
    }
    if (byte < 0) throw reader.error('eof', EOF);
    reader.skip();
    if (byte === QUOTE) {
      if (!valid) throw reader.error('syntax', 'invalid unicode code point');
      return text;
    }
    if (byte !== BACKSLASH) throw reader.error('syntax', CONTROL);
    text += readEscape(reader);
  }
}

/** Steps over a string of which nothing is wanted: neither its bytes nor its surrogates are looked at. */
export function skipString(reader: Reader): void {
  for (;;) {
    const byte = reader.skipTo(isStringEnd);
    if (byte < 0) throw reader.error('eof', EOF);
    if (byte !== QUOTE && byte !== BACKSLASH) throw reader.error('syntax', CONTROL);
    reader.skip();
    if (byte === QUOTE) return;
    const letter = nextByte(reader);
    if (letter === LOWER_U) readHex(reader);
    else if (!ESCAPES.has(letter)) throw reader.error('syntax', 'invalid escape');
  }
}

function isStringEnd(byte: number): boolean {
  return byte === QUOTE || byte === BACKSLASH || byte < 0x20;
}

function readEscape(reader: Reader): string {
  const byte = nextByte(reader);
  if (byte === LOWER_U) return readUnicodeEscape(reader);
  const text = ESCAPES.get(byte);
  if (text === undefined) throw reader.error('syntax', 'invalid escape');
  return text;
}

function readUnicodeEscape(reader: Reader): string {
  const first = readHex(reader);
  if (first >= 0xdc00 && first <= 0xdfff) {
    throw reader.error('syntax', 'lone leading surrogate in hex escape');
  }
  if (first < 0xd800 || first > 0xdbff) return String.fromCharCode(first);
  for (const expected of [BACKSLASH, LOWER_U]) {
    if (nextByte(reader) !== expected) throw reader.error('syntax', 'unexpected end of hex escape');
  }
  const second = readHex(reader);
  if (second < 0xdc00 || second > 0xdfff) {
    throw reader.error('syntax', 'lone leading surrogate in hex escape');
  }
  return String.fromCharCode(first, second);
}

function readHex(reader: Reader): number {
  if (reader.index + 4 > reader.bytes.length) {
    reader.index = reader.bytes.length;
    throw reader.error('eof', EOF);
  }
  const digits = String.fromCharCode(...reader.bytes.subarray(reader.index, reader.index + 4));
  reader.index += 4;
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw reader.error('syntax', 'invalid escape');
  return Number.parseInt(digits, 16);
}

function nextByte(reader: Reader): number {
  const byte = reader.next();
  if (byte < 0) throw reader.error('eof', EOF);
  return byte;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; undefined when they are not. Short ASCII is most of JSON, and a decoder is slow to call. */
function decode(bytes: Uint8Array): string | undefined {
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
