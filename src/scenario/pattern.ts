import { linearTest, UnsupportedRegex } from '../regex/linear.ts';

/** A condition on a string, as a `match:` block writes it. */
export type Pattern =
  | { readonly type: 'literal'; readonly text: string }
  | {
      readonly type: 'regex';
      readonly source: string;
      readonly ignoreCase: boolean;
      /** The expression between slashes. */
      readonly text: string;
      /** Whether the expression matches any part of a text; in linear time. */
      readonly test: (text: string) => boolean;
    };

/** How many characters a regular expression is tested on at most: its time grows with the length of the text. */
export const LONGEST_TESTED = 20_000;

/** The flags of a regular expression. */
export const flagsOf = ({ source, text }: Extract<Pattern, { type: 'regex' }>): string =>
  text.slice(source.length + 2);

const compiled = new Map<string, Pattern>();
const CACHE_SIZE = 1000;

/** `/source/flags`, if the text is written so; a path such as `/movies` is a plain text. */
const REGEX = /^\/(.+)\/([a-z]*)$/su;

/**
 * A matcher, compiled once. The flags `g` and `y` are dropped.
 *
 * @throws SyntaxError for an invalid regular expression; a parsed scenario holds none.
 * @throws UnsupportedRegex for one that cannot be tested in linear time; a parsed scenario holds none.
 */
export function compilePattern(text: string): Pattern {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const [, source, flags = ''] = REGEX.exec(text) ?? [];
  if (source === undefined) return { type: 'literal', text };
  const kept = [...flags.replace(/[gy]/g, '')].sort().join('');
  const pattern: Pattern = {
    type: 'regex',
    source,
    ignoreCase: kept.includes('i'),
    text: `/${source}/${kept}`,
    test: linearTest(source, kept),
  };
  if (compiled.size >= CACHE_SIZE) compiled.clear();
  compiled.set(text, pattern);
  return pattern;
}

/** Why a matcher is no regular expression that can be tested, and what to do; undefined when it is fine. */
export function regexError(text: string): { readonly message: string; readonly hint: string } | undefined {
  const [, source, flags] = REGEX.exec(text) ?? [];
  if (source === undefined) return undefined;
  try {
    new RegExp(source, flags);
    compilePattern(text);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedRegex) {
      return { message: `${text} is not supported: ${error.message}`, hint: error.hint };
    }
    const message = error instanceof Error ? error.message : String(error);
    const why = message.replace(/^Invalid regular expression: /u, '').replace(/^.*\/[a-z]*: (?=[A-Z])/su, '');
    return {
      message: `${text} is not a valid regular expression: ${why}`,
      hint: 'write a plain text without slashes, or mend it',
    };
  }
}
