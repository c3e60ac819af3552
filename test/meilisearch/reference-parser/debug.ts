const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
};

/** What Rust's `{:?}` escapes: quotes, and what is not printed, or joins the character before it. */
const ESCAPED = /["\\]|\p{C}|(?! )\p{Z}|\p{Grapheme_Extend}/gu;

/** A string as Rust's `{:?}` shows it. */
export function debugString(text: string): string {
  const escaped = text.replace(
    ESCAPED,
    (character) => ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${escaped}"`;
}

/** The shortest text of a float, always with a point or an exponent: `1.5`, `2.0`, `1e+300`. */
export function debugFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const [mantissa = '', power = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  // How many digits stand before the point.
  const point = Number(power) + 1;
  return sign + place(digits, point);
}

function place(digits: string, point: number): string {
  if (point > 16 || point <= -5) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const sign = point > 0 ? '+' : '';
    return `${digits[0]}${fraction}e${sign}${point - 1}`;
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${digits.padEnd(point, '0')}.0`;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
