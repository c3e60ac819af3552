import type { Reader } from './reader.ts';

/** A JSON number as serde_json keeps it: a whole one of 64 bits, or a float. */
export type SerdeNumber =
  | { readonly kind: 'unsigned' | 'signed'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

/** Most numbers: whole ones of less than 64 bits. */
const SHORT = /(?:0|-?[1-9]\d{0,17})(?![\d.eE])/y;
const MINUS = /-?/y;
const DIGITS = /\d*/y;
const POINT = /\.?/y;
const E = /[eE]?/y;
const SIGN = /[+-]?/y;

const U64_MAX = 2n ** 64n - 1n;
const I64_LIMIT = 2n ** 63n;
const I32_MAX = 2 ** 31 - 1;

/**
 * Reads a number; the reader stands on its first byte, a digit or `-`.
 *
 * @param skip it is only stepped over: its size does not count, and its value is of no use
 */
export function readNumber(reader: Reader, skip: boolean): SerdeNumber {
  const short = reader.read(SHORT);
  if (short !== '') return { kind: short.startsWith('-') ? 'signed' : 'unsigned', value: BigInt(short) };
  const positive = reader.read(MINUS) === '';
  const start = reader.index;
  const whole = readDigits(reader, skip);
  if (whole.length > 1 && whole.startsWith('0')) throw reader.error('invalid number', start + 2);
  let [significand, exponent] = extend(0n, whole);
  let isFloat = exponent > 0;
  if (reader.read(POINT) !== '') {
    isFloat = true;
    const fraction = readDigits(reader, skip);
    const [longer, rest] = extend(significand, fraction);
    significand = longer;
    exponent -= fraction.length - rest;
  }
  let value: number | undefined;
  if (reader.read(E) !== '') {
    isFloat = true;
    const power = readExponent(reader, significand, skip);
    value = power === undefined ? 0 : scale(reader, significand, exponent + power, skip);
  }
  if (isFloat) {
    value ??= scale(reader, significand, exponent, skip);
    return { kind: 'float', value: positive ? value : -value };
  }
  if (positive) return { kind: 'unsigned', value: significand };
  if (significand === 0n || significand > I64_LIMIT) return { kind: 'float', value: -Number(significand) };
  return { kind: 'signed', value: -significand };
}

/** At least one digit. */
function readDigits(reader: Reader, skip: boolean): string {
  const digits = reader.read(DIGITS);
  if (digits !== '') return digits;
  throw reader.error(reader.peek() === '' && !skip ? 'EOF while parsing a value' : 'invalid number');
}

/** Appends digits as long as the number has 64 bits. The second result says how many were left. */
function extend(start: bigint, digits: string): [bigint, number] {
  if (start === 0n && digits.length < 20) return [BigInt(digits), 0];
  let significand = start;
  for (const [index, digit] of [...digits].entries()) {
    const longer = significand * 10n + BigInt(digit);
    if (longer > U64_MAX) return [significand, digits.length - index];
    significand = longer;
  }
  return [significand, 0];
}

/** The power of ten after an `e`; undefined where it makes the number zero. */
function readExponent(reader: Reader, significand: bigint, skip: boolean): number | undefined {
  const isNegative = reader.read(SIGN) === '-';
  const start = reader.index;
  const digits = readDigits(reader, skip);
  let exponent = 0;
  for (const [index, digit] of [...digits].entries()) {
    exponent = exponent * 10 + Number(digit);
    if (exponent <= I32_MAX) continue;
    if (significand === 0n || isNegative || skip) return undefined;
    throw reader.error('number out of range', start + index + 1);
  }
  return isNegative ? -exponent : exponent;
}

/** Scales as serde_json does, in steps of at most 308 and with their rounding, so that its texts come out the same. */
function scale(reader: Reader, significand: bigint, power: number, skip: boolean): number {
  let value = Number(significand);
  let exponent = power;
  while (exponent < -308 && value !== 0) {
    value /= 1e308;
    exponent += 308;
  }
  if (value === 0) return 0;
  // Parsed, since `10 ** n` is not exact for every n.
  if (exponent < 0) return value / Number(`1e${-exponent}`);
  value *= Number(`1e${exponent}`);
  if (value === Number.POSITIVE_INFINITY && !skip) throw reader.error('number out of range', reader.index);
  return value;
}
