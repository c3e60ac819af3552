import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { Dataset } from '../../src/data/dataset.ts';
import { parseFilter } from '../../src/data/filter/parse-filter.ts';
import { readData } from '../../src/hosts/server/read-data.ts';
import { createRandom } from '../../src/plan/made-up/random.ts';
import { folderOf } from './kit.ts';

// The aims are 2 s, 10 ms and 50 ms on a machine with nothing else to do; a machine of CI has more to do.
const FACTOR = 4;

const random = createRandom('films');
const letters = () => String.fromCharCode(97 + Math.floor(random() * 26));
const WORDS = Array.from({ length: 30_000 }, () =>
  Array.from({ length: 4 + Math.floor(random() * 6) }, letters).join(''),
);
/** Some words are common, most are rare: the one of rank n comes about 1/n as often as the first. */
const word = () => WORDS[Math.floor(WORDS.length ** random()) - 1] ?? '';
const words = (count: number) => Array.from({ length: count }, word).join(' ');

test('50,000 documents are read and searched in no time, and others have their turns', async () => {
  const films = Array.from({ length: 50_000 }, (_, id) => ({
    id,
    title: words(3),
    overview: words(25),
    genres: [word(), word()],
    year: 1950 + Math.floor(random() * 75),
  }));
  const file = join(folderOf({}), 'movies.json');
  writeFileSync(file, JSON.stringify(films));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begin = performance.now();
  const read = await readData(file);
  if (!('documents' in read)) throw new Error(read.wrong);
  const dataset = new Dataset(read.documents);
  await dataset.prepare();
  const loading = performance.now() - begin;
  delay.disable();

  const queries = Array.from({ length: 20 }, () => words(3));
  const filter = parseFilter('year > 1990');
  for (const query of queries) await dataset.find(query, filter, 20);
  const times: number[] = [];
  for (const query of queries) {
    const start = performance.now();
    await dataset.find(query, filter, 20);
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[times.length / 2] ?? Number.POSITIVE_INFINITY;
  console.log(
    `loaded in ${loading.toFixed()} ms, answers in ${median.toFixed(1)} ms, longest wait ${(delay.max / 1e6).toFixed()} ms`,
  );
  expect(loading).toBeLessThan(2000 * FACTOR);
  expect(median).toBeLessThan(10 * FACTOR);
  expect(delay.max / 1e6).toBeLessThan(50 * FACTOR);
}, 60_000);
