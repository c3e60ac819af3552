import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/client.ts';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { send } from './kit.ts';

/** A mock whose requests all come from `address`, as far as it can see. */
async function mockFor(options: ServerOptions, address?: string): Promise<string> {
  const { app } = createServer({ speed: 0, ...options });
  const server = createHttpServer((req, res) => {
    if (address !== undefined) Object.defineProperty(req.socket, 'remoteAddress', { value: address });
    app(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const health = async (url: string, headers: Record<string, string> = {}) =>
  (await send(`${url}/__mock/health`, { headers })).status;

describe('allowedHosts', () => {
  test('the name of a container is let in, on every port or on the one that is given', async () => {
    const url = await mockFor({ allowedHosts: ['Mock', 'other:7700', '[::2]'] });
    const at = (host: string) => health(url, { host });
    expect(await Promise.all(['mock', 'mock:7700', 'MOCK:1', 'other:7700', '[::2]:7'].map(at))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(
      await Promise.all(['other', 'other:7701', 'mock.evil.example', 'a.mock', '[::3]'].map(at)),
    ).toEqual([403, 403, 403, 403, 403]);
  });

  test('pages that come from the mock under this name may call it, others may not', async () => {
    const url = await mockFor({ allowedHosts: ['mock'] });
    expect(await health(url, { host: 'mock:7700', origin: 'http://mock:7700' })).toBe(200);
    expect(await health(url, { host: 'mock:7700', origin: 'http://mock:80' })).toBe(403);
    expect(await health(url, { host: 'localhost', origin: 'http://mock' })).toBe(403);
  });

  test('what is no host and no origin is refused at once', () => {
    expect(() => createServer({ allowedHosts: ['http://mock:7700'] })).toThrow(
      'An allowed host is a name such as mock or mock:7700, and not "http://mock:7700".',
    );
    expect(() => createServer({ allowedOrigins: ['mock'] })).toThrow(
      'An allowed origin is one such as https://app.example, and not "mock".',
    );
    expect(() => createServer({ controlKey: '' })).toThrow('A control key is of visible ASCII characters');
  });

  test('the origin "null" lets no call in that names no host', async () => {
    const { port } = new URL(await mockFor({ allowedOrigins: ['null'] }));
    const socket = connectTcp(Number(port), '127.0.0.1').setEncoding('utf8');
    socket.end('GET /__mock/health HTTP/1.0\r\n\r\n');
    let text = '';
    for await (const part of socket) text += part;
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('controlKey', () => {
  const REMOTE = '::ffff:192.168.1.9';
  const options = { apiKeys: ['chat'], controlKey: 'steer', allowedHosts: ['mock'] };

  test.each(['127.0.0.1', '::ffff:127.0.0.1', '::1'])('%s is not asked for it', async (address) => {
    expect(await health(await mockFor(options, address))).toBe(200);
  });

  test.each(['192.168.1.9', REMOTE, '172.17.0.1', '2001:db8::1', ''])(
    '%s is asked for it, whatever its Host says',
    async (address) => {
      const url = await mockFor(options, address);
      for (const headers of [{}, { host: 'localhost' }, { host: 'mock' }]) {
        expect(await health(url, headers)).toBe(403);
        expect(await health(url, { ...headers, authorization: 'Bearer steer' })).toBe(200);
        expect(await health(url, { ...headers, 'x-mock-control-key': 'steer' })).toBe(200);
        for (const wrong of ['chat', 'steer2', 'stee', 'Steer', '']) {
          expect(await health(url, { ...headers, authorization: `Bearer ${wrong}` })).toBe(403);
          expect(await health(url, { ...headers, 'x-mock-control-key': wrong })).toBe(403);
        }
      }
    },
  );

  test('the panel is shown without one, and asks for it: nothing else can be read', async () => {
    const url = await mockFor(options, REMOTE);
    const status = async (path: string) =>
      (await send(`${url}${path}`, { headers: { accept: 'text/html', host: 'mock' } })).status;
    expect(await Promise.all(['/__mock/', '/__mock/panel/panel.js'].map(status))).toEqual([200, 200]);
    const others = ['/__mock/requests', '/__mock/events', '/__mock/panel/x/y', '/__mock/sessions'];
    expect(await Promise.all(others.map(status))).toEqual([403, 403, 403, 403]);
    expect((await send(`${url}/__mock/`, { headers: { host: 'mock' } })).status).toBe(403);
  });

  test('what comes by another name of this machine is asked for it: a tunnel may be what connects', async () => {
    expect(await health(await mockFor(options), { host: 'mock' })).toBe(403);
  });

  test.each([
    ['192.168.1.9', 403],
    ['127.0.0.1, 192.168.1.9', 403],
    ['192.168.1.9, 127.0.0.1', 403],
    ['127.0.0.1', 200],
  ])('what a proxy of this machine passes on for %s gets %i', async (forwarded, status) => {
    expect(await health(await mockFor(options), { 'x-forwarded-for': forwarded })).toBe(status);
  });

  test('a refusal says how to send it', async () => {
    const { text } = await send(`${await mockFor(options, REMOTE)}/__mock/reset`, { method: 'POST' });
    expect(JSON.parse(text)).toMatchObject({
      type: 'auth',
      message: expect.stringContaining('The control API asks other machines for its key.'),
      mock: {
        code: 'control-refused',
        hint: 'Send `Authorization: Bearer KEY` or `X-Mock-Control-Key: KEY`; in code: `connect(url, { controlKey })`, or `chatControlKey` of the Playwright fixture.',
      },
    });
  });

  test('a preflight brings none, and lets the page bring it', async () => {
    const url = await mockFor({ ...options, allowedOrigins: ['https://app.example'] }, REMOTE);
    const origin = 'https://app.example';
    const preflight = await send(`${url}/__mock/reset`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain('x-mock-control-key');
    const refused = await send(`${url}/__mock/reset`, { method: 'POST', headers: { origin } });
    // The page can read why.
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, origin]);
    expect(await health(url, { origin, 'x-mock-control-key': 'steer' })).toBe(200);
  });

  test('without one nobody is asked, and a chat is never asked for it', async () => {
    expect(await health(await mockFor({ apiKeys: ['chat'] }, REMOTE))).toBe(200);
    expect((await fetch(`${await mockFor(options, REMOTE)}/health`)).status).toBe(200);
  });

  test('connect sends it with every verb, and to the control API only', async () => {
    const url = await mockFor(options, REMOTE);
    const chat = connect(url, { controlKey: 'steer' });
    await chat.clock.setSpeed(2);
    await chat.session('other').reset();
    expect(await chat.scenarios()).toEqual([]);
    await expect(connect(url).reset()).rejects.toMatchObject({ code: 'control-refused' });
    await expect(connect(url, { controlKey: 'wrong' }).reset()).rejects.toMatchObject({
      code: 'control-refused',
    });
    const seen: [string, string | null][] = [];
    const fetch = async (input: unknown, init?: RequestInit) => {
      seen.push([String(input), new Headers(init?.headers).get('x-mock-control-key')]);
      return new Response('{}');
    };
    await expect(connect('http://a', { controlKey: 'k', fetch }).reset()).rejects.toThrow('not the mock');
    expect(seen).toEqual([
      ['http://a/__mock/reset', 'k'],
      ['http://a/health', null],
    ]);
  });

  test('connect refuses a key that no header can carry', () => {
    expect(() => connect('http://a', { controlKey: 'ключ' })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
