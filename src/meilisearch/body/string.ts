import type { Reader } from './reader.ts';

const EOF = 'EOF while parsing a string';
const CONTROL = 'control character (\\u0000-\\u001F) found while parsing a string';

/** Up to a quote, an escape or a control character. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const NOT_ASCII = /[^ -\x7f]/;
const HEX = /[0-9a-fA-F]{4}/y;

const ESCAPES = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
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
    const ascii = reader.read(PLAIN);
    const part = NOT_ASCII.test(ascii) ? decode(reader.bytes.subarray(start, reader.index)) : ascii;
    if (part === undefined) valid = false;
    else text += part;
    const end = reader.peek();
    if (end === '') throw reader.error(EOF);
    if (end !== '"' && end !== '\\') throw reader.error(CONTROL, reader.index + (skip ? 0 : 1));
    reader.index += 1;
    if (end === '\\') text += readEscape(reader, skip);
    else if (valid || skip) return text;
    else throw reader.error('invalid unicode code point', reader.index);
  }
}

function readEscape(reader: Reader, skip: boolean): string {
  const letter = nextLetter(reader);
  const text = ESCAPES.get(letter);
  if (text !== undefined) return text;
  if (letter !== 'u') throw reader.error('invalid escape', reader.index);
  const first = readHex(reader);
  if (skip || first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
  if (first < 0xdc00) {
    for (const expected of ['\\', 'u']) {
      if (nextLetter(reader) !== expected) throw reader.error('unexpected end of hex escape', reader.index);
    }
    const second = readHex(reader);
    if (second >= 0xdc00 && second <= 0xdfff) return String.fromCharCode(first, second);
  }
  throw reader.error('lone leading surrogate in hex escape', reader.index);
}

function readHex(reader: Reader): number {
  const { bytes, index } = reader;
  if (index + 4 > bytes.length) throw reader.error(EOF, bytes.length);
  const digits = reader.read(HEX);
  if (digits === '') throw reader.error('invalid escape', index + 4);
  return Number.parseInt(digits, 16);
}

function nextLetter(reader: Reader): string {
  const letter = reader.peek();
  if (letter === '') throw reader.error(EOF);
  reader.index += 1;
  return letter;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; undefined when they are not. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
