import { createServer, get } from 'node:http';
import { expect, test } from 'vitest';
import { answerList } from '../../src/hosts/server/control/answer.ts';
import { listen } from '../kit/listen.ts';

test('a list is written no faster than its client reads it', async () => {
  const values = Array.from({ length: 200 }, (_, index) => `${index}`.repeat(400_000));
  const whole = JSON.stringify({ results: values });
  const server = createServer((_, res) => void answerList(res, values));
  const url = await listen(server);
  const text = await new Promise<string>((resolve) => {
    get(url, (res) => {
      const parts: Buffer[] = [];
      res.once('data', (part: Buffer) => {
        parts.push(part);
        // Had it not waited for its reader, all of it would be written by now.
        expect(values.length).toBeGreaterThan(150);
        res.on('data', (more: Buffer) => parts.push(more));
      });
      res.on('end', () => resolve(Buffer.concat(parts).toString()));
    });
  });
  expect(text === whole).toBe(true);
  server.close();
});

test('a client that leaves ends the list', async () => {
  const values = Array.from({ length: 200 }, () => 'x'.repeat(1_000_000));
  const done = new Promise<number>((resolve) => {
    const server = createServer((_, res) => {
      void answerList(res, values).then(() => {
        server.close();
        resolve(values.length);
      });
    });
    void listen(server).then((url) => get(url, (res) => res.destroy()).on('error', () => undefined));
  });
  expect(await done).toBeGreaterThan(0);
});
