import { createServer as createHttpServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { listen } from '../kit/listen.ts';
import { conform } from './conform.ts';

const cases = fileURLToPath(new URL('cases', import.meta.url));

async function tried(trial: { url: string; key?: string; only?: string }) {
  const lines: string[] = [];
  const verdict = await conform({ key: undefined, ...trial, cases }, (text) => lines.push(text));
  return { ...verdict, report: lines.join('\n') };
}

test('the mock has no differences, and what a client cannot set up is skipped with its reason', async () => {
  await using server = createServer({ profile: 'server', speed: 0, workspaces: ['conformance'] });
  const { report, different, same } = await tried({ url: await server.listen() });
  expect(report.split('\n').filter((line) => line !== '')).toEqual([
    expect.stringMatching(/^- \d+ skipped: needs keys of its own$/),
    expect.stringMatching(/^- \d+ skipped: needs a small limit for bodies$/),
    expect.stringMatching(/^- \d+ skipped: needs a scripted model$/),
  ]);
  expect(different).toBe(0);
  expect(same).toBeGreaterThan(450);
});

test('a server with a master key is asked with it, and not what a server without one would answer', async () => {
  await using server = createServer({ profile: 'server', speed: 0, apiKeys: ['the-master-key'] });
  const { report, different } = await tried({
    url: await server.listen(),
    key: 'the-master-key',
    only: '3.',
  });
  expect(different).toBe(0);
  expect(report).toContain('skipped: needs a server without a master key');
  expect(report).toContain('skipped: needs a server on which not every workspace exists');
});

test('a server that answers otherwise is told line by line', async () => {
  await using server = createServer({ speed: 0 });
  const { report, different, same } = await tried({
    url: await server.listen(),
    only: 'Order of checks: several choices that are not streamed',
  });
  expect([different, same]).toEqual([1, 0]);
  expect(report).toContain('✗ 2 Order of checks: several choices that are not streamed');
  expect(report).toContain('    - status 501\n    + status 200');
  expect(report).toContain('    - {"message":"You tried to specify n = 2');
  expect(report).toContain('    + {"id":"cmpl1"');
});

test('a server that closes connections without a response is told so', async () => {
  const server = createHttpServer((req, res) => {
    if (req.method === 'PUT') res.destroy();
    else res.end();
  });
  const url = await listen(server);
  const { report } = await tried({ url, only: '3.1 Routing: PUT' });
  server.closeAllConnections();
  server.close();
  expect(report).toBe(
    '\n✗ 3.1 Routing: PUT\n    - status 405\n    + the connection is closed without a response',
  );
});
