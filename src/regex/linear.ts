import { type Fitting, parse } from './parse.ts';
import { createParts, scan } from './states.ts';

/** A valid regular expression that is not supported: the message says what of it. */
export class UnsupportedRegex extends Error {
  /** How to write it otherwise. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UnsupportedRegex';
    this.hint = hint;
  }
}

/** How many parts an expression may have. Its counts are written out: `a{50}` has 50. */
const MAX_SIZE = 1000;

/** Without groups and quantifiers there is nothing to backtrack: JavaScript's engine is linear too, and faster. */
const NEEDS_NO_CARE = /^[^(*+?{]*$/;

/**
 * A test whether a regular expression matches any part of a text, in a time that grows with the length of the text, not
 * faster. JavaScript's own engine backtracks: it takes minutes to find out that `/^(\w+\s?)*!$/` does not match 40
 * letters. It is only asked what one character fits, so that both always agree.
 *
 * @param flags `g` and `y` make no difference
 * @throws SyntaxError for an invalid regular expression
 * @throws UnsupportedRegex for a back reference, flags of a group, the flag `v`, and for a very large expression
 * @example
 * linearTest('^(a+)+$')(`${'a'.repeat(100_000)}!`); // false
 */
export function linearTest(source: string, flags = ''): (text: string) => boolean {
  if (NEEDS_NO_CARE.test(source)) {
    const regex = new RegExp(source, flags.replace(/[gy]/g, ''));
    return (text) => regex.test(text);
  }
  const { start, size, unicode } = compileStates(source, flags);
  return (text) => {
    const characters = unicode ? Array.from(text) : text;
    return scan(start, size, characters, { first: true }).includes(1);
  };
}

/**
 * The states of a regular expression: the first one, how many there are, and the names of its groups.
 *
 * @param marking none: the states do not note where groups begin and end
 */
export function compileStates(source: string, flags: string, marking?: Parameters<typeof createParts>[1]) {
  const regex = new RegExp(source, flags.replace(/[gy]/g, ''));
  if (flags.includes('v')) throw new UnsupportedRegex('the flag "v"', 'write it for the flag "u"');
  // Noting the groups takes states, too: what may be tested can be caught.
  const parts = createParts(limiter(marking === undefined ? MAX_SIZE : 4 * MAX_SIZE), marking);
  const limit = limiter(MAX_SIZE);
  const check = (token: string): void => {
    limit();
    refuse(token);
  };
  const names: string[] = [];
  const start = parse(regex, parts, fittingWith(regex.flags.replace('m', '')), check, names);
  return { start, size: parts.size(), names, unicode: regex.unicode };
}

/** @returns a function that throws when it is called too often */
function limiter(most: number): () => void {
  let size = 0;
  return () => {
    if (++size <= most) return;
    throw new UnsupportedRegex('it is too large with its counts written out', 'use smaller counts, or "*"');
  };
}

function refuse(token: string): void {
  if (/^\\[1-9k]/.test(token)) {
    throw new UnsupportedRegex(`a back reference, ${token}`, 'write out in its place what the group may be');
  }
  if (/^\(\?[a-z-]+:/.test(token)) {
    throw new UnsupportedRegex(`flags of a group, ${token}…)`, 'give them to the whole expression');
  }
  if (token === '\\c') throw new UnsupportedRegex('\\c without a letter', 'write \\\\c');
}

function fittingWith(flags: string): Fitting {
  const tests = new Map<string, ReturnType<Fitting>>();
  return (token) => {
    const known = tests.get(token);
    if (known !== undefined) return known;
    if (token.length === 1 && token !== '.' && !flags.includes('i'))
      return (character) => character === token;
    const regex = new RegExp(`^(?:${token})$`, flags);
    // The copies of a part ask for the same character, one after the other.
    let last = '';
    let fitted = false;
    const fits = (character: string): boolean => {
      if (character !== last) [last, fitted] = [character, regex.test(character)];
      return fitted;
    };
    tests.set(token, fits);
    return fits;
  };
}
