import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { respond } from '../../src/hosts/server/respond.ts';

test('names go out in lower case, a name may come twice, and Node adds nothing', async () => {
  const server = createServer((_, res) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Vary', 'Origin');
    respond(res, 200, [['vary', 'accept-encoding']], 'hi');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const raw = await new Promise<string[]>((resolve) => {
    request({ port: (server.address() as AddressInfo).port }, (res) => resolve(res.rawHeaders)).end();
  });
  server.closeAllConnections();
  server.close();
  const lines = raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []));
  expect(lines).toEqual([
    'access-control-allow-origin: *',
    'vary: Origin',
    'vary: accept-encoding',
    'content-length: 2',
    expect.stringMatching(/^date: /),
  ]);
});
