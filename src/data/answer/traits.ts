import type { FoundDocument } from '../../scenario/schema.ts';
import { titleField } from '../fields.ts';
import { plain } from './wording.ts';

/** What the documents of an index are like: which attribute is what. Guessed from names and values. */
export interface Traits {
  readonly title: string | undefined;
  /** A longer text. */
  readonly overview: string | undefined;
  /** What is said of a document in a few words, the most telling first. */
  readonly facts: readonly string[];
  /** Attributes with numbers, or dates as texts. */
  readonly numbers: readonly string[];
}

const SAMPLE = 50;

const OVERVIEW = /overview|description|summary|synopsis|plot|abstract|excerpt|content|body|text|bio|about/i;
/** What is said of no document in a sentence: keys, addresses, pictures. */
const USELESS = new Set([
  ...[
    'id',
    'uuid',
    'key',
    'url',
    'uri',
    'link',
    'href',
    'image',
    'img',
    'photo',
    'poster',
    'thumbnail',
    'avatar',
    'icon',
  ],
  ...[
    'slug',
    'sku',
    'isbn',
    'hash',
    'color',
    'colour',
    'currency',
    'created',
    'updated',
    'lat',
    'lng',
    'lon',
    'phone',
  ],
  ...['email', 'geo'],
]);

const isUseless = (name: string): boolean =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => USELESS.has(word));

/** The kinds of facts, the most telling first. */
const FACTS: readonly RegExp[] = [
  /year|released?|published|^date$|_date$|Date$/i,
  /director|author|artist|creator|brand|maker|writer|chef/i,
  /genre|categor|cuisine|type|kind|tags?$|topics?$/i,
  /price|cost/i,
  /rating|score|stars/i,
  /minutes|duration|runtime|pages/i,
  /city|country|location|region/i,
];

export function traitsOf(documents: readonly FoundDocument[]): Traits {
  const sample = documents.slice(0, SAMPLE);
  const title = titleField(documents);
  const names = [...new Set(sample.flatMap((document) => Object.keys(document)))].filter(
    (name) => name !== title,
  );
  const lengths = new Map(names.map((name) => [name, averageLength(sample, name)]));
  const long = names.filter((name) => (lengths.get(name) ?? 0) > 40 && !isUseless(name));
  const longest = long.toSorted((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0))[0];
  const overview = names.find((name) => OVERVIEW.test(name) && (lengths.get(name) ?? 0) > 15) ?? longest;
  const short = names.filter(
    (name) =>
      name !== overview &&
      !name.startsWith('_') &&
      !isUseless(name) &&
      sample.some((one) => factText(name, one) !== ''),
  );
  const rank = (name: string) => FACTS.findIndex((kind) => kind.test(name)) + 1 || FACTS.length + 1;
  const numbers = names.filter((name) =>
    sample.some((one) => typeof one[name] === 'number' || isDate(one[name])),
  );
  return { title, overview, facts: short.toSorted((a, b) => rank(a) - rank(b)), numbers };
}

function averageLength(sample: readonly FoundDocument[], name: string): number {
  const texts = sample.flatMap((document) => {
    const value = document[name];
    return typeof value === 'string' ? [value] : [];
  });
  return texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
}

/** Whether a value is a day, or begins with one. */
export const isDate = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d(-\d\d|$)/.test(value);

/** What a document is called, as plain text. */
export function titleOf(document: FoundDocument, { title }: Traits): string {
  const value = title === undefined ? undefined : document[title];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const id = Object.entries(document).find(([name]) => /id$/i.test(name))?.[1];
  return id === undefined ? 'one without a name' : `number ${String(id)}`;
}

const SIGNS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

/** A fact as a phrase: `2004`, `by Shane Carruth`, `$129`, `45 min`. Empty where there is none. */
export function factText(name: string, document: FoundDocument, { bare = false } = {}): string {
  const value = document[name];
  const own = bare ? '' : labelOf(name);
  if (typeof value === 'number') return numberText(name, value, document, own);
  if (typeof value === 'boolean')
    return bare ? (value ? 'yes' : 'no') : value ? own.trim() : `not ${own.trim()}`;
  if (isDate(value)) return String(value).slice(0, bare ? 10 : 4);
  if (typeof value === 'string')
    return value.length === 0 || value.length > 40 ? '' : plain(maker(name, value, bare));
  if (!Array.isArray(value)) return '';
  const texts = value.filter((one) => typeof one === 'string' && one.length <= 30).map(String);
  return plain(texts.slice(0, bare ? 4 : 3).join(', '));
}

function numberText(name: string, value: number, document: FoundDocument, label: string): string {
  if (/year|^date$|_date$/i.test(name)) return String(value);
  if (/price|cost/i.test(name)) {
    const currency = typeof document.currency === 'string' ? document.currency : 'USD';
    const amount = Number.isInteger(value) ? String(value) : value.toFixed(2);
    const sign = SIGNS[currency];
    return sign === undefined ? `${amount} ${currency}` : `${sign}${amount}`;
  }
  if (/minutes/i.test(name) && label === '') return String(value);
  if (/minutes|runtime|duration/i.test(name)) return `${value} min`;
  if (/rating|score|stars/i.test(name)) return label === '' ? String(value) : `rated ${value}`;
  if (/pages/i.test(name) && label !== '') return `${value} pages`;
  return `${label}${value.toLocaleString('en')}`;
}

const maker = (name: string, value: string, bare: boolean): string =>
  !bare && /director|author|artist|creator|writer|chef|maker|brand/i.test(name) ? `by ${value}` : value;

const labelOf = (name: string): string =>
  `${name
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()} `;

/** What a column of such facts is called. */
export function columnOf(name: string): string {
  const words = labelOf(name).trim();
  return plain(words.charAt(0).toUpperCase() + words.slice(1));
}
