import { expect, onTestFinished, test } from 'vitest';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { ask, eventually, SCENARIOS, send } from './kit.ts';

const OURS = 'meilisearch_chat_mock_';

async function start(options: ServerOptions = {}) {
  const server = createServer({ scenarios: SCENARIOS, scenario: 'plain', ...options });
  onTestFinished(() => server.close());
  await server.listen();
  return server;
}

/** The value of each of our series: `open_streams`, `requests_total{route="other",status="200"}`. */
async function scrape(url: string): Promise<Record<string, number>> {
  const { text } = await send(`${url}/__mock/metrics`);
  const lines = text.split('\n').filter((line) => line.startsWith(OURS));
  return Object.fromEntries(
    lines.map((line) => {
      const [, series = '', value = ''] = /^(.*) (\S+)$/.exec(line.slice(OURS.length)) ?? [];
      return [series, Number(value)];
    }),
  );
}

test('streams that are open are counted, also those that are held', async () => {
  const server = await start();
  await server.use('gated');
  const answers = [await ask(server.url), await ask(server.session('other').url, 'gate')];
  await server.hold('gate').reached();
  expect(await scrape(server.url)).toMatchObject({ open_streams: 2, sessions: 2 });
  await server.hold('gate').release();
  await answers[0]?.text();
  await eventually(async () => (await scrape(server.url)).open_streams).toBe(1);
});

test('requests are counted by route and status, from the beginning', async () => {
  const server = await start({ apiKeys: ['right'] });
  await ask(server.url);
  await fetch(`${server.url}/@a/chats/x/chat/completions?y`, { method: 'POST' });
  await fetch(`${server.url}/health`);
  await fetch(`${server.url}/__mock/nothing`);
  expect(await scrape(server.url)).toMatchObject({
    'requests_total{route="/chats/{workspace_uid}/chat/completions",status="403"}': 1,
    'requests_total{route="/chats/{workspace_uid}/chat/completions",status="401"}': 1,
    'requests_total{route="other",status="200"}': 1,
    'requests_total{route="/__mock",status="404"}': 1,
  });
});

test('what is held in memory is told, and its limit', async () => {
  const server = await start({ memory: 64_000_000 });
  const before = await scrape(server.url);
  await (await ask(server.url)).text();
  const after = await scrape(server.url);
  expect(after.memory_limit_bytes).toBe(64_000_000);
  expect(after.memory_used_bytes).toBeGreaterThan(before.memory_used_bytes ?? 0);
});

test('how late frames are is measured from the first scrape on, where they go by a clock', async () => {
  const server = await start({
    scenarios: [{ name: 'plain', pace: { ttft: 10, tps: 0 }, reply: [{ text: 'Hi' }] }],
  });
  const asked = async () => (await ask(server.url)).text();
  await asked();
  expect(await scrape(server.url)).toMatchObject({ frame_lag_seconds_count: 0 });
  await asked();
  const once = await scrape(server.url);
  expect(once.frame_lag_seconds_count).toBeGreaterThan(0);
  expect(once['frame_lag_seconds_bucket{le="+Inf"}']).toBe(once.frame_lag_seconds_count);
  expect(once.frame_lag_seconds_sum).toBeLessThan(5);
  // Where time stands, nothing is due.
  await server.clock.pause();
  const answer = ask(server.url);
  await server.waitForRequest((request) => request.ending === undefined);
  await server.clock.next();
  expect((await scrape(server.url)).frame_lag_seconds_count).toBe(once.frame_lag_seconds_count);
  await server.clock.resume();
  await (await answer).text();
});

test('they are what Prometheus reads, with those that every Node process has', async () => {
  const { url } = await start();
  const { headers, text } = await send(`${url}/__mock/metrics`);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toMatch(/^# TYPE meilisearch_chat_mock_open_streams gauge$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test('two servers of one process have metrics of their own', async () => {
  const [one, other] = [await start(), await start()];
  await (await ask(one.url)).text();
  const route = 'requests_total{route="/chats/{workspace_uid}/chat/completions",status="200"}';
  expect([(await scrape(one.url))[route], (await scrape(other.url))[route]]).toEqual([1, undefined]);
});

test('whoever scrapes or probes comes by any name and needs no key; nothing else is open to them', async () => {
  const { url } = await start({ controlKey: 'steer' });
  const status = async (path: string, method = 'GET') =>
    (await send(`${url}${path}`, { method, headers: { host: '10.1.2.3:7700' } })).status;
  expect(await Promise.all(['/__mock/metrics', '/__mock/ready'].map((path) => status(path)))).toEqual([
    200, 200,
  ]);
  expect(await status('/__mock/metrics', 'POST')).toBe(403);
  expect(await Promise.all(['/__mock/health', '/__mock/requests'].map((path) => status(path)))).toEqual([
    403, 403,
  ]);
});

test('metrics name nothing of what is asked, and no page of another site reads them', async () => {
  const server = await start();
  const session = server.session('secret-session');
  await session.use('plain');
  await (await ask(session.url, 'secret-message')).text();
  const { text, headers } = await send(`${server.url}/__mock/metrics`, {
    headers: { origin: 'https://evil.example' },
  });
  expect(text).not.toMatch(/secret|movies|plain/);
  expect(headers['access-control-allow-origin']).toBeUndefined();
});
