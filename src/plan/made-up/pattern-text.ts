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

type Make = () => string;

/**
 * A text that a regular expression probably matches. What looks around is passed over, and so are references to groups.
 *
 * @param spread How often an open quantifier repeats beyond what it must, at most.
 */
export function patternText(pattern: string, random: Random, spread: number): string {
  let at = 0;
  let left = LONGEST;
  const take = (token: RegExp): string[] => {
    token.lastIndex = at;
    const match = token.exec(pattern) ?? [];
    at += match[0]?.length ?? 0;
    return match;
  };
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];

  const alternatives = (): Make => {
    const options = [sequence()];
    for (; pattern[at] === '|'; options.push(sequence())) at++;
    return () => pick(options)?.() ?? '';
  };
  const sequence = (): Make => {
    const parts: Make[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(quantified());
    return () => parts.map((make) => make()).join('');
  };
  const quantified = (): Make => {
    const make = atom();
    const [, sign, least, comma, most] = take(QUANTIFIER);
    if (sign === undefined) return make;
    const min = Number(least ?? (sign === '+' ? 1 : 0));
    const open = comma === '' ? min : Number(most || Infinity);
    const max = Math.min(sign === '?' ? 1 : open, min + spread);
    return () => {
      const count = min + Math.floor(random() * (max - min + 1));
      let text = '';
      for (let index = 0; index < count && left > 0; index++) text += make();
      return text;
    };
  };
  const atom = (): Make => {
    const [token = ''] = take(ATOM);
    if (token.startsWith('(')) {
      const inside = alternatives();
      at++; // the closing bracket
      return /[=!]$/.test(token) ? () => '' : inside;
    }
    const isEmpty = /^(\^|\$|\\[bB\dk])$/.test(token);
    const characters = /^[\\[.]/.test(token) ? members(token) : [token];
    return () => {
      left--;
      return isEmpty ? '' : (pick(characters) ?? '');
    };
  };
  return alternatives()();
}

/** The characters that a class or an escape stands for, as far as they are in the alphabet. */
function members(token: string): string[] {
  if (/^\\[bB\dk]$/.test(token)) return [];
  const pattern = new RegExp(`^${token}$`, 'u');
  const fitting = ALPHABET.map((characters) => characters.filter((character) => pattern.test(character)));
  return fitting.find(({ length }) => length > 0) ?? [];
}

/**
 * The length of texts that a pattern can be tried on in about a million steps, at least. Repeating what matches in many
 * ways takes exponential time; beside each other, quantifiers multiply the steps by the length.
 *
 * @throws RangeError when it cannot even be compiled: repetitions are written out for that.
 */
export function quickLength(pattern: string): number {
  const form = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?/gsu, (part) => (part === '(?' ? '(' : 'x'));
  const counts = [...form.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least));
  if (counts.reduce((product, count) => product * Math.max(1, count), 1) >= 1_000_000) {
    throw new RangeError('Its pattern repeats a part too often');
  }
  const quantifiers = form.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const optional = form.match(/(?<![*+}])\?/g)?.length ?? 0;
  const repeatsGroup = /\)[*+{]/.test(form) && (quantifiers > 1 || optional > 0 || form.includes('|'));
  if (repeatsGroup || /\\[1-9k]/.test(pattern)) return 16;
  const degree = quantifiers + optional / 4 + (pattern.startsWith('^') ? 0 : 1);
  return degree === 0 ? Infinity : Math.floor(1_000_000 ** (1 / degree));
}
