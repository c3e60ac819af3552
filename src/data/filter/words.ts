import type { FilterSpan, FilterWord } from './condition.ts';
import { escaped, fail } from './filter-error.ts';

/** Words that stand for a value only in quotes. */
const KEYWORDS = new Set([
  ...['AND', 'OR', 'IN', 'NOT', 'TO', 'EXISTS', 'IS', 'NULL', 'EMPTY', 'CONTAINS', 'STARTS', 'WITH'],
  ...['_geoRadius', '_geoBoundingBox', '_geoPolygon'],
]);

const WORD = /[\p{Alphabetic}\p{N}_.-]+/uy;
const SPACE = /\s*/y;
const FLOAT = String.raw`[ \t\r\n]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\r\n]*`;
const PAIR = String.raw`[ \t\r\n]*\[${FLOAT}(?:,${FLOAT})*\][ \t\r\n]*`;

/** The filters of places, and what each says when it is not of its form. */
export const GEO_FILTERS = [
  {
    name: '_geoRadius',
    form: new RegExp(String.raw`\(${FLOAT}(?:,${FLOAT}){2,3}\)`, 'y'),
    wrong:
      'The `_geoRadius` filter must be in the form: `_geoRadius(latitude, longitude, radius, optionalResolution)`.',
  },
  {
    name: '_geoBoundingBox',
    form: new RegExp(String.raw`\(${PAIR},${PAIR}\)`, 'y'),
    wrong:
      'The `_geoBoundingBox` filter expects two pairs of arguments: `_geoBoundingBox([latitude, longitude], [latitude, longitude])`.',
  },
  {
    name: '_geoPolygon',
    form: new RegExp(String.raw`\(${PAIR}(?:,${PAIR}){2,}\)`, 'y'),
    wrong:
      "The `_geoPolygon` filter doesn't match the expected format: `_geoPolygon([latitude, longitude], [latitude, longitude])`.",
  },
] as const;

/** Reads the words of a filter, from left to right. */
export class FilterReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get rest(): FilterSpan {
    return { start: this.at, end: this.text.length };
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  skipSpace(): void {
    this.at += this.match(SPACE)?.length ?? 0;
  }

  /** Goes past a text that is next. Returns whether it was. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Goes past what a pattern finds next, and the space after it. */
  takePattern(pattern: RegExp): boolean {
    const found = this.match(pattern);
    if (found === undefined) return false;
    this.at += found.length;
    this.skipSpace();
    return true;
  }

  /** Goes past a whole word with the space around it. */
  takeWord(word: string): boolean {
    const before = this.at;
    this.skipSpace();
    if (this.match(WORD) === word) {
      this.at += word.length;
      this.skipSpace();
      return true;
    }
    this.at = before;
    return false;
  }

  /**
   * The next name or value, with the space around it; undefined: there is none, and the place is as before.
   *
   * @throws FilterError where nothing else could be meant, and nothing would be right
   */
  value(): FilterWord | undefined {
    const before = this.at;
    this.skipSpace();
    this.#refuseGeo();
    const quote = this.text[this.at];
    const word = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#bare();
    if (word === undefined) this.at = before;
    else this.skipSpace();
    return word;
  }

  /** The value that has to come: after an operator. */
  mustHaveValue(): FilterWord {
    const word = this.value();
    if (word !== undefined) return word;
    this.skipSpace();
    const span = this.#unreadable();
    const text = this.text.slice(span.start, span.end);
    if (text.trim() === '') return fail(this.text, span, 'Was expecting a value but instead got nothing.');
    return fail(
      this.text,
      span,
      `Was expecting a value but instead got \`${escaped(text)}\`${this.#reserved()}.`,
    );
  }

  /** @throws FilterError when a keyword stands where a name should be */
  refuseKeyword(): void {
    this.skipSpace();
    if (KEYWORDS.has(this.match(WORD) ?? '')) this.mustHaveValue();
  }

  /** Whether the word that is next is a keyword. */
  get isKeyword(): boolean {
    return KEYWORDS.has(this.match(WORD) ?? '');
  }

  #reserved(): string {
    if (!this.isKeyword) return '';
    const { start, end } = this.#unreadable();
    const word = escaped(this.text.slice(start, end));
    return `, which is a reserved keyword. To use \`${word}\` as a field name or a value, surround it by quotes`;
  }

  /** Up to the next space or sign: what an error shows. */
  #unreadable(): FilterSpan {
    const length = this.match(/[^\s()=<>!]*/y)?.length ?? 0;
    return { start: this.at, end: this.at + length };
  }

  #bare(): FilterWord | undefined {
    const word = this.match(WORD);
    if (word === undefined || KEYWORDS.has(word)) return undefined;
    const start = this.at;
    this.at += word.length;
    return { text: word, start, end: this.at };
  }

  #quoted(quote: '"' | "'"): FilterWord {
    const opening = this.at;
    const start = opening + 1;
    let end = start;
    while (end < this.text.length && this.text[end] !== quote) end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) {
      const span = { start: opening, end: this.text.length };
      const shown = escaped(this.text.slice(opening));
      const missing = `Expression \`${shown}\` is missing the following closing delimiter: \`${quote}\`.`;
      return fail(this.text, span, missing);
    }
    this.at = end + 1;
    const inside = this.text.slice(start, end).replaceAll(`\\${quote}`, quote);
    return { text: this.#unescaped(inside, { start, end }), start, end };
  }

  #unescaped(text: string, span: FilterSpan): string {
    if (!text.includes('\\')) return text;
    const shown = () => escaped(this.text.slice(span.start, span.end));
    return text.replace(
      /\\(u\{([\da-f]*)\}|u([\da-f]{4})|x([\da-f]{2})|[0-7]{1,3}|.|$)/gis,
      (_, all: string, ...codes) => {
        const plain = PLAIN[all];
        if (plain !== undefined) return plain;
        const hex = codes.slice(0, 3).find((code) => code !== undefined);
        const code =
          hex === undefined ? Number.parseInt(/^[0-7]/.test(all) ? all : '', 8) : Number.parseInt(hex, 16);
        if (code >= 0 && code <= 0x10_ffff) return String.fromCodePoint(code);
        if (hex !== undefined)
          return fail(this.text, span, `Found an invalid escaped sequence number: \`${shown()}\`.`);
        return fail(this.text, span, `Malformed value: \`${shown()}\`.`);
      },
    );
  }

  /** The names of places and of their filters are no values. */
  #refuseGeo(): void {
    const word = this.match(WORD) ?? '';
    const reserved =
      ['_geoPoint', '_geoDistance'].find((name) => word.startsWith(name)) ??
      (word === '_geo' ? word : undefined);
    if (reserved !== undefined) {
      const text = `\`${reserved}\` is a reserved keyword and thus can't be used as a filter expression. Use the \`_geoRadius(latitude, longitude, distance)\` or \`_geoBoundingBox([latitude, longitude], [latitude, longitude])\` built-in rules to filter on \`_geo\` coordinates.`;
      fail(this.text, this.rest, text);
    }
    const misused = GEO_FILTERS.find(({ name }) => name === word);
    if (misused !== undefined)
      fail(
        this.text,
        this.rest,
        `The \`${misused.name}\` filter is an operation and can't be used as a value.`,
      );
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" },
};
