import type { Faker } from '@faker-js/faker';
import type { SearchSpec } from '../../scenario/schema.ts';
import { madeUpPraise, madeUpTheme, madeUpTitle } from './titles.ts';
import { type Entry, TOPICS } from './topics.ts';

export type MadeUpDocument = Exclude<SearchSpec['documents'], number | undefined>[number];

/** What to make documents from: the same options give the same documents. */
export interface DocumentsOptions {
  readonly seed: number;
  /** The index's name: `movies`, `products`, `docs`, … decides on the fields. */
  readonly index: string;
  /** What was searched for. Each document mentions it. */
  readonly q: string;
  readonly count: number;
}

/** Documents that such a search could have found. The generator must have been seeded. */
export function documents(faker: Faker, { index, q, count }: DocumentsOptions): MadeUpDocument[] {
  const [, make] = SHAPES.find(([names]) => names.test(index)) ?? [undefined, article];
  const first = faker.number.int({ min: 1, max: 9_000 });
  const start = faker.number.int({ max: 99 });
  const query = q.trim();
  return Array.from({ length: count }, (_, place) =>
    make({ faker, place, start, query, id: first + place * 7 }),
  );
}

interface Making {
  readonly faker: Faker;
  readonly place: number;
  /** Where in a list of known things the first document begins. */
  readonly start: number;
  readonly query: string;
  readonly id: number;
}

type Make = (making: Making) => MadeUpDocument;

const SHAPES: readonly (readonly [RegExp, Make])[] = [
  [/movie|film|cinema|series|show/i, movie],
  [/recipe|dish|food|meal|menu/i, recipe],
  [/product|shop|item|catalog|store|good/i, product],
  [/book|novel|librar/i, book],
  [/user|people|person|contact|customer|employee|author/i, person],
  [/song|music|track|album/i, song],
];

function movie(making: Making): MadeUpDocument {
  const { faker, id } = making;
  const { title, by, fact, tags, why } = entryOf('movies', making);
  const year = typeof fact === 'number' ? fact : 2000;
  return {
    id,
    title,
    overview: about(making, `${capital(why)}.`),
    genres: tags,
    director: by,
    release_date: `${year}-${faker.date.anytime().toISOString().slice(5, 10)}`,
    rating: faker.number.float({ min: 6, max: 9, fractionDigits: 1 }),
    poster: `https://example.com/posters/${id}.jpg`,
  };
}

function recipe(making: Making): MadeUpDocument {
  const { faker, id } = making;
  const { title, tags, why, fact } = entryOf('recipes', making);
  return {
    id,
    title,
    description: about(making, `${capital(why)}.`),
    ingredients: faker.helpers.uniqueArray(() => faker.food.ingredient(), 5),
    minutes: faker.number.int({ min: 2, max: 18 }) * 5,
    difficulty: fact,
    tags,
  };
}

function product(making: Making): MadeUpDocument {
  const { faker, id } = making;
  const { title, tags, why, fact } = entryOf('products', making);
  return {
    id,
    title,
    description: about(making, `${capital(why)}.`),
    brand: faker.company.name(),
    price: Number(faker.commerce.price({ min: 10, max: 400 })),
    currency: 'USD',
    rating: Number(fact),
    in_stock: faker.datatype.boolean(0.8),
    categories: tags,
    image: `https://example.com/images/${id}.jpg`,
  };
}

function book(making: Making): MadeUpDocument {
  const { faker, id } = making;
  const { title, by, fact, tags, why } = entryOf('books', making);
  return {
    id,
    title,
    author: by,
    summary: about(making, `${capital(why)}.`),
    genres: tags,
    published: fact,
    pages: faker.number.int({ min: 120, max: 640 }),
    isbn: faker.commerce.isbn(),
  };
}

function person(making: Making): MadeUpDocument {
  const { faker, id } = making;
  const [firstName, lastName] = [faker.person.firstName(), faker.person.lastName()];
  return {
    id,
    name: `${firstName} ${lastName}`,
    email: faker.internet.email({ firstName, lastName, provider: 'example.com' }).toLowerCase(),
    job_title: faker.person.jobTitle(),
    city: faker.location.city(),
    bio: about(making, `${faker.person.bio()}.`),
  };
}

function song(making: Making): MadeUpDocument {
  const { faker, id, start, place } = making;
  const nth = start + place;
  return {
    id,
    title: madeUpTitle(nth),
    artist: faker.person.fullName(),
    album: madeUpTitle(nth + 500),
    genre: faker.music.genre(),
    duration: faker.number.int({ min: 120, max: 420 }),
    lyrics: about(making, `${capital(madeUpTheme(nth))}, ${madeUpTheme(nth + 1)}.`),
  };
}

function article(making: Making): MadeUpDocument {
  const { faker, id, query, start, place } = making;
  const topic = capital(query === '' ? madeUpTheme(start + place) : query);
  const title = faker.helpers.arrayElement([
    `Getting started with ${topic}`,
    `${topic}, explained`,
    `A guide to ${topic}`,
  ]);
  return {
    id,
    title: `${title}, part ${place + 1}`,
    url: `https://example.com/docs/${id}`,
    content: about(making, 'What it is, when to use it, and what to look out for.'),
    tags: [faker.word.noun(), faker.word.noun()],
    updated_at: faker.date.past().toISOString().slice(0, 10),
  };
}

const FACTS: Readonly<Record<string, string>> = { products: '4.0', recipes: 'easy' };

/** Well-known things first, in an order of the seed's own; made-up ones when there are no more. */
function entryOf(index: string, { faker, place, start }: Making): Entry {
  const known = TOPICS.find((topic) => topic.index === index)?.entries ?? [];
  const entry = known[(start + place) % known.length];
  if (entry !== undefined && place < known.length) return entry;
  return {
    title: madeUpTitle(start + place),
    by: faker.person.fullName(),
    fact: FACTS[index] ?? faker.number.int({ min: 1960, max: 2024 }),
    tags: entry?.tags ?? [],
    why: madeUpPraise(faker),
  };
}

function about({ faker, query }: Making, text: string): string {
  if (query === '') return text;
  return `${text} ${faker.helpers.arrayElement(['A fine match for', 'Often found by', 'About'])} “${query}”.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
