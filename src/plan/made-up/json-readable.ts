import type { Faker } from '@faker-js/faker';
import type { JsonSchema } from 'json-schema-faker';

type Schema = Exclude<JsonSchema, boolean>;

/**
 * A value that reads well in place of a random one: by the name of its property, within the schema's bounds.
 *
 * @param path Where the value is, as a JSON pointer: `/people/0/name`.
 */
export function readable(faker: Faker, value: unknown, schema: JsonSchema, path: string): unknown {
  if (typeof schema === 'boolean' || schema.enum !== undefined || schema.const !== undefined) return value;
  const name = words(path);
  if (typeof value === 'number') return numberFor(faker, schema, name, Number.isInteger(value));
  if (typeof value !== 'string' || schema.pattern !== undefined) return value;
  return schema.format === undefined ? textFor(faker, schema, name) : value;
}

/** The last name of a path, as lower-case words: `/people/0/firstName` is `first name`. */
function words(path: string): string {
  const name = path.split('/').findLast((segment) => segment !== '' && !/^\d+$/.test(segment)) ?? '';
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\W]+/g, ' ')
    .toLowerCase();
}

const TEXTS: readonly (readonly [RegExp, (faker: Faker) => string])[] = [
  [/e ?mail/, (faker) => faker.internet.email({ provider: 'example.com' }).toLowerCase()],
  [/\b(url|link|href|website|uri)\b/, (faker) => `https://example.com/${faker.lorem.slug(2)}`],
  [
    /\b(image|photo|poster|avatar|picture)\b/,
    (faker) => `https://example.com/images/${faker.number.int(999)}.jpg`,
  ],
  [/\b(id|uuid|key)\b/, (faker) => faker.string.uuid()],
  [/first name|given name/, (faker) => faker.person.firstName()],
  [/last name|surname|family name/, (faker) => faker.person.lastName()],
  [/user ?name|login|handle/, (faker) => faker.internet.username().toLowerCase()],
  [/company|organi[sz]ation|brand|publisher/, (faker) => faker.company.name()],
  [/\b(product|item)\b/, (faker) => faker.commerce.productName()],
  [/name|author|director|artist|person|owner|customer/, (faker) => faker.person.fullName()],
  [/title|headline|subject|book|film|movie/, (faker) => faker.book.title()],
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
  [/genre/, (faker) => faker.book.genre()],
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

function textFor(
  faker: Faker,
  { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema,
  name: string,
): string {
  const [, make] = TEXTS.find(([names]) => names.test(name)) ?? [];
  let characters = [...(make?.(faker) ?? `${faker.word.adjective()} ${faker.word.noun()}`)];
  while (characters.length < minLength) characters = characters.concat([...` ${sentence(faker)}`]);
  return characters.length <= maxLength ? characters.join('') : characters.slice(0, maxLength).join('');
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

function numberFor(faker: Faker, schema: Schema, name: string, whole: boolean): number {
  const {
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum = -Infinity,
    exclusiveMaximum = Infinity,
  } = schema;
  const [, low = 1, high = 100, digits = 1] = RANGES.find(([names]) => names.test(name)) ?? [];
  const lowest = Math.max(minimum, exclusiveMinimum);
  const highest = Math.min(maximum, exclusiveMaximum);
  const span = high - low;
  // The expected range, moved as little as the bounds ask for.
  const from = Math.min(Math.max(low, lowest), Math.max(highest - span, lowest));
  const to = Math.max(Math.min(high, highest), Math.min(from + span, highest));
  const integer = whole || schema.type === 'integer';
  const step = schema.multipleOf ?? (integer ? 1 : 0);
  const inside = (value: number) =>
    value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum;
  if (step > 0)
    return multiple(faker, step, from, to, (value) => inside(value) && (!integer || Number.isInteger(value)));
  const value = from + (to - from) * faker.number.float();
  const rounded = Number(value.toFixed(digits));
  return inside(rounded) ? rounded : value;
}

/** A multiple near a random place of a range, for which the division comes out whole in floating point, too. */
function multiple(
  faker: Faker,
  step: number,
  from: number,
  to: number,
  fits: (value: number) => boolean,
): number {
  const middle = Math.round((from + (to - from) * faker.number.float()) / step);
  const decimals = (String(step).split('.')[1] ?? '').length;
  for (let distance = 0; distance < 200; distance++) {
    for (const factor of [middle + distance, middle - distance]) {
      const value = Number((factor * step).toFixed(decimals));
      if (fits(value) && Number.isInteger(value / step)) return value;
    }
  }
  return middle * step;
}
