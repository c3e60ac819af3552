import { expect, onTestFinished, test, vi } from 'vitest';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { CHAT, chatRequest, responseError } from './samples.ts';

test('a chat needs nothing that is not compiled ahead', async () => {
  const spec = await loadProver();
  // Prism passes over a schema that does not compile, and would find nothing wrong then.
  vi.stubGlobal('Function', () => {
    throw new Error('Something is compiled.');
  });
  onTestFinished(() => void vi.unstubAllGlobals());

  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
  const reply = { status: 200, headers: { 'content-type': 'text/event-stream' }, body: [{}] };
  const report = await spec.check({ ...CHAT, headers, body: { ...chatRequest, model: 1 } }, reply, {
    proveResponse: true,
  });
  expect(report.request).not.toEqual([]);
  expect(report.response).not.toEqual([]);

  const busy = { status: 503, headers: { 'content-type': 'application/json', 'retry-after': '9' } };
  const found = await spec.proveReply({ ...busy, body: responseError });
  expect(found.map(({ location }) => location.join('.'))).toContain('response.header.retry-after');
});
