/** Checks generated scenario files as the program does, in a thread that can be stopped when one never ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadProver } from '../../../src/proof/prism-prover.ts';
import { checkCollection } from '../../../src/scenario/collection.ts';
import { matches } from '../../../src/scenario/match.ts';
import { parseScenarios } from '../../../src/scenario/parse.ts';
import { formatProblem } from '../../../src/scenario/problems/problem.ts';
import { Simulator } from '../../../src/simulator/simulator.ts';
import { waitedForCpu } from '../waited-for-cpu.ts';
import { type FuzzFile, fileAt, type Gallery } from './generate.ts';

/** What a thread is given: the files from one index to another. */
export interface CheckJob {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly gallery: Gallery;
  /** A file that takes longer is checked once more, and its shorter time counts. In ms. */
  readonly slow: number;
}

/** What a thread tells: a file begins, or has been checked. */
export type CheckMessage =
  | { readonly begins: number; readonly phase: string }
  | { readonly checked: number; readonly took: number; readonly phase: string; readonly scenarios: number }
  | { readonly checked: number; readonly error: string; readonly phase: string };

const { seed, from, to, gallery, slow } = workerData as CheckJob;
const say = (message: CheckMessage) => parentPort?.postMessage(message);
const simulator = new Simulator({}, loadProver);
/** What regular expressions are slow on. */
const FACTS = ['a'.repeat(37), 'x'.repeat(37), 'ab '.repeat(15)].map((text) => ({
  ...{ workspace: `${text}!`, model: `${text}!`, message: `${text}!`, turn: 1 },
}));

async function check(file: FuzzFile) {
  const times: [phase: string, ms: number][] = [];
  let phase = '';
  const timed = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    phase = name;
    say({ begins: file.index, phase });
    const [began, waited] = [performance.now(), waitedForCpu()];
    const result = await work();
    times.push([name, performance.now() - began - (waitedForCpu() - waited)]);
    return result;
  };
  try {
    const parsed = await timed('parse', () => parseScenarios(file.text, file.name));
    const together = await timed('collection', () => checkCollection(parsed.scenarios));
    await timed('print', () => {
      for (const problem of [...parsed.problems, ...together]) formatProblem(problem, file.text);
    });
    await timed('match', () =>
      parsed.scenarios.map(({ input }) => FACTS.map((facts) => matches(input.match, facts))),
    );
    await timed('prove', async () => {
      for (const scenario of parsed.scenarios) await simulator.prove(scenario);
    });
    const [slowest] = times.toSorted((a, b) => b[1] - a[1]);
    const took = times.reduce((sum, [, time]) => sum + time, 0);
    return { took, phase: slowest?.[0] ?? '', scenarios: parsed.scenarios.length };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { error: text.slice(0, 1000), phase };
  }
}

// What is loaded once is not counted.
await check({ index: from, kind: '', name: 'warm.yaml', text: gallery[0] ?? '' });
for (let index = from; index < to; index++) {
  const file = fileAt(seed, index, gallery);
  let result = await check(file);
  if ('took' in result && result.took > slow) {
    const again = await check(file);
    if ('took' in again && again.took < result.took) result = again;
  }
  say({ checked: index, ...result });
}
