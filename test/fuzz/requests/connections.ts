import type { Random } from '../random.ts';
import { chatBody, chatPath, validChat } from './chat.ts';
import type { Draft } from './draft.ts';

/** Clients that leave while they are answered. */
export function abortedRequest(random: Random): Draft {
  return { ...validChat(random), ending: random.chance(0.7) ? 'abort' : 'keep' };
}

/** Clients that leave before they have said all. */
export function halfRequest(random: Random): Draft {
  return { path: chatPath('main'), body: JSON.stringify(chatBody(random)), ending: 'half' };
}

/** Stands for the path of what may be no HTTP. */
export const RAW_PATH = '(raw)';

/** What is hardly HTTP, or none. */
export function rawBytes(random: Random): Draft {
  const raw = Buffer.from(random.pick(RAW)(random), 'latin1');
  return { path: RAW_PATH, raw, ending: 'patience', note: raw.toString('latin1', 0, 80) };
}

const HEAD = 'POST /chats/main/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const BODY = '{"model":"x","messages":[{"role":"user","content":"x"}]}';

const RAW: readonly ((random: Random) => string)[] = [
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  (random) => `${random.text(50)}\r\n\r\n`,
  (random) => `GET ${random.text(30)} HTTP/1.1\r\n\r\n`,
  (random) => `GET /health HTTP/${random.pick(['1.0', '0.9', '2.0', '9', '1.1 x'])}\r\n\r\n`,
  (random) =>
    `${random.pick(['get', 'FOO', 'CONNECT', 'TRACE', '', 'PURGE', 'UNLINK'])} / HTTP/1.1\r\nhost: x\r\n\r\n`,
  () => 'GET http://evil.test/chats HTTP/1.1\r\nhost: x\r\n\r\n',
  () => 'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n',
  () => `GET /health HTTP/1.1\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`,
  (random) => `GET /health HTTP/1.1\r\n${'a: b\r\n'.repeat(random.below(5000))}\r\n`,
  (random) => `GET /health HTTP/1.1\r\n${random.text(30)}\r\n\r\n`,
  (random) =>
    `${HEAD}content-length: ${random.pick(['-1', 'x', '1e3', '99999999999999999999', ''])}\r\n\r\n${BODY}`,
  () => `${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\n${BODY}`,
  () => `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n${BODY}`,
  (random) =>
    `${HEAD}transfer-encoding: chunked\r\n\r\n${random.pick(['x', '-5', 'fffffffffffffffff', ''])}\r\n${BODY}`,
  () => `${HEAD}transfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
  () => `${HEAD}transfer-encoding: chunked\r\n\r\n${[...BODY].map((c) => `1\r\n${c}\r\n`).join('')}0\r\n\r\n`,
  () => `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`.repeat(5),
  () => 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(200),
  () => `${HEAD}content-length: ${BODY.length}\r\nexpect: 100-continue\r\n\r\n`,
  () => `${HEAD}content-length: 200000000\r\n\r\n${BODY}`,
  () => 'GET /health HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
];
