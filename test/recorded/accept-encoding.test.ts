import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { negotiate } from '../../src/meilisearch/negotiate.ts';
import { exchange } from '../wire/replay.ts';

/** `Accept-Encoding` of a request, and what a Meilisearch 1.50.0 answered. */
interface Row {
  readonly header: string;
  readonly status: number;
  /** The `content-encoding` of the response; `-` for none. */
  readonly encoding: string;
  /** How many `vary` lines the response has. */
  readonly vary: 'once' | 'twice';
}

const ROW = /^(?<header>".*?") +(?<status>\d+) (?<encoding>\S+) {2}vary (?<vary>once|twice)$/;

const rows = readFileSync(new URL('accept-encoding.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Row => {
    const { header = '', status, encoding = '', vary } = ROW.exec(line)?.groups ?? {};
    return { header: JSON.parse(header), status: Number(status), encoding, vary: vary as Row['vary'] };
  });

// The requests of the recording had a key that the server does not know.
const server = createServer({ profile: 'server', apiKeys: ['the-key'], speed: 0 });

beforeAll(() => server.listen());
afterAll(() => server.close());

test('there are 44 rows', () => {
  expect(rows).toHaveLength(44);
});

test.each(rows)('$header', async ({ header, status, encoding, vary }) => {
  const negotiated = negotiate(header);
  expect(negotiated).toBe(status === 406 ? undefined : encoding.replace('-', 'identity'));

  const response = await exchange(
    {
      target: '/chats/main/chat/completions',
      headers: [
        'authorization: Bearer another-key',
        'content-type: application/json',
        `accept-encoding: ${header}`,
      ],
      body: '{"model":"m","messages":[],"stream":true}',
    },
    { url: server.url, key: '' },
  );
  const values = (wanted: string) =>
    response?.headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
  expect({
    status: response?.status,
    encoding: values('content-encoding'),
    vary: values('vary')?.length,
  }).toEqual({
    status,
    encoding: encoding === '-' ? [] : [encoding],
    vary: vary === 'once' ? 1 : 2,
  });
});

test.each([
  ['no header', undefined, 'identity'],
  ['the highest of several weights', 'br;q=0, br;q=0.1', 'br'],
  ['weights of up to five characters', 'gzip;q=0.999, br;q=1.000, deflate;q=0.9999', 'br'],
  ['another parameter', 'gzip;level=1', 'identity'],
  ['a parameter before the weight', 'gzip;level=1;q=1', 'identity'],
  ['capitals', 'DEFLATE;Q=.5', 'deflate'],
])('%s', (_, header, encoding) => {
  expect(negotiate(header)).toBe(encoding);
});

test.each([
  'gzip;q=1'.padEnd(200_000, '1'),
  ';'.repeat(200_000),
  ','.repeat(200_000),
  `gzip${' '.repeat(200_000)}x`,
])('a long header takes no long time: %.12s…', (header) => {
  const begun = performance.now();
  expect(negotiate(header)).toBe('identity');
  expect(performance.now() - begun).toBeLessThan(1000);
});
