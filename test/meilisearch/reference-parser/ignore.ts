import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  isDigit,
  isExponent,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  startsNumber,
  ZERO,
} from './bytes.ts';
import type { Reader } from './reader.ts';
import { skipString } from './string.ts';

/** The literals by their first byte, without it. */
const IDENTS: ReadonlyMap<number, string> = new Map([
  [LOWER_N, 'ull'],
  [LOWER_T, 'rue'],
  [LOWER_F, 'alse'],
]);

/** Steps over a value of which nothing is wanted: its syntax counts; its depth and the size of its numbers do not. */
export function skipValue(reader: Reader): void {
  /** The brackets that are open, outermost first. */
  const open: number[] = [];
  do {
    let complete = skipScalarOrOpen(reader, open);
    // Closes what ends here, until a comma or the first element calls for another value.
    while (open.length > 0 && closes(reader, open, complete)) complete = true;
  } while (open.length > 0);
}

/** Steps over a scalar, and says so; or into an array or object. */
function skipScalarOrOpen(reader: Reader, open: number[]): boolean {
  const byte = reader.skipSpace();
  if (byte < 0) throw reader.peekError('eof', 'EOF while parsing a value');
  const ident = IDENTS.get(byte);
  if (ident !== undefined) {
    reader.skip();
    reader.readIdent(ident);
  } else if (startsNumber(byte)) {
    if (byte === MINUS) reader.skip();
    skipNumber(reader);
  } else if (byte === QUOTE) {
    reader.skip();
    skipString(reader);
  } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
    reader.skip();
    open.push(byte);
    return false;
  } else {
    throw reader.peekError('syntax', 'expected value');
  }
  return true;
}

/** Whether the innermost bracket closes here. If not, the reader is moved to the value that comes next. */
function closes(reader: Reader, open: number[], afterValue: boolean): boolean {
  const isMap = open.at(-1) === OPEN_BRACE;
  const byte = reader.skipSpace();
  if (byte < 0) throw reader.peekError('eof', `EOF while parsing ${isMap ? 'an object' : 'a list'}`);
  if (byte === (isMap ? CLOSE_BRACE : CLOSE_BRACKET)) {
    reader.skip();
    open.pop();
    return true;
  }
  if (afterValue) {
    if (byte !== COMMA) throw reader.peekError('syntax', `expected \`,\` or \`${isMap ? '}' : ']'}\``);
    reader.skip();
  }
  if (isMap) skipKey(reader);
  return false;
}

function skipKey(reader: Reader): void {
  const byte = reader.skipSpace();
  if (byte < 0) throw reader.peekError('eof', 'EOF while parsing an object');
  if (byte !== QUOTE) throw reader.peekError('syntax', 'key must be a string');
  reader.skip();
  skipString(reader);
  const colon = reader.skipSpace();
  if (colon < 0) throw reader.peekError('eof', 'EOF while parsing an object');
  if (colon !== COLON) throw reader.peekError('syntax', 'expected `:`');
  reader.skip();
}

/** Numbers that are stepped over have one error only, also where the text ends. */
function skipNumber(reader: Reader): void {
  const first = reader.next();
  if (!isDigit(first)) throw reader.error('syntax', 'invalid number');
  if (first === ZERO) {
    if (isDigit(reader.peek())) throw reader.peekError('syntax', 'invalid number');
  } else {
    skipDigits(reader);
  }
  if (reader.peek() === DOT) {
    reader.skip();
    if (!isDigit(reader.peek())) throw reader.peekError('syntax', 'invalid number');
    skipDigits(reader);
  }
  if (isExponent(reader.peek())) {
    reader.skip();
    if (reader.peek() === PLUS || reader.peek() === MINUS) reader.skip();
    if (!isDigit(reader.next())) throw reader.error('syntax', 'invalid number');
    skipDigits(reader);
  }
}

function skipDigits(reader: Reader): void {
  while (isDigit(reader.peek())) reader.skip();
}
