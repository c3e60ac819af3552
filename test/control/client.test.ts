import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { connect } from '../../src/client.ts';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { ask, eventually, freshName, said, setupServer } from './kit.ts';

const mock = setupServer();
const others: Server[] = [];
afterEach(() => {
  for (const server of others.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Something that listens and is not the mock. */
async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('drives the default session unless it is told another', async () => {
  const chat = connect(mock.url);
  expect([chat.name, chat.url]).toEqual(['default', mock.url]);
  const named = chat.session('login');
  expect([named.name, named.url]).toEqual(['login', `${mock.url}/@login`]);
  expect(named.session('default').url).toBe(mock.url);
});

test('takes the URL of a session', async () => {
  const name = freshName();
  const chat = connect(mock.server.session(name).url);
  expect(chat.name).toBe(name);
  await chat.use('plain');
  await said(await ask(chat.url));
  expect(await mock.server.session(name).requests()).toHaveLength(1);
});

test('a slash at the end of the URL does not count', () => {
  expect(connect('http://localhost:7700/').url).toBe('http://localhost:7700');
  expect(connect('http://localhost:7700/mock//').url).toBe('http://localhost:7700/mock');
  expect(connect('http://localhost:7700/mock/@a/').url).toBe('http://localhost:7700/mock/@a');
});

test.each(['localhost:7700', '7700', '', 'ftp://localhost'])('refuses "%s" as a URL', (url) => {
  expect(() => connect(url)).toThrow(
    expect.objectContaining({
      code: 'invalid-option',
      message: expect.stringContaining('http://localhost:7700'),
    }),
  );
});

test.each(['a/b', '', 'ä', ' ', '@'])('refuses "%s" as the name of a session', (session) => {
  expect(() => connect(mock.url, { session })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  expect(() => mock.server.session(session)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
});

test('lists the scenarios', async () => {
  expect((await connect(mock.url).scenarios()).map(({ name }) => name)).toEqual(['plain', 'slow', 'gated']);
});

test('says when nothing listens, and what to do', async () => {
  const url = await listen(() => undefined);
  for (const server of others.splice(0)) await new Promise((resolve) => server.close(resolve));
  await expect(connect(url).requests()).rejects.toMatchObject({
    code: 'unreachable',
    message: `Nothing answers at ${url}. Start the mock with \`npm run mock\`, or give the URL that it prints.`,
  });
});

test('says when it is a real Meilisearch', async () => {
  const url = await listen((req, res) => {
    if (req.url === '/health') res.end('{"status":"available"}');
    else res.writeHead(404).end();
  });
  await expect(connect(url).use('plain')).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(`What answers at ${url} is not the mock but a real Meilisearch.`),
  });
});

test('says when it is something else, even if that answers everything', async () => {
  const url = await listen((_req, res) => res.end('<!doctype html>'));
  await expect(connect(url).clock.pause()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('is not the mock but something else (HTTP 200).'),
  });
});

test('says when the connection breaks', async () => {
  const url = await listen((_req, res) => res.destroy());
  await expect(connect(url).requests()).rejects.toMatchObject({ code: 'unreachable' });
});

test('does not wait for ever for a server that says nothing', async () => {
  const hanging: typeof fetch = (_url, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  fakeTimersOfMock();
  const chat = connect('http://localhost:7700', { fetch: hanging });
  const call = expect(chat.clock.next(1, { timeout: 2000 })).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('took too long to answer'),
  });
  await vi.advanceTimersByTimeAsync(12_000);
  await call;
  realTimersOfMock();
});

test('says when the mock refuses it', async () => {
  const refusing: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: { origin: 'https://evil.example' } });
  await expect(connect(mock.url, { fetch: refusing }).requests()).rejects.toMatchObject({
    code: 'control-refused',
    message: expect.stringContaining('The control API is not for pages of https://evil.example.'),
  });
});

test('the timeout of all its calls can be set', async () => {
  const chat = connect(mock.url, { session: freshName(), timeout: 15 });
  await expect(chat.hold('gate').reached()).rejects.toThrow(/^Waited 15 ms for/);
  await expect(chat.waitForRequest()).rejects.toThrow(/^Waited 15 ms for/);
});

test('waits in several requests for what takes long', async () => {
  const chat = connect(mock.url, { session: freshName() });
  const asked: string[] = [];
  const impatient: typeof fetch = (url, init) => {
    asked.push(String(url));
    // The server's answer to a poll in which nothing happened, at once.
    return fetch(String(url).replace(/timeout=[\d.]+/, 'timeout=1'), init);
  };
  const waiting = connect(chat.url, { fetch: impatient }).waitForRequest(undefined, { timeout: 120_000 });
  await eventually(() => asked.length).toBeGreaterThan(2);
  await chat.use('plain');
  await said(await ask(chat.url));
  expect(await waiting).toMatchObject({ number: 1 });
  expect(asked.every((url) => url.endsWith('timeout=25000'))).toBe(true);
});

test('what cannot be sent as JSON is refused before it is sent', async () => {
  const loop: Record<string, unknown> = { name: 'loop' };
  loop.reply = loop;
  const send = vi.fn<typeof fetch>();
  const chat = connect(mock.url, { fetch: send });
  await expect(chat.use(loop as never)).rejects.toMatchObject({ code: 'invalid-option' });
  expect(send).not.toHaveBeenCalled();
});
