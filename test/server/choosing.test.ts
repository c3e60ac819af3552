import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { buildOperations } from '../../src/proof/document.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { ask, askStream, chatBody, type MeiliErrorBody, violations } from '../kit/chat.ts';

const says = (name: string, more: Partial<ScenarioInput> = {}): ScenarioInput => ({
  name,
  reply: [{ text: `I am ${name}.` }],
  ...more,
});

const server = createServer({
  speed: 0,
  scenarios: [
    says('named'),
    says('used'),
    says('matched', { match: { message: 'film' } }),
    says('matched-later', { match: { message: /film/.source, model: 'gpt-4o' } }),
    says('movies'),
  ],
});
beforeAll(() => server.listen());
afterEach(() => server.resetAll());
afterAll(() => server.close());

const film = { messages: [{ role: 'user', content: 'Which film?' }] };

async function answered(more: Record<string, unknown>, options: Parameters<typeof askStream>[2] = {}) {
  const { response, text } = await askStream(server.url, more, options);
  return [response.headers.get('x-mock-scenario'), text];
}

test('the request comes first: by X-Mock-Scenario, or by Prefer', async () => {
  await server.use('used');
  const options = { workspace: 'movies' };
  for (const headers of [
    { 'x-mock-scenario': 'named' },
    { prefer: 'scenario=named' },
    { prefer: 'respond-async, scenario="named"; wait=5' },
  ]) {
    expect(await answered(film, { ...options, headers })).toEqual(['named', 'I am named.']);
  }
});

test('then what the session uses, as often as it was told to', async () => {
  await server.use('used', { times: 2 });
  for (let i = 0; i < 2; i++)
    expect(await answered(film, { workspace: 'movies' })).toEqual(['used', 'I am used.']);
  expect(await answered(film)).toEqual(['matched', 'I am matched.']);
});

test('then the first scenario whose match holds', async () => {
  expect(await answered(film, { workspace: 'movies' })).toEqual(['matched', 'I am matched.']);
});

test('then the scenario that the workspace is called after', async () => {
  expect(await answered({}, { workspace: 'movies' })).toEqual(['movies', 'I am movies.']);
});

test('at last an answer is made up, and the journal says why', async () => {
  const [name, text] = await answered({});
  expect(name).toBe('generated');
  // It quotes the question.
  expect(text).toContain('What is there to see?');
  const [entry] = await server.unmatched();
  expect(entry).toMatchObject({ scenario: null, why: expect.stringContaining('no scenario matches') });
});

test('nothing of one session is seen by another: by header, or by the prefix of the URL', async () => {
  const other = server.session('other');
  await other.use('used');
  expect(await answered({}, { headers: { 'x-mock-session': 'other' } })).toEqual(['used', 'I am used.']);
  const { text } = await askStream(other.url);
  expect(text).toBe('I am used.');
  expect((await answered({}))[0]).toBe('generated');
  expect((await other.requests()).map(({ session }) => session)).toEqual(['other', 'other']);
  expect((await server.requests()).length).toBe(1);
});

test('a scenario that does not exist is an error that names the nearest one', async () => {
  const response = await ask(server.url, chatBody(), { headers: { 'x-mock-scenario': 'machted' } });
  expect(response.status).toBe(400);
  const { code, message } = (await response.json()) as MeiliErrorBody;
  expect(code).toBe('bad_request');
  expect(message).toMatch(/^There is no scenario "machted"\. .*"matched".*The scenarios are: named, used, /);
});

describe('Prefer: code', async () => {
  const operations = await buildOperations(new URL('../../openapi/', import.meta.url));
  const chat = operations.find(({ method, path }) => method === 'post' && /^\/chats\/[^/]+\/chat/.test(path));
  const declared = (chat?.responses ?? []).map(({ code }) => code).filter((code) => /^[45]\d\d$/.test(code));

  test('the document declares errors', () => {
    expect(declared).toEqual(expect.arrayContaining(['400', '401', '403', '404', '501', '503']));
  });

  test.each(declared)('%s, which the document declares', async (code) => {
    const response = await ask(server.url, chatBody({ stream: true }), {
      headers: { prefer: `code=${code}` },
    });
    expect(response.status).toBe(Number(code));
    const body = (await response.json()) as MeiliErrorBody;
    expect(Object.keys(body)).toEqual(['message', 'code', 'type', 'link']);
    expect(body.link).toBe(`https://docs.meilisearch.com/errors#${body.code}`);
    expect(violations(response)).toEqual([]);
  });

  test.each(['402', '418', '429', '502', '504', '520', '599'])(
    '%s, which Meilisearch does not send here, is what a gateway says',
    async (code) => {
      const response = await ask(server.url, chatBody({ stream: true }), {
        headers: { prefer: `code=${code}` },
      });
      expect(response.status).toBe(Number(code));
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toMatch(new RegExp(`<h1>${code} [A-Z].*</h1>`));
      expect(violations(response)).toEqual([]);
      expect(response.headers.get('x-mock-warning')).toContain(`this ${code} is no answer of Meilisearch's`);
    },
  );

  test('404 names the workspace, and 400 says what is wrong with a body', async () => {
    const message = async (code: number) => {
      const headers = { prefer: `code=${code}` };
      const response = await ask(server.url, chatBody({ stream: true }), { workspace: 'films', headers });
      return ((await response.json()) as MeiliErrorBody).message;
    };
    expect(await message(404)).toBe('Chat `films` not found');
    expect(await message(400)).toMatch(/^Json deserialize error: missing field/);
  });

  test.each(['200', '399', '600', '404.5', 'x', ''])('%j, which is no error, says so', async (code) => {
    const response = await ask(server.url, chatBody(), { headers: { prefer: `code=${code}` } });
    expect(response.status).toBe(400);
    expect(((await response.json()) as MeiliErrorBody).message).toMatch(
      /names no error: those are from 400 to 599/,
    );
  });

  test('a bad request is still refused for what is wrong with it', async () => {
    const response = await ask(server.url, '{}', { headers: { prefer: 'code=404' } });
    expect(((await response.json()) as MeiliErrorBody).message).toContain('missing field `messages`');
  });
});

describe('onUnmatched', () => {
  test('error: the request gets the match that would have held', async () => {
    await using strict = createServer({
      onUnmatched: 'error',
      speed: 0,
      scenarios: [says('a', { match: { message: 'film' } })],
    });
    const url = await strict.listen();
    const response = await ask(url, chatBody({ stream: true }));
    expect(response.status).toBe(400);
    const { code, message } = (await response.json()) as MeiliErrorBody;
    expect(code).toBe('bad_request');
    expect(message).toMatch(/^No scenario is for this request: .*"?a"?.* One with this would be: match: /);
    expect(message).toContain('What is there to see?');
    expect((await strict.unmatched()).length).toBe(1);
    expect((await ask(url, chatBody(film))).status).toBe(200);
  });

  test('warn: the answer is made up, and a header says so', async () => {
    await using warns = createServer({ onUnmatched: 'warn', speed: 0 });
    const { response, done } = await askStream(await warns.listen());
    expect([response.status, done]).toEqual([200, true]);
    expect(response.headers.get('x-mock-warning')).toContain('this answer is made up: no scenario matches');
  });
});

test('the scenario option is in force from the start, and again after a reset', async () => {
  await using one = createServer({ scenarios: [says('a'), says('b')], scenario: 'b', speed: 0 });
  await one.listen();
  expect((await askStream(one.url)).text).toBe('I am b.');
  await one.use('a');
  expect((await askStream(one.url)).text).toBe('I am a.');
  await one.resetAll();
  expect((await askStream(one.url)).text).toBe('I am b.');
});

test('attempts are counted for each session', async () => {
  await using one = createServer({
    speed: 0,
    scenarios: [{ name: 'twice', attempts: [{ error: 'internal' }, [{ text: 'Fine.' }]] }],
  });
  const url = await one.listen();
  const get = async (session: string) =>
    (
      await ask(url, chatBody({ stream: true }), {
        workspace: 'twice',
        headers: { 'x-mock-session': session },
      })
    ).status;
  expect([await get('a'), await get('b'), await get('a'), await get('a'), await get('b')]).toEqual([
    500, 500, 200, 200, 200,
  ]);
});

test.each(['generate', 'error', 'warn'] as const)(
  'with onUnmatched %s nothing that is kept quotes a credential',
  async (onUnmatched) => {
    const scenarios = [says('matched', { match: { message: 'film' } })];
    await using mock = createServer({ speed: 0, scenarios, onUnmatched });
    const messages = [{ role: 'user', content: 'Is {"api_key": "hunter"} a key?' }];
    const response = await ask(await mock.listen(), chatBody({ stream: true, messages }), {
      headers: { cookie: 'a=hunter; b=hunter' },
    });
    expect(await response.text()).not.toContain('hunter');
    expect(response.headers.get('x-mock-warning') ?? '').not.toContain('hunter');
    expect(JSON.stringify(await mock.requests())).not.toContain('hunter');
  },
);
