import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openSharedMock } from '../../src/hosts/playwright/shared-mock.ts';
import { closeNow } from '../../src/hosts/server/http-server.ts';
import { createServer } from '../../src/index.ts';
import { chatBody, readWire } from '../kit/chat.ts';
import { listen } from '../kit/listen.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  onTestFinished(() => closeNow(server));
  return listen(server);
}

async function open(url: string, controlKey?: string) {
  const mock = await openSharedMock({ url, controlKey });
  onTestFinished(() => mock.close());
  return mock;
}

test('a mock of another machine is driven with its control key', async () => {
  const { app } = createServer({ controlKey: 'SECRET' });
  const url = await serve((req, res) => {
    req.headers['x-forwarded-for'] = '10.0.0.9';
    app(req, res);
  });
  await expect(openSharedMock({ url, controlKey: undefined })).rejects.toMatchObject({
    code: 'control-refused',
    message: expect.stringContaining('`chatControlKey`'),
  });
  await expect(openSharedMock({ url, controlKey: 'OTHER' })).rejects.toMatchObject({
    code: 'control-refused',
  });
  const chat = (await open(url, 'SECRET')).session('one');
  await chat.use({ name: 'own', reply: [{ text: 'Hello' }] });
  expect(await chat.requests()).toEqual([]);
});

test('two workers have sessions of their own for one test', async () => {
  const url = await serve(createServer().app);
  const [one, other] = [await open(url), await open(`${url}/@named`)];
  expect(one.session('a').name).toMatch(/^a-[0-9a-f]{8}$/);
  expect(other.session('a').name).not.toBe(one.session('a').name);
  expect(other.session('a').url).toBe(`${url}/@${other.session('a').name}`);
});

test('what is sent on is the same bytes, behind a path as well', async () => {
  const mock = createServer({ seed: 7, speed: 0 });
  const base = await serve((req, res) => {
    req.url = req.url?.replace(/^\/mocks/, '');
    mock.app(req, res);
  });
  const shared = await open(`${base}/mocks/`);
  const ask = (url: string) => readWire(`${url}/@bytes`, chatBody({ stream: true }), { workspace: 'main' });
  const [direct, through] = [await ask(base), await ask(shared.url)];
  expect(through.bytes.equals(direct.bytes)).toBe(true);
  const { date: _, ...head } = direct.headers;
  expect(through.headers).toMatchObject(head);
});

test('a head comes before the first piece of its body', async () => {
  const url = await serve(({ url = '' }, res) => {
    if (url.includes('/__mock')) res.setHeader('x-mock-control', '1').end('{"results":[]}');
    else res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  });
  const shared = await open(url);
  const leave = new AbortController();
  const response = await fetch(shared.url, { signal: leave.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  leave.abort();
});

test('a mock that has gone away breaks the connection off', async () => {
  const far = createHttpServer((_, res) => void res.setHeader('x-mock-control', '1').end('{"results":[]}'));
  const shared = await open(await listen(far));
  await closeNow(far);
  await expect(fetch(shared.url)).rejects.toThrow('fetch failed');
});
