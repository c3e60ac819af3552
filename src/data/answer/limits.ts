import type { FoundDocument } from '../../scenario/schema.ts';
import { isDate } from './traits.ts';

/** What a question asks of numbers: a filter, and the question without the words that say so. */
export interface Limits {
  /** Empty: none. */
  readonly filter: string;
  /** The same in words: `after 2000`. */
  readonly said: string;
  readonly rest: string;
}

const LESS =
  'under|below|less than|fewer than|cheaper than|shorter than|at most|up to|within|no more than|maximum|max';
const MORE = 'over|above|more than|at least|longer than|greater than|better than|higher than|minimum|min';
const SINCE = 'since|from|as of|starting in';
const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;

const YEAR = /year|released?|published|date/i;

/** How a question says a range of years; the first group, or the two, are years. */
const YEARS: readonly (readonly [
  RegExp,
  (a: string, b: string) => readonly [from: string | undefined, to?: string],
])[] = [
  [/\b(?:between|from) (\d{4}) (?:and|to|until|till|-) (\d{4})\b/i, (a, b) => [a, b]],
  [/\b(\d{4}) ?[-–] ?(\d{4})\b/, (a, b) => [a, b]],
  [
    /\b(?:in|from|of|during) the (?:early |late )?(?:(?:19)?([2-9]0)['’]?s)\b/i,
    (a) => [`19${a}`, `19${a.charAt(0)}9`],
  ],
  [/\b(?:in|from|of|during) the (20[0-2]0)['’]?s\b/i, (a) => [a, `${a.slice(0, 3)}9`]],
  [/\b(?:19)?([2-9]0)['’]?s\b/i, (a) => [`19${a}`, `19${a.charAt(0)}9`]],
  [/\b(20[0-2]0)['’]?s\b/i, (a) => [a, `${a.slice(0, 3)}9`]],
  [
    /\b(?:after|newer than|later than|more recent than) (?:the year )?(\d{4})\b/i,
    (a) => [String(Number(a) + 1)],
  ],
  [new RegExp(String.raw`\b(?:${SINCE}) (?:the year )?(\d{4})(?: on(?:wards?)?)?\b`, 'i'), (a) => [a]],
  [
    /\b(?:before|older than|earlier than) (?:the year )?(\d{4})\b/i,
    (a) => [undefined, String(Number(a) - 1)],
  ],
  [/\b(?:until|up to) (?:the year )?(\d{4})\b/i, (a) => [undefined, a]],
  [/\b(?:in|of) (?:the year )?((?:1[89]|20)\d\d)\b/i, (a) => [a, a]],
];

/** The limits that a question sets, as far as some documents have such numbers. */
export function limitsOf(
  question: string,
  numbers: readonly string[],
  sample: readonly FoundDocument[],
): Limits {
  const filters: string[] = [];
  const said: string[] = [];
  let rest = question;
  const take = (match: RegExpExecArray, filter: string) => {
    filters.push(filter);
    said.push(wording(match[0].trim()));
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
  };
  const year = numbers.find((name) => YEAR.test(name));
  if (year !== undefined) {
    for (const [pattern, range] of YEARS) {
      const match = pattern.exec(rest);
      if (match === null) continue;
      const [from, to] = range(match[1] ?? '', match[2] ?? '');
      take(
        match,
        yearFilter(
          year,
          sample.some((one) => isDate(one[year])),
          from,
          to,
        ),
      );
      break;
    }
  }
  for (const [words, operator] of [
    [LESS, '<'],
    [MORE, '>'],
  ] as const) {
    const pattern = new RegExp(
      String.raw`\b(?:rated )?(${words}) ?([$€£])? ?${NUMBER} ?([$€£]|[\p{L}]+)?`,
      'iu',
    );
    const match = pattern.exec(rest);
    const amount = match === null ? undefined : amountOf(match, numbers);
    if (match === null || amount === undefined) continue;
    const inclusive = /at most|up to|within|no more|max|at least|min/i.test(match[1] ?? '') ? '=' : '';
    // What follows the number is a word of the question, unless it is a unit.
    const kept = amount.unit ? '' : (match[4] ?? '');
    take(match, `${amount.field} ${operator}${inclusive} ${amount.value}`);
    if (kept !== '') rest += ` ${kept}`;
  }
  return { filter: filters.join(' AND '), said: said.join(', '), rest };
}

/** As it is said after what was found. */
function wording(said: string): string {
  const after = said.replace(/^of /i, 'in ');
  if (!/^\d/.test(after)) return after;
  return /s$/.test(after) ? `from the ${after}` : `from ${after}`;
}

function yearFilter(
  field: string,
  isText: boolean,
  from: string | undefined,
  to: string | undefined,
): string {
  const [first, last] = isText ? [`"${from}-01-01"`, `"${to}-12-31"`] : [from, to];
  if (from !== undefined && to !== undefined)
    return from === to && !isText ? `${field} = ${from}` : `${field} ${first} TO ${last}`;
  if (from !== undefined) return isText ? `${field} >= ${first}` : `${field} > ${Number(from) - 1}`;
  return isText ? `${field} <= ${last}` : `${field} < ${Number(to) + 1}`;
}

function amountOf(match: RegExpExecArray, numbers: readonly string[]) {
  const [whole, , sign, digits = '', word = ''] = match;
  const value = Number(digits.replace(',', '.'));
  const field = (pattern: RegExp) => numbers.find((name) => pattern.test(name));
  const isMoney =
    sign !== undefined ||
    /^(?:[$€£]|dollars?|euros?|pounds?|bucks|usd|eur)$/i.test(word) ||
    /cheaper/i.test(whole);
  const price = field(/price|cost/i);
  if (isMoney)
    return price === undefined
      ? undefined
      : { field: price, value, unit: !/^\p{L}+$/u.test(word) || !/cheaper/i.test(whole) };
  const minutes = field(/minutes|duration|runtime/i);
  if (/^(?:min|mins|minutes?)$/i.test(word))
    return minutes === undefined ? undefined : { field: minutes, value, unit: true };
  if (/^(?:h|hours?)$/i.test(word))
    return minutes === undefined ? undefined : { field: minutes, value: value * 60, unit: true };
  if (/rated|better/i.test(whole)) {
    const rating = field(/rating|score|stars/i);
    return rating === undefined
      ? undefined
      : { field: rating, value, unit: /^(?:stars?|points?)$/i.test(word) };
  }
  const named =
    word === ''
      ? undefined
      : numbers.find((name) => name.toLowerCase().replace(/s$/, '') === word.toLowerCase().replace(/s$/, ''));
  return named === undefined ? undefined : { field: named, value, unit: true };
}
