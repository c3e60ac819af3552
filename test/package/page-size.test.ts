import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modulesOf, pageSize } from '../../rolldown.page-size.ts';

const dist = new URL('../../dist/', import.meta.url);
const ENTRIES = ['page.js', 'storybook/preview.js'];
/** What a story's page may load of ours at first, in bytes of gzip. Tokens' ranks and faker come later, when they are needed. */
const MOST = 60_000;

/** What each library that is to stay out has in its code, whatever its build makes of its names. */
const MARKS = {
  zod: /invalid_union/,
  yaml: /YAMLParseError/,
  prism: /NO_PATH_MATCHED_ERROR/,
  faker: /fakerjs\.dev/,
  jose: /ERR_JWS_INVALID/,
  liquid: /illegal tag/,
};

const holding = (files: readonly string[], mark: RegExp) =>
  files.filter((file) => mark.test(readFileSync(new URL(file, dist), 'utf8')));

test.each(ENTRIES)('what a page loads of %s at first is small', (entry) => {
  const size = pageSize(dist, entry);
  expect(size).toBeLessThan(MOST);
  // A bar far above what is there would let anything pass.
  expect(size).toBeGreaterThan(MOST / 2);
});

test.each(ENTRIES)(
  'a page loads the checks of scenarios, faker and the rest of %s later, and YAML and Prism never',
  {
    timeout: 60_000,
  },
  (entry) => {
    const first = modulesOf(dist, entry);
    const all = modulesOf(dist, entry, { later: true });
    const found = Object.entries(MARKS).map(([name, mark]) => [
      name,
      { first: holding(first, mark).length, later: holding(all, mark).length },
    ]);
    expect(Object.fromEntries(found)).toEqual({
      zod: { first: 0, later: expect.toSatisfy((count: number) => count > 0) },
      yaml: { first: 0, later: 0 },
      prism: { first: 0, later: 0 },
      faker: { first: 0, later: expect.toSatisfy((count: number) => count > 0) },
      jose: { first: 0, later: expect.toSatisfy((count: number) => count > 0) },
      liquid: { first: 0, later: expect.toSatisfy((count: number) => count > 0) },
    });
  },
);

test.each(['index.js', 'cli.js', 'fetch.js'])('%s loads the engine of templates later', (entry) => {
  expect(holding(modulesOf(dist, entry), MARKS.liquid)).toEqual([]);
});

// There is much to read.
test('each mark is in the build', { timeout: 60_000 }, () => {
  const everything = ['index.js', 'cli.js'].flatMap((entry) => modulesOf(dist, entry, { later: true }));
  for (const mark of Object.values(MARKS)) expect(holding(everything, mark)).not.toEqual([]);
});
