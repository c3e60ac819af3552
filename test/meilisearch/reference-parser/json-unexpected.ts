import { LOWER_F, LOWER_N, LOWER_T, OPEN_BRACE, OPEN_BRACKET, QUOTE, startsNumber } from './bytes.ts';
import { type Content, MAP, NULL, SEQUENCE, unexpected } from './content.ts';
import { invalidType, type SerdeError } from './error.ts';
import { readNumber } from './number.ts';
import type { Reader } from './reader.ts';
import { readString } from './string.ts';

/** The error for a value of another kind than was hoped for. A scalar is read, to be named; its own errors come first. */
export function unexpectedValue(reader: Reader, expecting: string): SerdeError {
  const content = readKind(reader);
  return content === undefined
    ? reader.peekError('syntax', 'expected value')
    : invalidType(unexpected(content), expecting);
}

function readKind(reader: Reader): Content | undefined {
  const byte = reader.peek();
  switch (byte) {
    case LOWER_N:
      reader.skip();
      reader.readIdent('ull');
      return NULL;
    case LOWER_T:
    case LOWER_F:
      reader.skip();
      reader.readIdent(byte === LOWER_T ? 'rue' : 'alse');
      return { type: 'boolean', value: byte === LOWER_T };
    case QUOTE:
      reader.skip();
      return { type: 'string', value: readString(reader) };
    case OPEN_BRACKET:
      return SEQUENCE;
    case OPEN_BRACE:
      return MAP;
    default:
      return startsNumber(byte) ? { type: 'number', value: readNumber(reader) } : undefined;
  }
}
