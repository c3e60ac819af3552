/** A condition on a string, as a `match:` block writes it. */
export type Pattern =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'regex'; readonly regex: RegExp; readonly text: string };

const compiled = new Map<string, Pattern>();
const CACHE_SIZE = 1000;

/** `/source/flags`, if the text is written so; a path such as `/movies` is a plain text. */
const REGEX = /^\/(.+)\/([a-z]*)$/su;

/**
 * A matcher, compiled once. `g` and `y` are dropped: they would make a test depend on the one before.
 *
 * @throws SyntaxError for an invalid regular expression; a parsed scenario holds none.
 */
export function compilePattern(text: string): Pattern {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const [, source, flags = ''] = REGEX.exec(text) ?? [];
  if (source === undefined) return { type: 'literal', text };
  const regex = new RegExp(source, flags.replace(/[gy]/g, ''));
  if (compiled.size >= CACHE_SIZE) compiled.clear();
  const pattern: Pattern = { type: 'regex', regex, text: String(regex) };
  compiled.set(text, pattern);
  return pattern;
}

/** Why a matcher is no valid regular expression, in the engine's words; undefined when it is fine. */
export function regexError(text: string): string | undefined {
  const [, source, flags] = REGEX.exec(text) ?? [];
  if (source === undefined) return undefined;
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: /u, '').replace(/^.*\/[a-z]*: (?=[A-Z])/su, '');
  }
}
