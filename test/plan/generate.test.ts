import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from '../../src/plan/made-up/generate.ts';
import { loadTokenizer } from '../../src/plan/tokens/tokens.ts';

const tokenizer = await loadTokenizer();

test('answers with everything that a chat UI renders, and quotes the question', async () => {
  const text = await generator.markdown({ seed: 1, question: 'Which film about space should I watch?' });
  expect(text).toContain('> Which film about space should I watch?\n');
  expect(text).toMatch(/^## \w/m); // heading
  expect(text).toMatch(/^- \[.+\]\(https:\/\/example\.com\/.+\)/m); // list of links
  expect(text).toMatch(/^1\. /m); // numbered list
  expect(text).toMatch(/^ {3}```json\n.+\n {3}```$/m); // code block
  expect(text).toMatch(/^\| Film \| Director \| Year \|\n\| --- \| --- \| --- \|\n/m); // table
  expect(text).toMatch(/`[a-z_]+ .+`/); // inline code
});

test('answers about what was asked', async () => {
  expect(await generator.markdown({ seed: 1, question: 'Something quick to cook?' })).toContain('recipes');
  expect(await generator.markdown({ seed: 1, question: 'A novel like Piranesi' })).toContain('[Piranesi]');
  expect(await generator.markdown({ seed: 2, question: 'films about space' })).toContain('Interstellar');
});

test('emphasises phrases that take several tokens, so that a stream cuts them', async () => {
  for (let seed = 0; seed < 50; seed++) {
    const text = await generator.markdown({ seed, question: 'Hi' });
    const counts = (matches: Iterable<RegExpMatchArray>) =>
      Promise.all(Array.from(matches, ([, phrase = '']) => tokenizer.count(phrase)));
    const bold = await counts(text.matchAll(/\*\*([^*]+)\*\*/g));
    const italic = await counts(text.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g));
    expect(Math.max(...bold)).toBeGreaterThan(3);
    expect(Math.max(...italic)).toBeGreaterThan(3);
  }
});

test('is the same for the same seed, and varies with it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, seed) => generator.markdown({ seed, question: 'Hi' })),
  );
  const again = answers.map((_, seed) => generator.markdown({ seed, question: 'Hi' }));
  expect(answers).toEqual(await Promise.all(again));
  expect(new Set(answers).size).toBe(20);
});

test('shortens a long question at a grapheme, and leaves an empty one out', async () => {
  const family = '👩‍👩‍👧‍👦';
  expect(await generator.markdown({ seed: 1, question: family.repeat(50) })).toMatch(
    new RegExp(`^> (${family})+…\n`),
  );
  expect(await generator.markdown({ seed: 1, question: ' \n ' })).not.toContain('>');
  expect(await generator.markdown({ seed: 1, question: 'two\n\nlines' })).toMatch(/^> two lines\n/);
});

test('answers with 120 to 300 tokens', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
      async (seed, question) => {
        const tokens = await tokenizer.count(await generator.markdown({ seed, question }));
        expect(tokens).toBeGreaterThanOrEqual(120);
        expect(tokens).toBeLessThanOrEqual(300);
      },
    ),
  );
});

test.each([
  ['movies', ['id', 'title', 'overview', 'genres', 'director', 'release_date', 'rating', 'poster']],
  [
    'my-products',
    ['id', 'title', 'description', 'brand', 'price', 'currency', 'rating', 'in_stock', 'categories', 'image'],
  ],
  ['books', ['id', 'title', 'author', 'summary', 'genres', 'published', 'pages', 'isbn']],
  ['recipes', ['id', 'title', 'description', 'ingredients', 'minutes', 'difficulty', 'tags']],
  ['users', ['id', 'name', 'email', 'job_title', 'city', 'bio']],
  ['songs', ['id', 'title', 'artist', 'album', 'genre', 'duration', 'lyrics']],
  ['anything', ['id', 'title', 'url', 'content', 'tags', 'updated_at']],
])('finds documents of the index %s', async (index, fields) => {
  const found = await generator.documents({ seed: 1, index, q: 'space opera', count: 3 });
  expect(found).toHaveLength(3);
  for (const document of found) {
    expect(Object.keys(document)).toEqual(fields);
    expect(JSON.stringify(document)).toContain('space opera');
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(3);
});

test('finds the same documents for the same seed, other ones for another, and none twice', async () => {
  const find = (seed: number) => generator.documents({ seed, index: 'movies', q: '', count: 30 });
  const first = await find(1);
  expect(await find(1)).toEqual(first);
  expect(await find(2)).not.toEqual(first);
  expect(new Set(first.map(({ title }) => title)).size).toBe(30);
});

test('does not disturb the seed of the shared faker, nor is disturbed by it', async () => {
  const { faker } = await import('@faker-js/faker/locale/en');
  const before = await generator.documents({ seed: 1, index: 'users', q: '', count: 1 });
  faker.seed(5);
  const expected = faker.person.fullName();
  faker.seed(5);
  expect(await generator.documents({ seed: 1, index: 'users', q: '', count: 1 })).toEqual(before);
  expect(faker.person.fullName()).toBe(expected);
});

test('titles come from our own themes, never from faker’s lists of books and songs', async () => {
  const { faker } = await import('@faker-js/faker/locale/en');
  const { book, music } = faker.rawDefinitions;
  const foreign = new Set([...(book?.title ?? []), ...(music?.song_name ?? []), ...(music?.album ?? [])]);
  for (const index of ['books', 'movies', 'songs', 'recipes', 'products', 'docs']) {
    const made = await generator.documents({ seed: 3, index, q: '', count: 200 });
    const titles = made.flatMap(({ title, album }) => [title, album]).map(String);
    // After the known ones.
    for (const title of titles.slice(80)) expect(foreign.has(title), title).toBe(false);
  }
  const songs = await generator.documents({ seed: 3, index: 'songs', q: '', count: 50 });
  for (const { title } of songs) expect(title).toMatch(/^The [A-Z][a-z]+ [A-Z][a-z]+$/);
});
