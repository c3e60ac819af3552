import fitWidth from 'fast-string-truncated-width';

/** Control characters, line separators, lone surrogates, and the marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text from outside as one line that cannot control a terminal: `\u001b` for an escape character. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    return character === '\t' ? '\\t' : unicodeEscape(character);
  });
}

/** A character as JSON and JavaScript escape it: `\u001b`. */
export const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** {@link escapeControls} for each line of a text. */
export const escapeLines = (text: string): string[] => text.split(/\r?\n/).map(escapeControls);

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number => fitWidth(text).width;

/** The beginning of a text that fits into `width` columns, with `…` for what is cut off. */
export function clip(text: string, width: number): string {
  const { index, ellipsed } = fitWidth(text, { limit: width, ellipsis: '…' });
  return ellipsed ? `${text.slice(0, index)}…` : text;
}

/** A number of things: `1 scenario`, `2 scenarios`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** Milliseconds as people say them: `1.2 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
