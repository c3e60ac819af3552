import { Scalar } from 'yaml';

/** What a letter after a backslash stands for in double quotes, where that is white space. */
const BLANK_ESCAPES = new Set(['n', 'r', 't', 'v', 'f', ' ', '\t', '_', 'L', 'P']);
/** How many digits follow. */
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Where a place within the text of a scalar is written, in characters from the beginning of the scalar. Indentation, folded
 * lines, quotes and escapes differ between the two: so the characters that are no white space are counted.
 *
 * @param written the scalar as it is in the file
 * @param offset within its text; the character there is no white space
 */
export function placeInText({ type, value }: Scalar, written: string, offset: number): number {
  const before = String(value).slice(0, offset).replace(/\s/g, '').length;
  const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
  const quote = type === Scalar.QUOTE_DOUBLE ? '"' : type === Scalar.QUOTE_SINGLE ? "'" : '';
  // The header of a block is a line of its own.
  let at = isBlock ? written.indexOf('\n') + 1 : quote.length;
  let count = 0;
  while (at < written.length) {
    const { length, units } = nextIn(written, at, quote);
    if (units > 0 && count + units > before) return at;
    count += units;
    at += length;
  }
  return 0;
}

/** The next character: how long it is as it is written, and for how many it stands that are no white space. */
function nextIn(written: string, at: number, quote: string): { length: number; units: number } {
  const character = written.charAt(at);
  if (/\s/.test(character)) return { length: 1, units: 0 };
  if (quote === "'" && character === "'") return { length: 2, units: 1 };
  if (quote !== '"' || character !== '\\') return { length: 1, units: 1 };
  const letter = written.charAt(at + 1);
  if (BLANK_ESCAPES.has(letter)) return { length: 2, units: 0 };
  // The line goes on.
  if (/[\r\n]/.test(letter)) return { length: 2, units: 0 };
  const digits = HEX_ESCAPES[letter] ?? 0;
  if (digits === 0) return { length: 2, units: 1 };
  const code = Number.parseInt(written.slice(at + 2, at + 2 + digits), 16);
  const text = code <= 0x10ffff ? String.fromCodePoint(code) : '?';
  return { length: 2 + digits, units: text.replace(/\s/g, '').length };
}
