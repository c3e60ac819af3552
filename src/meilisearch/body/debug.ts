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
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e16 || (magnitude < 1e-5 && magnitude > 0)) return value.toExponential();
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
