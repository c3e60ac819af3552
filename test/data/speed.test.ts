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
const FACTOR = 3;

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
  const filter = parseFilter('year > 1990');
  const file = join(folderOf({}), 'movies.json');
  writeFileSync(file, JSON.stringify(films));
  const measured = await best(3, async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    const read = await readData(file);
    if (!('documents' in read)) throw new Error(read.wrong);
    const dataset = new Dataset(read.documents);
    await dataset.prepare();
    const used = process.cpuUsage(cpu);
    // Others may use this machine: what counts is the time that it was ours.
    const loading = Math.min(performance.now() - begin, (used.user + used.system) / 1000);
    delay.disable();
    const queries = Array.from({ length: 20 }, () => words(3));
    const times = [];
    for (const query of [...queries, ...queries]) {
      const start = performance.now();
      await dataset.find(query, filter, 20);
      times.push(performance.now() - start);
    }
    const [answering = Number.NaN] = times.sort((one, other) => one - other).slice(times.length / 2);
    return { loading, answering, waiting: delay.max / 1e6 };
  });
  expect(measured.loading).toBeLessThan(2000 * FACTOR);
  expect(measured.answering).toBeLessThan(10 * FACTOR);
  expect(measured.waiting).toBeLessThan(50 * FACTOR);
}, 120_000);

type Measured = Readonly<Record<'loading' | 'answering' | 'waiting', number>>;

/** The least of each of some measurements, in ms. */
async function best(count: number, measure: () => Promise<Measured>): Promise<Measured> {
  let least = await measure();
  for (let more = 1; more < count; more++) {
    const { loading, answering, waiting } = await measure();
    least = {
      loading: Math.min(least.loading, loading),
      answering: Math.min(least.answering, answering),
      waiting: Math.min(least.waiting, waiting),
    };
  }
  console.log('50,000 documents, ms:', least);
  return least;
}
