import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { controlRouter } from '../../src/hosts/server/control/router.ts';
import { createServer as createMock } from '../../src/hosts/server/server.ts';
import { Traffic } from '../../src/hosts/server/traffic.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { send } from './kit.ts';

const simulator = new Simulator();
let server: Server;
let url: string;

beforeAll(async () => {
  vi.spyOn(simulator, 'resolve').mockRejectedValue(new Error('the disk is on fire'));
  const allowedOrigins = ['https://storybook.example', 'http://mock:7700'];
  const app = express().use(
    '/__mock',
    controlRouter({ simulator, traffic: new Traffic(simulator), allowedOrigins, version: '1.2.3' }),
  );
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('pages of an allowed origin are let in, and no others', async () => {
  const from = (origin: string) => send(`${url}/__mock/health`, { headers: { origin } });
  const { status, headers } = await from('https://storybook.example');
  expect([status, headers['access-control-allow-origin']]).toEqual([200, 'https://storybook.example']);
  expect((await from('http://storybook.example')).status).toBe(403);
  expect((await from('https://storybook.example.evil.example')).status).toBe(403);
});

test('the host of an allowed origin names the mock', async () => {
  const at = (host: string) => send(`${url}/__mock/health`, { headers: { host } });
  expect((await at('mock:7700')).status).toBe(200);
  expect((await at('mock:7701')).status).toBe(403);
});

test('health says the version', async () => {
  expect(JSON.parse((await send(`${url}/__mock/health`)).text)).toMatchObject({ version: '1.2.3' });
});

test('a fault of ours is a 500 in Meilisearch’s form', async () => {
  const { status, text } = await send(`${url}/__mock/scenario`, { method: 'PUT', body: '{"name":"x"}' });
  expect(status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({
    message: 'the disk is on fire',
    code: 'internal',
    type: 'internal',
  });
});

test('createServer takes allowed origins', async () => {
  await using mock = createMock({ allowedOrigins: ['https://storybook.example'] });
  const at = await mock.listen();
  const from = (origin: string) => send(`${at}/__mock/health`, { headers: { origin } });
  expect((await from('https://storybook.example')).status).toBe(200);
  expect((await from('https://evil.example')).status).toBe(403);
});

test('a refusal names what lets in', async () => {
  const hintOf = async (headers: Record<string, string>) => {
    const { status, text } = await send(`${url}/__mock/health`, { headers });
    expect(status).toBe(403);
    return JSON.parse(text).mock.hint;
  };
  expect(await hintOf({ host: 'other:7700' })).toBe(
    'Use localhost or 127.0.0.1, or allow the name: `--allowed-hosts HOST`, or `allowedHosts` of createServer.',
  );
  expect(await hintOf({ origin: 'https://evil.example' })).toBe(
    'Use a page of localhost, or allow its origin: `--allowed-origins ORIGIN`, or `allowedOrigins` of createServer.',
  );
});
