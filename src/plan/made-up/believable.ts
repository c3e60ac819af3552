import type { Faker } from '@faker-js/faker';
import { GENRES } from './titles.ts';
import { TITLES } from './topics.ts';

/** What a format, or the name of a property, says a text is. The first that matches is taken. */
const TEXTS: readonly (readonly [RegExp, (faker: Faker) => string])[] = [
  [/e ?mail/, (faker) => faker.internet.email({ provider: 'example.com' }).toLowerCase()],
  [/\b(ur[il]|iri|link|href|website)\b/, (faker) => `https://example.com/${faker.lorem.slug(2)}`],
  [
    /\b(image|photo|poster|avatar|picture)\b/,
    (faker) => `https://example.com/images/${faker.number.int(999)}.jpg`,
  ],
  [/\b(id|uuid|key)\b/, (faker) => faker.string.uuid()],
  [/\bhost ?name\b/, () => 'www.example.com'],
  [/\bipv4\b|\bip\b/, (faker) => faker.internet.ipv4()],
  [/\bipv6\b/, (faker) => faker.internet.ipv6()],
  [/relative json pointer/, (faker) => `0/${faker.word.noun()}`],
  [/json pointer/, (faker) => `/${faker.word.noun()}`],
  [/\bregexp?\b/, () => '^[a-z]+$'],
  [/\bduration\b/, (faker) => `PT${faker.number.int({ min: 1, max: 59 })}M`],
  [/date time/, (faker) => faker.date.anytime().toISOString()],
  [/^time$/, (faker) => faker.date.anytime().toISOString().slice(11)],
  [/first name|given name/, (faker) => faker.person.firstName()],
  [/last name|surname|family name/, (faker) => faker.person.lastName()],
  [/user ?name|login|handle/, (faker) => faker.internet.username().toLowerCase()],
  [/company|organi[sz]ation|brand|publisher/, (faker) => faker.company.name()],
  [/\b(product|item)\b/, (faker) => faker.commerce.productName()],
  [/name|author|director|artist|person|owner|customer/, (faker) => faker.person.fullName()],
  [/title|headline|subject|book|film|movie/, (faker) => faker.helpers.arrayElement(TITLES)],
  [/\b(city|town|location|destination|place|origin)\b/, (faker) => faker.location.city()],
  [/country|nationality/, (faker) => faker.location.country()],
  [/street|address/, (faker) => faker.location.streetAddress()],
  [/zip|postal/, (faker) => faker.location.zipCode('#####')],
  [/phone|mobile/, (faker) => faker.phone.number({ style: 'international' })],
  [/date|birthday|\bday\b/, (faker) => faker.date.anytime().toISOString().slice(0, 10)],
  [/\btime\b|\bat\b/, (faker) => faker.date.anytime().toISOString()],
  [/currency/, (faker) => faker.finance.currencyCode()],
  [/colou?r/, (faker) => faker.color.human()],
  [/language/, (faker) => faker.location.language().name],
  [/genre/, (faker) => faker.helpers.arrayElement(GENRES)],
  [/category|department|kind/, (faker) => faker.commerce.department()],
  [/dish|recipe|meal/, (faker) => faker.food.dish()],
  [/ingredient/, (faker) => faker.food.ingredient()],
  [/tag|keyword|label|slug/, (faker) => faker.word.noun()],
  [/description|summary|overview|bio/, (faker) => faker.commerce.productDescription()],
  [/text|content|body|message|reason|explanation|answer|note|comment|step|output/, sentence],
  [/quer(y|ies)|question|search|\bq\b/, (faker) => `${faker.word.adjective()} ${faker.word.noun()}`],
];

function sentence(faker: Faker): string {
  const [subject, verb, object] = [faker.word.noun(), faker.word.verb(), faker.word.noun()];
  return `The ${subject} will ${verb} the ${faker.word.adjective()} ${object}.`;
}

export interface TextLimits {
  readonly format: string;
  /** In characters. */
  readonly least: number;
  readonly most: number;
}

/** A text of a format, or one that its property's name suggests. */
export function believableText(faker: Faker, name: string, { format, least, most }: TextLimits): string {
  const [, make] = row(TEXTS, format) ?? row(TEXTS, name) ?? [];
  let text = make?.(faker) ?? `${faker.word.adjective()} ${faker.word.noun()}`;
  while (text.length < Math.min(least, most)) text += ` ${sentence(faker)}`;
  return text.length <= most ? text : [...text].slice(0, most).join('');
}

/** The first row of a table whose pattern matches a name; `firstName` is `first name`. */
function row<Row extends readonly [RegExp, ...unknown[]]>(
  table: readonly Row[],
  name: string,
): Row | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\W]+/g, ' ')
    .toLowerCase();
  return table.find(([pattern]) => pattern.test(words));
}

/** Ranges that a reader expects. Whole numbers but where the third says how many digits follow the point. */
const RANGES: readonly (readonly [RegExp, number, number, number?])[] = [
  [/year/, 1960, 2025],
  [/\bage\b/, 18, 80],
  [/price|cost|amount|total|fee/, 5, 250, 2],
  [/rating|stars/, 1, 5, 1],
  [/score|confidence|probability|ratio|relevance/, 0, 1, 2],
  [/percent/, 0, 100],
  [/\blat(itude)?\b/, -60, 70, 4],
  [/\b(lng|lon|longitude)\b/, -180, 180, 4],
  [/temperature/, -10, 35, 1],
  [/count|quantity|limit|number of/, 1, 10],
  [/\bid\b/, 1, 99_999],
];

/**
 * A number in the range that its property's name suggests, as far as the limits allow.
 *
 * @param limit What a keyword of the schema says, such as `minimum`; infinite where it is not given.
 */
export function believableNumber(
  faker: Faker,
  name: string,
  integer: boolean,
  limit: (keyword: string) => number,
): number {
  const exclusiveMinimum = limit('exclusiveMinimum');
  const exclusiveMaximum = limit('exclusiveMaximum');
  const multipleOf = limit('multipleOf');
  const [, low = 1, high = 100, digits = 1] = row(RANGES, name) ?? [];
  const lowest = Math.max(limit('minimum'), exclusiveMinimum);
  const highest = Math.min(limit('maximum'), exclusiveMaximum);
  // The suggested range, moved as little as the limits ask for.
  const from = Math.min(Math.max(low, lowest), Math.max(highest - (high - low), lowest));
  const to = Math.max(Math.min(high, highest), Math.min(from + high - low, highest));
  const step = multipleOf > 0 ? multipleOf : integer ? 1 : 10 ** -digits;
  const decimals = (String(step).split('.')[1] ?? '').length;
  for (let tries = 0; tries < 200; tries++) {
    const factor = Math.round((from + (to - from) * faker.number.float()) / step);
    const value = Number((factor * step).toFixed(decimals));
    const inside = value >= lowest && value <= highest;
    const excluded = value === exclusiveMinimum || value === exclusiveMaximum;
    // In floating point, not every multiple is a whole number of steps.
    const whole = (!integer || Number.isInteger(value)) && (multipleOf < 0 || Number.isInteger(value / step));
    if (inside && !excluded && whole) return value;
  }
  return (from + to) / 2;
}
