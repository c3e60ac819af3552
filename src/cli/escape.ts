/** Control characters, line separators, and the marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/**
 * A text from outside as one line that does nothing to a terminal.
 *
 * @example
 * escapeControls('a\u001b[2Jb'); // 'a\\u001b[2Jb'
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === '\n'
      ? '\\n'
      : character === '\t'
        ? '\\t'
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for a text of several lines, which stay lines. */
export function escapeLines(text: string): string[] {
  return text.split(/\r?\n/).map(escapeControls);
}
