import { afterEach, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { RawConnection, type RawResponse } from '../kit/raw-client.ts';

const server = createServer({
  profile: 'server',
  speed: 0,
  bodyLimit: 100,
  apiKeys: ['the-key'],
  scenarios: [{ name: 'short', reply: [{ text: 'Yes' }] }],
  scenario: 'short',
});
const open: RawConnection[] = [];
let url: string;

beforeAll(async () => {
  url = await server.listen();
  return () => server.close();
});

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

async function connected(): Promise<RawConnection> {
  const connection = await RawConnection.open(url);
  open.push(connection);
  return connection;
}

const BODY = '{"model":"m","messages":[]}';
const STREAMED = '{"model":"m","messages":[],"stream":true}';

function post(body = BODY, { version = '1.1', headers = [] as string[], key = 'the-key' } = {}): string {
  const lines = [
    `POST /chats/x/chat/completions HTTP/${version}`,
    'host: x',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    ...(headers.some((line) => line.startsWith('transfer-encoding'))
      ? []
      : [`content-length: ${body.length}`]),
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const lines = (response: RawResponse | undefined) => response?.headers.map((header) => header.join(': '));

const VARY = 'vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

test('a connection serves one request after the other, streams too', async () => {
  const connection = await connected();
  for (const body of [BODY, STREAMED, BODY]) {
    connection.send(post(body));
    const response = await connection.response();
    expect(response?.status).toBe(body === STREAMED ? 200 : 501);
    expect(lines(response)).not.toContainEqual(expect.stringMatching(/^(connection|keep-alive):/));
  }
});

test('requests that are sent at once are answered in their order', async () => {
  const connection = await connected();
  connection.send(post() + post(STREAMED) + post('{'));
  const statuses = [await connection.response(), await connection.response(), await connection.response()];
  expect(statuses.map((response) => response?.status)).toEqual([501, 200, 400]);
});

test('a client that wants the connection closed is told so, and it is', async () => {
  const connection = await connected();
  connection.send(post(STREAMED, { headers: ['connection: close'] }));
  const response = await connection.response();
  expect(lines(response)).toContain('connection: close');
  expect(response?.cut).toBe(false);
  expect(await connection.ended()).toBe('closed');
});

test('HTTP/1.0 closes the connection without saying so', async () => {
  const connection = await connected();
  connection.send(post(BODY, { version: '1.0' }));
  const response = await connection.response();
  expect(response?.status).toBe(501);
  expect(lines(response)).not.toContainEqual(expect.stringMatching(/^connection:/));
  expect(await connection.ended()).toBe('closed');
});

test('HTTP/1.0 keeps it open when asked to, and says so', async () => {
  const connection = await connected();
  for (const body of [BODY, STREAMED]) {
    connection.send(post(body, { version: '1.0', headers: ['connection: keep-alive'] }));
    const response = await connection.response();
    expect(lines(response)).toContain('connection: keep-alive');
    expect(lines(response)).not.toContainEqual(expect.stringMatching(/^keep-alive:/));
  }
});

test('who asks whether to go on is told to', async () => {
  const connection = await connected();
  const [head = ''] = post(BODY, { headers: ['expect: 100-continue'] }).split('{');
  connection.send(head);
  connection.send(BODY);
  expect(await connection.response()).toMatchObject({ status: 501, interim: [100] });
});

test('another expectation is passed over', async () => {
  const connection = await connected();
  connection.send(post(BODY, { headers: ['expect: the-unexpected'] }));
  expect(await connection.response()).toMatchObject({ status: 501, interim: [] });
});

test('a body that is announced as too large is refused before it comes', async () => {
  const connection = await connected();
  connection.send(post('', { headers: ['content-length: 101'] }).replace('content-length: 0\r\n', ''));
  const response = await connection.response();
  expect(response?.status).toBe(500);
  expect(response?.body.toString()).toContain(
    'JSON payload (101 bytes) is larger than allowed (limit: 100 bytes).',
  );
});

test('a chunked body is refused when it has grown too large, though more of it is to come', async () => {
  const connection = await connected();
  connection.send(post('', { headers: ['transfer-encoding: chunked'] }));
  connection.send(`40\r\n${' '.repeat(64)}\r\n40\r\n${' '.repeat(64)}\r\n`);
  const response = await connection.response();
  expect(response?.status).toBe(413);
  expect(response?.body.toString()).toContain('JSON payload has exceeded limit (100 bytes).');
});

test('a request without a host is answered', async () => {
  const connection = await connected();
  connection.send(post().replace('host: x\r\n', ''));
  expect((await connection.response())?.status).toBe(501);
});

test('a head of 100 kB is read, one of 200 kB is too large', async () => {
  const connection = await connected();
  connection.send(post(BODY, { headers: [`cookie: ${'a'.repeat(100_000)}`] }));
  expect((await connection.response())?.status).toBe(501);
  connection.send(post(BODY, { headers: [`cookie: ${'a'.repeat(200_000)}`] }));
  expect(await connection.response()).toMatchObject({ status: 431, body: Buffer.alloc(0) });
});

test('of a header that comes twice, the first counts', async () => {
  const connection = await connected();
  connection.send(post(BODY, { headers: ['authorization: Bearer nobody', 'content-type: text/plain'] }));
  expect((await connection.response())?.status).toBe(501);
});

test('a bad key is only told when the whole body has come', async () => {
  const connection = await connected();
  const request = post(BODY, { key: 'nobody' });
  connection.send(request.slice(0, -5));
  // By the time another request is answered, this one's head has been read long since.
  const other = await connected();
  other.send(post());
  await other.response();
  expect(connection.unread).toBe(0);
  connection.send(request.slice(-5));
  expect((await connection.response())?.status).toBe(403);
});

test.each([
  ['post /chats/x/chat/completions', 405, ['allow: POST']],
  ['BREW /chats/x/chat/completions/?a=b', 405, ['allow: POST']],
  ['BREW /chats//x/settings', 405, ['allow: GET, PATCH, DELETE']],
  ['BREW /nope', 404, []],
])('%s: %i, though no server knows the method', async (line, status, headers) => {
  const connection = await connected();
  connection.send(`${line} HTTP/1.1\r\nhost: x\r\norigin: http://a\r\n\r\n`);
  const response = await connection.response();
  expect(response).toMatchObject({ status, body: Buffer.alloc(0) });
  expect(lines(response)).toEqual(
    expect.arrayContaining(['content-length: 0', 'access-control-allow-origin: *', VARY, ...headers]),
  );
});

test.each(['nonsense\r\n\r\n', 'GET /chats HTTP/1.1\r\nno colon\r\n\r\n'])(
  'what is no HTTP is a bad request: %j',
  async (bytes) => {
    const connection = await connected();
    connection.send(bytes);
    const response = await connection.response();
    expect(response).toMatchObject({ status: 400, reason: 'Bad Request', body: Buffer.alloc(0) });
    expect(lines(response)?.map((line) => line.replace(/^date: .*/, 'date'))).toEqual([
      'content-length: 0',
      'connection: close',
      'date',
    ]);
    expect(await connection.ended()).toBe('closed');
  },
);
