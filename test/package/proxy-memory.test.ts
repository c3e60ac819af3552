import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { CliProcess } from '../fuzz/cli-process.ts';
import { listen } from '../kit/listen.ts';

const PART = Buffer.alloc(1 << 20, 'x');
const PARTS = 1024;
const GIGABYTE = PARTS * PART.length;

// In a process of its own: what other tests hold meanwhile does not count.
test('an upload and a download of a gigabyte take constant memory', { timeout: 60_000 }, async () => {
  const real = createServer((req, res) => {
    let bytes = 0;
    req.on('data', ({ length }: Buffer) => {
      bytes += length;
    });
    req.on('end', async () => {
      res.writeHead(200, { 'x-bytes': bytes });
      for (let i = 0; i < PARTS && !res.destroyed; i++) if (!res.write(PART)) await once(res, 'drain');
      res.end();
    });
  });
  onTestFinished(() => void real.close().closeAllConnections());
  const mock = await CliProcess.start(['--proxy', await listen(real)]);
  onTestFinished(() => mock.stop());
  const before = mock.rss;

  const upload = request(`http://127.0.0.1:${mock.port}/dumps`, { method: 'POST' });
  const answer = once(upload, 'response') as Promise<[IncomingMessage]>;
  for (let i = 0; i < PARTS; i++) if (!upload.write(PART)) await once(upload, 'drain');
  upload.end();
  const [response] = await answer;
  expect(response.headers['x-bytes']).toBe(String(GIGABYTE));
  let down = 0;
  for await (const { length } of response) down += length;
  expect(down).toBe(GIGABYTE);
  // In MB; undefined where there is no /proc.
  const after = mock.rss;
  if (before !== undefined && after !== undefined) expect(after.peak - before.now).toBeLessThan(100);
});
