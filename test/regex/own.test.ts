import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createFetchMock } from '../../src/fetch.ts';
import { answerClientError } from '../../src/hosts/server/client-error.ts';
import { authorize } from '../../src/meilisearch/auth.ts';
import { decodeBase64Url } from '../../src/meilisearch/base64url.ts';
import { isJsonContentType } from '../../src/meilisearch/content-type.ts';
import { corsOf } from '../../src/meilisearch/cors.ts';
import { negotiate } from '../../src/meilisearch/negotiate.ts';
import { parameter, routed } from '../../src/meilisearch/path.ts';
import { readPage } from '../../src/meilisearch/routes/pagination.ts';
import { findResource } from '../../src/meilisearch/routes/routes.ts';
import { sameUuid, uuidTrouble } from '../../src/meilisearch/uuid.ts';
import { graphemesOf } from '../../src/plan/tokens/graphemes.ts';
import { commentEvent } from '../../src/plan/wire/sse.ts';
import { suggestMatch } from '../../src/scenario/nearest.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { regexError } from '../../src/scenario/pattern.ts';
import { explainType } from '../../src/scenario/problems/values.ts';
import { redact } from '../../src/session/redact.ts';
import { targetOf } from '../../src/simulator/target.ts';
import { timed } from '../kit/timed.ts';

// Our own regular expressions, on the longest that a client or a file can give them.

const LENGTH = 100_000;
const many = (pump: string): string => pump.repeat(LENGTH / pump.length);

/** Ways to make an expression that ends in `$`, or has one repetition beside another, try again from everywhere. */
const PUMPS = [
  ' ',
  ';',
  ',',
  '=',
  '/',
  '%',
  '%41',
  'a',
  '-',
  '.',
  '"',
  '{',
  '\t',
  '\n',
  '\r\n',
  ': ',
  '0',
  'é',
];
const TEXTS = PUMPS.flatMap((pump) => ['', '!'].map((end) => many(pump) + end));

const quietly = (run: (text: string) => unknown) => (text: string) => {
  try {
    return run(text);
  } catch {
    return undefined; // a name that is refused
  }
};
const key = [{ key: 'k', actions: ['*'] }];
const facts = { workspace: 'a', model: 'a', turn: 1 };

test.each<[what: string, before: readonly string[], run: (text: string) => unknown]>([
  [
    'a content type',
    ['', 'a/', 'application/json', 'application/json;', 'application/json; a="'],
    isJsonContentType,
  ],
  ['an accepted encoding', ['', 'gzip;', 'gzip;q='], negotiate],
  ['credentials', ['', 'Bearer ', 'Basic '], (text) => authorize(text, key, 'search', new Date(), 'spec')],
  [
    'a tenant token',
    ['Bearer a.b.', 'Bearer a.', 'Bearer ..'],
    (text) => authorize(text, key, 'search', new Date(), 'spec'),
  ],
  ['base64url', ['', '='], decodeBase64Url],
  ['a UUID', ['', '{', 'urn:uuid:'], (text) => [uuidTrouble(text), sameUuid(text, 'a')]],
  [
    'a method',
    [''],
    (text) => corsOf({ method: 'OPTIONS', headers: { 'access-control-request-method': text } }, []),
  ],
  ['a URL', ['', '/', 'http://', '/@', '/?', '//'], quietly((text) => targetOf(text, undefined))],
  ['a session', ['', 'a'], quietly((text) => targetOf('/', text))],
  ['a path', ['/', '/chats/', '/%'], (text) => [routed(text), parameter(text), findResource(text)]],
  [
    'a query',
    ['limit=', 'offset=', ''],
    (text) => readPage(text, { limit: 'bad_request', offset: 'bad_request' }),
  ],
  [
    'a head that Node refuses',
    ['', 'A ', 'A /', 'A http://', 'A /?'],
    (text) => {
      const error = Object.assign(new Error(), { code: 'HPE_INVALID_METHOD', rawPacket: Buffer.from(text) });
      answerClientError(error, new PassThrough());
    },
  ],
  [
    'a secret header',
    ['', 'Bearer '],
    (authorization) => redact({ method: 'POST', path: '/', headers: { authorization }, body: null }).headers,
  ],
  ['a comment', [''], commentEvent],
  ['a message without scenario', ['', 'a'], (message) => suggestMatch({ ...facts, message })],
  ['a matcher', ['/', '/a', '/('], regexError],
  ['a number', ['1', ' '], (text) => explainType(['number'], text, ['speed'])],
])('%s of 100,000 characters is read in a moment', async (_, before, run) => {
  for (const start of before) {
    for (const text of TEXTS) {
      const { slow } = await timed(() => run(start + text));
      expect({ text: start + text.slice(0, 3), slow }).toEqual({
        text: start + text.slice(0, 3),
        slow: false,
      });
    }
  }
});

test('graphemes are taken from a long text one by one', async () => {
  for (const text of TEXTS) expect((await timed(() => graphemesOf(text).next().done)).slow).toBe(false);
});

test.each(['prefer', 'content-type', 'accept', 'accept-encoding', 'x-mock-scenario'])(
  'a request with a long header "%s" is answered in a moment',
  async (name) => {
    const mock = await createFetchMock();
    const body = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hi' }] });
    for (const pump of [';', ',', '=', 'a', '-', '"']) {
      const base = { authorization: 'Bearer key', 'content-type': 'application/json' };
      const headers = { ...base, [name]: `application/json;${many(pump)}!` };
      const { slow } = await timed(async () => {
        const url = 'http://localhost/chats/movies/chat/completions';
        await (await mock.fetch(url, { method: 'POST', headers, body })).body?.cancel();
      });
      expect({ pump, slow }).toEqual({ pump, slow: false });
    }
  },
);

const SCENARIO = 'name: a\nreply: [{ text: x }]\n';

test.each([
  ['comments with Windows line ends', `${'# a\r\n'.repeat(2000)}a: b\r\n---\n`],
  ['a name that is none', `name: "a!${many('-')}b"\nreply: [{ text: x }]`],
  ['spaces in a duration', `${SCENARIO}pace: { ttft: "1${many(' ')}x" }`],
  ['a line of hashes', many('#')],
  ['an unclosed quote', `"${many('a')}`],
  ['an escaped text', `"${many('\\')}`],
  ['spaces in a value', `${SCENARIO}title: a${many(' ')}b`],
  ['dashes', many('-')],
  ['slashes in a matcher', `${SCENARIO}match: { message: "${many('/a')}!" }`],
])('a file with %s is read in a moment', async (_, text) => {
  expect((await timed(() => parseScenarios(text))).slow).toBe(false);
});

test('comments before the first document belong to it, whatever ends their lines', () => {
  const { scenarios, problems } = parseScenarios(`\uFEFF# a\r\n\r\n \t# b\n%YAML 1.2\r\n---\r\n${SCENARIO}`);
  expect(problems).toEqual([]);
  expect(scenarios.map(({ name }) => name)).toEqual(['a']);
});
