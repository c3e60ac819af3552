import type { Random } from '../../plan/made-up/random.ts';

/** One of several wordings. */
export function pick<Item>(items: readonly [Item, ...Item[]], random: Random): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A number as prose has it. */
export const numberWord = (count: number): string => NUMBERS[count] ?? count.toLocaleString('en');

/** What an index holds, as a sentence calls so many of them: `movies`, `one movie`. */
export function thingsOf(index: string, count: number): string {
  const words = index
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return count === 1 ? singularOf(words) : words;
}

/** `movies` is several of a `movie`, `stories` of a `story`, `dishes` of a `dish`. */
export function singularOf(word: string): string {
  if (/(?:ss|us|is)$/.test(word) || /series$/.test(word)) return word;
  if (/(?:[^aeiou]ies)$/.test(word) && !/(?:^| )(?:movies|cookies|zombies|ties|pies)$/.test(word))
    return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes)$/.test(word)) return word.slice(0, -2);
  return word.replace(/s$/, '');
}

/** A text of a document, as Markdown that shows it as it is. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|]/g, '\\$&');
}

/** The beginning of a text: whole sentences, as many as fit; or else whole words. */
export function sentencesOf(text: string, longest: number): string {
  const line = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= longest) return line;
  const part = line.slice(0, longest);
  const [whole] = /^.*[.!?…][)"’”]?(?= )/su.exec(part) ?? [];
  if (whole !== undefined && whole.length > longest / 4) return whole;
  return `${part.slice(0, part.lastIndexOf(' ')).replace(/[\s,;:–—-]+$/u, '')}…`;
}
