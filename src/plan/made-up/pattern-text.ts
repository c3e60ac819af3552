import type { Random } from './random.ts';

/** What the members of a class are looked for in, the most readable first. */
const ALPHABET = [
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
  [...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  [...'éßñçøЖяΩλאش中の한€–\n\t'],
];

const LONGEST = 10_000;

const ATOM =
  /\((?:\?(?:<?[=!]|:|<\w+>))?|\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|.)|./isuy;
const QUANTIFIER = /([*+?]|\{(\d+)(,?)(\d*)\})\??/uy;

/** A text that a guarded pattern probably matches, of so many characters if one is found. */
export function patternText(guardedPattern: string, random: Random, least = 0, most = Infinity): string {
  const pattern = unguarded(guardedPattern);
  const longest = Math.min(most, quickLength(pattern));
  let text = '';
  for (let attempt = 0; attempt < 12; attempt++) {
    const target = least + 4 - Math.floor(16 * random());
    const [spread, length] = attempt % 2 === 0 ? [6, LONGEST] : [LONGEST, target];
    text = anyText(pattern, random, spread, length);
    if (text.length >= least && text.length <= longest) break;
  }
  return text;
}

/**
 * What looks around is passed over, and so are references to groups.
 *
 * @param spread How often an open quantifier repeats beyond what it must, at most.
 * @param length After how many characters no quantifier repeats beyond what it must.
 */
function anyText(pattern: string, random: Random, spread: number, length: number): string {
  let at = 0;
  let left = length;
  const take = (token: RegExp): string[] => {
    token.lastIndex = at;
    const match = token.exec(pattern) ?? [];
    at += match[0]?.length ?? 0;
    return match;
  };
  const pick = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? '';

  const alternatives = (): string => {
    const options = [sequence()];
    for (; pattern[at] === '|'; options.push(sequence())) at++;
    return pick(options);
  };
  const sequence = (): string => {
    let text = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') text += repeated();
    return text;
  };
  const repeated = (): string => {
    const start = at;
    let text = atom();
    const [, sign, least, comma, most] = take(QUANTIFIER);
    if (sign === undefined) return text;
    const end = at;
    const min = Number(least ?? (sign === '+' ? 1 : 0));
    const open = comma === '' ? min : Number(most || Infinity);
    const max = Math.min(sign === '?' ? 1 : open, min + spread);
    const count = min + Math.floor(random() * (max - min + 1));
    for (let index = 1; index < count && left > (index < min ? -LONGEST : 0); index++) {
      at = start;
      text += atom();
    }
    at = end;
    return count === 0 ? '' : text;
  };
  const atom = (): string => {
    left--;
    const [token = ''] = take(ATOM);
    if (token.startsWith('(')) {
      const inside = alternatives();
      at++; // the closing bracket
      return /[=!]$/.test(token) ? '' : inside;
    }
    if (/^(\^|\$|\\[bB\dk])$/.test(token)) return '';
    return /^[\\[.]/.test(token) ? pick(members(token)) : token;
  };
  return alternatives();
}

/** The characters that a class or an escape stands for, as far as they are in the alphabet. */
function members(token: string): string[] {
  const pattern = new RegExp(`^${token}$`, 'u');
  const fitting = ALPHABET.map((characters) => characters.filter((character) => pattern.test(character)));
  return fitting.find(({ length }) => length > 0) ?? [];
}

/**
 * The pattern, which matches no text that is longer than it can be tried on in about a million steps. Repeating what
 * matches in many ways takes exponential time; beside each other, quantifiers multiply the steps by the length.
 */
export function guarded(pattern: string): string {
  new RegExp(pattern, 'u'); // throws when it is none
  return `^(?![^]{${quickLength(pattern) + 1}})[^]*?(?:${pattern})`;
}

function unguarded(pattern: string): string {
  return pattern.slice(pattern.indexOf('(?:') + 3, -1);
}

function quickLength(pattern: string): number {
  const form = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?/gsu, (part) => (part === '(?' ? '(' : 'x'));
  const quantifiers = form.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const optional = form.match(/(?<![*+}])\?/g)?.length ?? 0;
  const repeatsGroup = /\)[*+{]/.test(form) && (quantifiers > 1 || optional > 0 || form.includes('|'));
  if (repeatsGroup || /\\[1-9k]/.test(pattern)) return 16;
  const degree = quantifiers + optional / 4 + (pattern.startsWith('^') ? 0 : 1);
  return Math.floor(1_000_000 ** (1 / Math.max(1, degree)));
}
