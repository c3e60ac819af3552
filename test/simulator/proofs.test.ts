import { expect, test } from 'vitest';
import { specResponse } from '../../src/plan/prover.ts';
import type { Plan } from '../../src/plan/types.ts';
import { idsFor } from '../../src/plan/wire/response-ids.ts';
import { bodyFrame, eventFrame, STREAM_HEADERS } from '../../src/plan/wire/sse.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { Proofs } from '../../src/simulator/proofs.ts';

const place = { at: 0, step: undefined, path: [] };
const chunk = (index: number) => ({ id: `c${index}`, choices: index % 150 === 149 ? 'wrong' : [] });
const choice = (index: number) => ({ index: index % 20 === 19 ? 'wrong' : index });
const numbers = Array.from({ length: 700 }, (_, index) => index);

const stream: Plan = {
  ...{ status: 200, headers: STREAM_HEADERS, mode: 'stream', rounds: [0], warnings: [], size: 0 },
  items: numbers.map((index) => eventFrame('text', () => chunk(index), place)),
};
const body: Plan = {
  ...{ status: 200, headers: { 'content-type': 'application/json' }, mode: 'body' },
  ...{ rounds: [0], warnings: [], size: 0 },
  items: [bodyFrame(() => ({ choices: numbers.slice(0, 100).map(choice), created: 'wrong' }), 0)],
};

test.each([
  ['a stream', stream],
  ['a completion', body],
])('finds in the parts of %s what it finds in the whole', async (_, plan) => {
  const request = { method: 'post', path: '/chats/main/chat/completions', headers: {} };
  const ids = idsFor(plan, undefined);
  const prover = await loadProver();
  const { response } = await prover.check(request, specResponse(plan, ids).response, { proveResponse: true });
  const found = await new Proofs(() => Promise.resolve(prover)).ofPlan(plan, request, ids);
  const texts = (all: readonly object[]) => all.map((violation) => JSON.stringify(violation)).sort();
  const inResponse = found.filter(({ location }) => location[0] === 'response');
  expect(texts(inResponse)).toEqual(texts(response));
  expect(inResponse.length).toBeGreaterThan(10);
});
