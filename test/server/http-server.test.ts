import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from '../../src/hosts/server/http-server.ts';

test('Express finds the prototypes of messages as it wants them', async () => {
  const app = express();
  app.get('/film', (req, res) => {
    res.json({ asked: req.get('x-asked'), same: prototypes().every((now, index) => now === made[index]) });
    function prototypes() {
      return [Object.getPrototypeOf(req), Object.getPrototypeOf(res)];
    }
  });
  let made: unknown[] = [];
  const server = createHttpServer(app);
  server.prependListener('request', (req, res) => {
    made = [Object.getPrototypeOf(req), Object.getPrototypeOf(res)];
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/film`, {
    headers: { 'x-asked': 'yes', connection: 'close' },
  });
  expect(await response.json()).toEqual({ asked: 'yes', same: true });
});
