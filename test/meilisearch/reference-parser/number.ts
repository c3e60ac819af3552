import { DOT, isDigit, isExponent, MINUS, PLUS, ZERO } from './bytes.ts';
import type { Reader } from './reader.ts';

/** A JSON number as serde_json keeps it: a whole one of 64 bits, or a float. */
export type SerdeNumber =
  | { readonly kind: 'unsigned' | 'signed'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

const U64_MAX = 2n ** 64n - 1n;
const I64_LIMIT = 2n ** 63n;
const I32_MAX = 2 ** 31 - 1;

/** Reads a number; the reader stands on its first byte, a digit or `-`. */
export function readNumber(reader: Reader): SerdeNumber {
  const positive = reader.peek() !== MINUS;
  if (!positive) reader.skip();
  const first = reader.next();
  if (first < 0) throw reader.error('eof', 'EOF while parsing a value');
  if (!isDigit(first)) throw reader.error('syntax', 'invalid number');
  if (first === ZERO) {
    if (isDigit(reader.peek())) throw reader.peekError('syntax', 'invalid number');
    return readTail(reader, positive, 0n);
  }
  let significand = BigInt(first - ZERO);
  while (isDigit(reader.peek())) {
    const longer = significand * 10n + BigInt(reader.peek() - ZERO);
    if (longer > U64_MAX) return float(positive, readLongInteger(reader, significand));
    reader.skip();
    significand = longer;
  }
  return readTail(reader, positive, significand);
}

function readTail(reader: Reader, positive: boolean, significand: bigint): SerdeNumber {
  const byte = reader.peek();
  if (byte === DOT) return float(positive, readDecimal(reader, significand, 0));
  if (isExponent(byte)) return float(positive, readExponent(reader, significand, 0));
  if (positive) return { kind: 'unsigned', value: significand };
  if (significand === 0n || significand > I64_LIMIT) return float(false, Number(significand));
  return { kind: 'signed', value: -significand };
}

function float(positive: boolean, value: number): SerdeNumber {
  return { kind: 'float', value: positive ? value : -value };
}

/** A whole number beyond 64 bits: further digits only count. */
function readLongInteger(reader: Reader, significand: bigint): number {
  let exponent = 0;
  while (isDigit(reader.peek())) {
    reader.skip();
    exponent += 1;
  }
  if (reader.peek() === DOT) return readDecimal(reader, significand, exponent);
  if (isExponent(reader.peek())) return readExponent(reader, significand, exponent);
  return fromParts(reader, significand, exponent);
}

function readDecimal(reader: Reader, start: bigint, exponentBefore: number): number {
  reader.skip();
  let significand = start;
  let digits = 0;
  while (isDigit(reader.peek())) {
    const longer = significand * 10n + BigInt(reader.peek() - ZERO);
    if (longer > U64_MAX) {
      while (isDigit(reader.peek())) reader.skip();
      return readScale(reader, significand, exponentBefore - digits);
    }
    reader.skip();
    significand = longer;
    digits += 1;
  }
  if (digits === 0) {
    throw reader.peek() < 0
      ? reader.peekError('eof', 'EOF while parsing a value')
      : reader.peekError('syntax', 'invalid number');
  }
  return readScale(reader, significand, exponentBefore - digits);
}

function readScale(reader: Reader, significand: bigint, exponent: number): number {
  return isExponent(reader.peek())
    ? readExponent(reader, significand, exponent)
    : fromParts(reader, significand, exponent);
}

function readExponent(reader: Reader, significand: bigint, start: number): number {
  reader.skip();
  const sign = reader.peek();
  if (sign === PLUS || sign === MINUS) reader.skip();
  const first = reader.next();
  if (first < 0) throw reader.error('eof', 'EOF while parsing a value');
  if (!isDigit(first)) throw reader.error('syntax', 'invalid number');
  let exponent = first - ZERO;
  while (isDigit(reader.peek())) {
    exponent = exponent * 10 + (reader.next() - ZERO);
    if (exponent > I32_MAX) {
      if (significand !== 0n && sign !== MINUS) throw reader.error('syntax', 'number out of range');
      while (isDigit(reader.peek())) reader.skip();
      return 0;
    }
  }
  return fromParts(reader, significand, sign === MINUS ? start - exponent : start + exponent);
}

/** Scales as serde_json does, in steps of at most 308 and with their rounding, so that its texts come out the same. */
function fromParts(reader: Reader, significand: bigint, scale: number): number {
  let value = Number(significand);
  let exponent = scale;
  while (Math.abs(exponent) > 308) {
    if (value === 0) return 0;
    if (exponent > 0) throw reader.error('syntax', 'number out of range');
    value /= 1e308;
    exponent += 308;
  }
  if (exponent < 0) return value / powerOfTen(-exponent);
  value *= powerOfTen(exponent);
  if (value === Number.POSITIVE_INFINITY) throw reader.error('syntax', 'number out of range');
  return value;
}

/** Parsed, since `10 ** n` is not exact for every n. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
