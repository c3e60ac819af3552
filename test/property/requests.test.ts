import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/meilisearch/error-codes.ts';
import { ask, type MeiliErrorBody, readStream, violations } from '../kit/chat.ts';
import { KNOWN_DIFFERENCES } from '../proof/known-differences.ts';
import { requestBody, stray } from '../proof/requests.ts';

const LIMIT = 1_000_000;
const spec = createServer({ speed: 0, bodyLimit: LIMIT, scenarios: 'scenarios' });
const real = createServer({ speed: 0, bodyLimit: LIMIT, scenarios: 'scenarios', profile: 'server' });
beforeAll(() => Promise.all([spec.listen(), real.listen()]));
afterAll(() => Promise.all([spec.close(), real.close()]));

/** Holds whatever was answered against what an answer can be. Resolves with what it was. */
async function wellFormed(response: Response): Promise<'stream' | 'completion' | ErrorCode> {
  const text = await response.text();
  const found = violations(response).filter(({ location }) => location[0] !== 'request');
  expect(found).toEqual([]);
  if (response.headers.get('content-type') === 'text/event-stream') {
    expect(response.status).toBe(200);
    const { retry, done, finish, errors } = readStream(text);
    expect([retry, done]).toEqual([10_000, true]);
    expect(finish !== null || errors.length > 0).toBe(true);
    return 'stream';
  }
  expect(response.headers.get('content-type')).toBe('application/json');
  const body = JSON.parse(text) as MeiliErrorBody & { object?: unknown };
  if (response.status === 200) {
    expect(body.object).toBe('chat.completion');
    return 'completion';
  }
  const { code, type } = body;
  expect(Object.keys(body)).toEqual(['message', 'code', 'type', 'link']);
  expect(body.link).toBe(`https://docs.meilisearch.com/errors#${code}`);
  const known = ERROR_CATALOGUE[code as ErrorCode];
  expect([response.status, type]).toEqual([known.status, known.type]);
  // Nothing that comes in may be a fault of ours.
  expect([code, body.message]).not.toEqual(['internal', expect.anything()]);
  return code as ErrorCode;
}

const mostly = (usual: string, ...rare: string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });

/** Clients differ in what else they send. */
const headers = fc.record(
  {
    'accept-encoding': fc.constantFrom('gzip', 'br, *;q=0.1', 'identity', 'deflate, gzip;q=0.5'),
    prefer: fc.oneof(
      fc.constantFrom(
        'code=404',
        'code=',
        'code=1e9',
        'scenario=nowhere',
        'scenario="refusal"',
        'respond-async, wait=5',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    ),
    'x-mock-session': fc.oneof(
      fc.constantFrom('a', 'b', 'default', '-', ''),
      fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
    ),
    'content-type': mostly('application/json', 'application/json; charset=utf-8', 'text/plain', 'x'),
    authorization: mostly('Bearer x', 'bearer x', 'Basic eDp5', 'x'),
  },
  { requiredKeys: [] },
);

const workspace = fc.oneof(
  { weight: 5, arbitrary: fc.constant('main') },
  // `fetch` takes . and .. for folders.
  fc
    .string({ minLength: 1, maxLength: 10 })
    .filter((uid) => !/^\.\.?$/.test(uid))
    .map(encodeURIComponent),
);

/** Every other one asks for a stream. */
const request = fc
  .tuple(requestBody, fc.boolean())
  .map(([body, stream]) => (stream ? { ...body, stream: true } : body));

const bodies = fc.oneof(
  { weight: 8, arbitrary: request.map((body) => JSON.stringify(body)) },
  { weight: 1, arbitrary: stray.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  // Good requests, with bytes changed.
  {
    weight: 2,
    arbitrary: fc
      .tuple(request, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
      .map(([body, changes]) => {
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
        return bytes;
      }),
  },
);

describe.each([
  ['spec', spec],
  ['server', real],
])('in the profile %s', (profile, server) => {
  test('whatever comes in, what goes out is Meilisearch’s error or a whole answer', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(bodies, headers, workspace, async (body, more, uid) => {
        const outcome = await wellFormed(await ask(server.url, body, { workspace: uid, headers: more }));
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 400 },
    );
    // The property is worth something only if all of these come.
    const all =
      profile === 'spec' ? ['completion', 'stream'] : ['unimplemented_non_streaming_chat_completions'];
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([...all, 'bad_request', 'malformed_payload', 'invalid_content_type']),
    );
  }, 60_000);
});

test('the server takes what the document takes, and a header says what it does not', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(request, async (body) => {
      const response = await ask(spec.url, body);
      const text = await response.text();
      const found = violations(response).length;
      if (found === 0) taken++;
      // The request as such is good, and asks for what cannot be.
      const impossible = text.includes('No value can be made for this JSON schema');
      expect([response.status, found > 0]).toEqual(found > 0 || impossible ? [400, found > 0] : [200, false]);
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(15);
}, 60_000);

test.each(
  KNOWN_DIFFERENCES.flatMap(({ why, server, bodies }) => bodies.map((body) => [why, body, server] as const)),
)('but for a known difference: %s %s', async (_, body, server) => {
  const response = await ask(spec.url, body);
  const outcome = await wellFormed(response);
  expect([outcome === 'completion', violations(response).length > 0]).toEqual(
    server === 'takes' ? [true, true] : [false, false],
  );
});
