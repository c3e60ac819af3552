import { request as httpRequest } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { connect } from '../../src/client.ts';
import { createMockServer } from '../../src/hosts/server/server.ts';
import type { JournalEntry } from '../../src/session/recording.ts';
import { ask, chatBody, chatHeaders } from '../kit/chat.ts';

/** 2,000 tokens. */
const TEXT = ' the'.repeat(2000);
const LARGE = `data: ${'é'.repeat(50_000)}\n\n`;
const SCENARIOS = [
  { name: 'long', pace: { ttft: 0, tps: 0 }, reply: [{ text: TEXT }] },
  { name: 'short', pace: { ttft: 0, tps: 0 }, reply: [{ text: 'Hello' }] },
  { name: 'held', pace: { ttft: 0, tps: 0 }, reply: [{ text: 'before' }, { hold: 'gate' }, { text: TEXT }] },
  { name: 'large', pace: { ttft: 0, tps: 0 }, reply: [{ raw: LARGE }] },
];

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function start(options: { memory?: number; journalLimit?: number } = {}) {
  const { server, simulator } = createMockServer({ scenarios: SCENARIOS, ...options });
  close = () => server.close();
  const url = await server.listen();
  return { server, url, memory: simulator.memory, simulator };
}

const named = (scenario: string) => ({ headers: { 'x-mock-scenario': scenario } });
const question = (content: string) => chatBody({ messages: [{ role: 'user', content }], stream: true });

/** Asks so many different questions, and reads the answers. */
async function flood(url: string, scenario: string, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) await (await ask(url, question(`Question ${i}`), named(scenario))).text();
}

const sameAs = (entry: JournalEntry | undefined) => entry?.frames.map(({ data }) => data).join('');

test('over the budget the oldest requests give up what they hold, and the journal says so', async () => {
  const { server, url, memory } = await start({ memory: 3_000_000 });
  for (let i = 0; i < 40; i++) {
    await flood(url, 'long', i, i + 1);
    expect(memory.used).toBeLessThanOrEqual(memory.limit);
  }
  const entries = await server.requests();
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  const kept = entries.findIndex(({ dropped }) => dropped === undefined);
  expect(kept).toBeGreaterThan(20);
  expect(kept).toBeLessThan(39);
  expect(
    entries.slice(kept).every(({ dropped, frames }) => dropped === undefined && frames.length > 2000),
  ).toBe(true);
  expect(entries.slice(0, kept).every(({ frames }) => frames.length === 0)).toBe(true);
  expect(entries[0]).toMatchObject({
    number: 1,
    status: 200,
    scenario: 'long',
    ending: { type: 'done' },
    request: { method: 'POST', path: '/chats/main/chat/completions', headers: {}, body: null },
    dropped: 'headers, body, violations and 2003 frames: more than the 3 MB of `memory` were held',
  });
});

test('a plan counts once, however many requests are answered by it', async () => {
  const { url, memory } = await start();
  await flood(url, 'long', 0, 1);
  const one = memory.used;
  for (let i = 0; i < 10; i++) await flood(url, 'long', 0, 1);
  // Each has its times, headers and body, and not another 2,000 frames.
  expect(memory.used - one).toBeLessThan(10 * 90_000);
  expect(one).toBeGreaterThan(750_000);
});

test('all is given back when sessions are reset', async () => {
  const { server, url, memory, simulator } = await start({ journalLimit: 3 });
  simulator.session();
  await flood(`${url}/@one`, 'short', 0, 8);
  const opened = await ask(`${url}/@one`, question('Held'), named('held'));
  await server.session('one').reset();
  await opened.text();
  // What is left are the plans that are kept for the next requests.
  const plans = memory.used;
  await flood(`${url}/@two`, 'short', 0, 8);
  await server.session('two').reset();
  expect(memory.used).toBe(plans);
});

test('what a running stream needs is never given up', async () => {
  const { server, url, memory } = await start({ memory: 3_000_000 });
  const response = await ask(url, question('Held'), named('held'));
  await server.hold('gate').reached();
  await flood(url, 'long', 0, 20);
  expect(memory.used).toBeLessThanOrEqual(memory.limit);
  await server.hold('gate').release();
  const text = await response.text();
  expect(text).toContain('[DONE]');
  const [entry] = await server.requests();
  expect(entry).toMatchObject({ number: 1, ending: { type: 'done' }, dropped: undefined });
  expect(text.endsWith(sameAs(entry) ?? '')).toBe(true);
  await flood(url, 'long', 20, 40);
  expect((await server.requests())[0]?.dropped).toMatch(/^headers, body/);
});

test('sessions that nothing is open in go last, the one first that was not used for longest', async () => {
  const { server, url, memory, simulator } = await start({ memory: 2_000_000 });
  const response = await ask(`${url}/@busy`, question('Held'), named('held'));
  await server.session('busy').hold('gate').reached();
  for (let i = 0; i < 300; i++) {
    await flood(`${url}/@s${i}`, 'short', 0, 1);
    expect(memory.used).toBeLessThanOrEqual(memory.limit);
  }
  const names = simulator.sessions.map(({ name }) => name);
  expect(names).toContain('busy');
  expect(names).not.toContain('s0');
  expect(names).toContain('s299');
  expect(names.length).toBeGreaterThan(20);
  await server.session('busy').hold('gate').release();
  expect(await response.text()).toContain('[DONE]');
});

test('settings of megabytes count, and go with their session', async () => {
  const { server, url, memory, simulator } = await start({ memory: 20_000_000 });
  const body = JSON.stringify({ baseUrl: 'x'.repeat(1_000_000) });
  for (let i = 0; i < 30; i++) {
    const settings = `${url}/@s${i}/chats/main/settings`;
    const response = await fetch(settings, { method: 'PATCH', headers: chatHeaders, body });
    expect(response.status).toBe(200);
    expect(memory.used).toBeLessThanOrEqual(memory.limit);
  }
  const names = simulator.sessions.map(({ name }) => name);
  expect(names).not.toContain('s0');
  expect(names).toContain('s29');
  const held = memory.used;
  await server.session('s29').reset();
  expect(held - memory.used).toBeGreaterThan(2_000_000);
});

test('a large body makes room while it is worked on', async () => {
  const { server, url, memory } = await start();
  await flood(url, 'long', 0, 10);
  const content = 'x'.repeat(Math.ceil(memory.limit / 8));
  const asked = await ask(url, question(content), named('short'));
  await asked.text();
  const entries = await server.requests();
  expect(entries.map(({ dropped }) => dropped === undefined)).toEqual([...Array(10).fill(false), true]);
  expect(memory.used).toBeLessThan(3_000_000);
});

test('large bodies that come at once are worked on one after the other', async () => {
  const { url, memory } = await start();
  const text = 'word '.repeat(400_000);
  let most = 0;
  const count = memory.count.bind(memory);
  vi.spyOn(memory, 'count').mockImplementation((bytes) => {
    count(bytes);
    most = Math.max(most, memory.used);
  });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask(url, question(text), named('short'))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await Promise.all(answers.map((answer) => answer.text()));
  expect(most).toBeGreaterThan(8 * text.length);
  expect(most).toBeLessThan(2 * 8 * text.length);
});

test('a large body is kept cut, with its size and hash', async () => {
  const { server, url, memory } = await start();
  const image = `data:image/png;base64,${'A'.repeat(3_000_000)}`;
  const content = [{ type: 'image_url', image_url: { url: image } }];
  const body = JSON.stringify(chatBody({ messages: [{ role: 'user', content }] }));
  for (let i = 0; i < 5; i++) expect((await ask(url, body, named('short'))).status).toBe(200);
  const entry = await server.lastRequest();
  expect(entry?.request.body).toBe(body.slice(0, 65_536));
  expect(entry?.request.cut).toEqual({ bytes: body.length, fnv1a: fnv1a(body) });
  expect(memory.used).toBeLessThan(3_000_000);
});

test('a body that is nested deep is kept as its text, and listings go on', async () => {
  const { server, url } = await start();
  const text = `{"model":"m","messages":${'['.repeat(6000)}${']'.repeat(6000)}}`;
  expect((await ask(url, text)).status).toBe(400);
  const entries = await connect(url).requests();
  expect(entries[0]?.request).toMatchObject({ body: text, cut: { bytes: text.length, fnv1a: fnv1a(text) } });
  expect(await server.requests()).toHaveLength(1);
});

test.each([199, 200, 201, 202])('a body that is nested %i deep counts what it takes', async (depth) => {
  const { server, url, memory } = await start();
  await (await ask(url, '['.repeat(depth) + ']'.repeat(depth))).text();
  const body = (await server.lastRequest())?.request.body;
  expect(typeof body).toBe(depth > 200 ? 'string' : 'object');
  expect(memory.used).toBeGreaterThan(0);
  expect(memory.used).toBeLessThan(100_000);
});

test('a large frame is listed cut, with its size and hash', async () => {
  const { url } = await start();
  const sent = await (await ask(url, question('Hi'), named('large'))).text();
  const frame = (await connect(url).lastRequest())?.frames.find(({ kind }) => kind === 'raw');
  expect(sent).toContain(LARGE);
  const bytes = new TextEncoder().encode(LARGE).length;
  expect(frame?.cut).toEqual({ bytes, fnv1a: fnv1a(LARGE) });
  expect(LARGE.startsWith(frame?.data ?? 'nothing')).toBe(true);
  expect(new TextEncoder().encode(frame?.data).length).toBe(65_536);
});

test('listings are read in pages, from the end', async () => {
  const { server, url } = await start();
  await flood(url, 'short', 0, 45);
  const numbers = async (query: string) => {
    const { results } = await (await fetch(`${url}/__mock/${query}`)).json();
    return results.map(({ number }: JournalEntry) => number);
  };
  expect(await numbers('requests?last=3&before=10')).toEqual([7, 8, 9]);
  expect(await numbers('requests?before=3')).toEqual([1, 2]);
  expect(await numbers('requests?before=1')).toEqual([]);
  expect((await fetch(`${url}/__mock/requests?before=0`)).status).toBe(400);
  const asked: string[] = [];
  const chat = connect(url, {
    fetch: (input, init) => {
      asked.push(String(input).replace(/.*__mock/, ''));
      return fetch(input, init);
    },
  });
  const all = Array.from({ length: 45 }, (_, index) => index + 1);
  expect((await chat.requests()).map(({ number }) => number)).toEqual(all);
  expect(asked).toEqual(
    [...[0, 36, 26, 16, 6]].map((before) => `/requests?last=10${before === 0 ? '' : `&before=${before}`}`),
  );
  expect((await chat.requests({ last: 25 })).map(({ number }) => number)).toEqual(all.slice(-25));
  expect((await server.requests({ before: 44, last: 2 })).map(({ number }) => number)).toEqual([42, 43]);
  expect(await chat.unmatched({ last: 30 })).toEqual([]);
});

test('a request is waited for in pages, too', async () => {
  const { server, url } = await start();
  await flood(url, 'short', 0, 45);
  for (const chat of [server, connect(url)]) {
    const saw: number[] = [];
    const last = await chat.waitForRequest(({ number }) => saw.push(number) === 45, { timeout: 0 });
    expect(last.number).toBe(45);
    expect(saw).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
    await expect(chat.waitForRequest(() => false, { timeout: 0 })).rejects.toMatchObject({ code: 'timeout' });
  }
});

test('a long listing is streamed, no faster than it is read, and is valid JSON', async () => {
  const { server, url } = await start();
  await flood(url, 'long', 0, 12);
  const [entry] = await server.requests({ last: 1 });
  const size = JSON.stringify(entry).length;
  const answer = await new Promise<string>((resolve, reject) => {
    httpRequest(`${url}/__mock/requests`, (res) => {
      expect(res.headers['transfer-encoding']).toBe('chunked');
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      res.on('end', () => resolve(text)).on('error', reject);
    })
      .on('error', reject)
      .end();
  });
  expect(answer.length).toBeGreaterThan(10 * size);
  const { results } = JSON.parse(answer);
  expect(results).toEqual(JSON.parse(JSON.stringify(await server.requests())));
});

test('a short listing has its length', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/__mock/requests`);
  expect(response.headers.get('content-length')).toBe('14');
  expect(await response.text()).toBe('{"results":[]}');
});

test('GET health says what is held', async () => {
  const { url, memory } = await start({ memory: 5_000_000 });
  const health = await (await fetch(`${url}/__mock/health`)).json();
  expect(health.memory).toEqual({ used: memory.used, limit: 5_000_000 });
});

/** By the definition of the hash, with BigInt: no code of ours. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5n;
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
  return hash.toString(16).padStart(8, '0');
}
