import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChatRequest } from '../../src/meilisearch/body/parse-request.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { requestBody, stray } from './requests.ts';
import { CHAT } from './samples.ts';

const spec = await loadProver();
const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
const reply = { status: 200, headers: { 'content-type': 'text/event-stream' }, body: [] };

const serverTakes = async (text: string) => (await parseChatRequest(new TextEncoder().encode(text))).ok;
async function documentTakes(text: string): Promise<boolean> {
  const request = { ...CHAT, headers, body: JSON.parse(text) as unknown };
  const report = await spec.check(request, reply, { proveResponse: false });
  return report.request.length === 0;
}

for (const { why, server, bodies } of KNOWN_DIFFERENCES) {
  test(`known difference: ${why}`, async () => {
    for (const body of bodies) {
      expect([body, await serverTakes(body), await documentTakes(body)]).toEqual([
        body,
        server === 'takes',
        server !== 'takes',
      ]);
    }
  });
}

test('apart from these, the server takes what the document takes', async () => {
  let taken = 0;
  const runs = 1000;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 50, arbitrary: requestBody }, { weight: 1, arbitrary: stray }),
      async (value) => {
        const text = JSON.stringify(value);
        const takes = await documentTakes(text);
        if (takes) taken += 1;
        expect(await serverTakes(text)).toBe(takes);
      },
    ),
    { numRuns: runs },
  );
  // The property is worth something only if both answers are frequent.
  expect(taken).toBeGreaterThan(runs / 20);
}, 60_000);
