import { expect, test } from 'vitest';
import { runRoute } from '../../src/control/run-route.ts';
import { Simulator } from '../../src/simulator/simulator.ts';

const access = new Simulator().access('default');
const fails = (route: string, input: Record<string, unknown>) =>
  runRoute(route, access, input).then(String, (error: Error) => error.message);

test('verbs by route are checked as over HTTP', async () => {
  expect(await fails('POST /clock/next', { cuont: 1 })).toMatch(/`cuont`: not known.*Did you mean "count"/);
  expect(await fails('POST /clock/nxt', {})).toMatch(/There is no route.*Did you mean "POST \/clock\/next"/);
});
