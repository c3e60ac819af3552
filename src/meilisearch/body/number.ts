import type { Reader } from './reader.ts';

/** A JSON number as serde_json keeps it: a whole one of 64 bits, or a float. */
export type SerdeNumber =
  | { readonly kind: 'unsigned' | 'signed'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

/** A number and its parts. Each of them may lack its digits. */
const NUMBER = /(-?)(\d*)(\.\d*)?([eE][+-]?\d*)?/y;
const ENDS_IN_DIGIT = /\d$/;

const U64_MAX = 2n ** 64n - 1n;
const I64_LIMIT = 2n ** 63n;
const I32_MAX = 2 ** 31 - 1;

/**
 * Reads a number; the reader stands on its first byte, a digit or `-`.
 *
 * @param skip it is only stepped over: its size does not count, and its value is of no use
 */
export function readNumber(reader: Reader, skip: boolean): SerdeNumber {
  let end = reader.index;
  const [, minus = '', whole = '', fraction = '', power = ''] = reader.match(NUMBER);
  if (whole.length > 1 && whole.startsWith('0')) {
    throw reader.error('invalid number', end + minus.length + 2);
  }
  for (const part of [minus + whole, fraction, power]) {
    end += part.length;
    if (part === '' || ENDS_IN_DIGIT.test(part)) continue;
    const isCutOff = end === reader.bytes.length && !skip;
    throw reader.error(isCutOff ? 'EOF while parsing a value' : 'invalid number', end + 1);
  }
  const decimals = fraction.slice(1);
  const [before, large] = extend(0n, whole);
  const [significand, small] = extend(before, decimals);
  if (large > 0 || fraction !== '' || power !== '') {
    const exponent = readExponent(reader, power, significand, skip);
    const value = scale(reader, significand, large - decimals.length + small + exponent, skip);
    return { kind: 'float', value: minus === '' ? value : -value };
  }
  if (minus === '') return { kind: 'unsigned', value: significand };
  if (significand === 0n || significand > I64_LIMIT) return { kind: 'float', value: -Number(significand) };
  return { kind: 'signed', value: -significand };
}

/** Appends digits as long as the number has 64 bits. The second result is how many were left. */
function extend(start: bigint, digits: string): [bigint, number] {
  if (start === 0n && digits.length < 20) return [BigInt(digits), 0];
  let significand = start;
  // Zeros at the start are many, or none.
  const first = start === 0n ? digits.search(/[^0]|$/) : 0;
  for (let index = first; index < digits.length; index++) {
    const longer = significand * 10n + BigInt(digits.charAt(index));
    if (longer > U64_MAX) return [significand, digits.length - index];
    significand = longer;
  }
  return [significand, 0];
}

/** The number after an `e`, which ends the text that was read. One that is too large makes an error, or zero. */
function readExponent(reader: Reader, power: string, significand: bigint, skip: boolean): number {
  const exponent = Number(power.slice(1));
  if (Math.abs(exponent) <= I32_MAX) return exponent;
  if (significand === 0n || exponent < 0 || skip) return Number.NEGATIVE_INFINITY;
  const first = power.search(/[1-9]/);
  // The error is at the digit that makes it too large.
  const digits = Number(power.slice(first, first + 10)) > I32_MAX ? 10 : 11;
  throw reader.error('number out of range', reader.index - power.length + first + digits);
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
