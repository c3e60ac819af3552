import { gzipSync } from 'node:zlib';
import { bodyMutator } from '../../meilisearch/mutate-body.ts';
import type { Random } from '../random.ts';
import { chatBody, chatPath } from './chat.ts';
import type { Draft } from './draft.ts';

const MAIN = chatPath('main');
const NUMBER_FIELDS = ['n', 'top_logprobs', 'max_tokens', 'seed', 'temperature', 'stream'];
const NUMBERS = ['1e999', '-0', '1e-999', '0.1e5', '9'.repeat(5000), `0.${'1'.repeat(100_000)}`, '1E+00001'];

/** Valid requests with changed values, types, places and bytes. */
export function mutatedBody(random: Random): Draft {
  const mutate = bodyMutator(random.below(2 ** 31), [JSON.stringify(chatBody(random))]);
  return { path: MAIN, body: mutate() };
}

/** Bodies that hurt parsers. */
export function hostileBody(random: Random): Draft {
  const body = random.pick(HOSTILE)(random);
  return { path: MAIN, body, note: String(body).slice(0, 100) };
}

const json = (text: string) => `{"model":"x","messages":[{"role":"user","content":"x"}],${text}}`;

const HOSTILE: readonly ((random: Random) => string | Uint8Array)[] = [
  (random) => json(`"metadata":${nested(random)}`),
  (random) => json(`"${random.pick(NUMBER_FIELDS)}":${random.pick(NUMBERS)}`),
  (random) => json(`${'"seed":1,'.repeat(random.below(3000))}"seed":2`),
  (random) => json(Array.from({ length: random.below(3000) + 1 }, (_, i) => `"k${i}":${i}`).join()),
  () => json('"__proto__":{"stream":true},"constructor":{"prototype":{}},"toString":1'),
  (random) => json(`"metadata":{"__proto__":${JSON.stringify(random.json())},"__proto__":1}`),
  (random) => json(`"user":"${'\\ud800'.repeat(random.below(500))}"`),
  (random) => json(`"user":"${'\\u0000'.repeat(random.below(500))}"`),
  (random) => json(`"logit_bias":{${Array.from({ length: random.below(2000) }, (_, i) => `"${i}":1`)}}`),
  (random) => json(`"stop":${JSON.stringify(random.list(3000, () => random.text(5)))}`),
  (random) => json(`"tools":${JSON.stringify(manyTools(random))}`),
  (random) => JSON.stringify({ model: 'x', messages: manyMessages(random), stream: random.chance(0.5) }),
  (random) => invalidUtf8(random),
  (random) => Uint8Array.from({ length: random.below(3000) }, () => random.below(256)),
  (random) => ' '.repeat(random.below(100_000)) + json('"seed":1'),
  (random) => JSON.stringify(random.json(6)),
  (random) => JSON.stringify(chatBody(random)).slice(0, random.below(300)),
  () => '',
  () => '\ufeff{}',
  (random) => Buffer.from(JSON.stringify(chatBody(random)), 'utf16le'),
];

function nested(random: Random): string {
  const depth = random.pick([20, 126, 127, 128, 1000, 6000, 50_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ] as const);
  return `${open.repeat(depth)}1${random.chance(0.8) ? close.repeat(depth) : ''}`;
}

function manyTools(random: Random): unknown[] {
  return random.list(500, () => ({
    type: 'function',
    function: { name: random.text(10), parameters: { type: 'object' } },
  }));
}

function manyMessages(random: Random): unknown[] {
  return random.list(1500, () => ({ role: random.pick(['user', 'system']), content: random.text(10) }));
}

function invalidUtf8(random: Random): Uint8Array {
  const bytes = Buffer.from(json(`"user":"${'x'.repeat(50)}"`));
  const bad = random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf], [0]]);
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(bad), bytes.subarray(at)]);
}

/** As much work as the fields of a request can ask for. */
export function greedy(random: Random): Draft {
  const stream = random.chance(0.5);
  return {
    path: MAIN,
    body: json(`"n":255,"logprobs":true,"top_logprobs":255,"stream":${stream}`),
  };
}

/** Long texts, at times one word. */
export function longText(random: Random): Draft {
  const [length, word] = random.weighted([
    [10, [1_000_000, 'word ']],
    [3, [1_000_000, 'a']],
    [2, [1_000_000, '日本']],
    [1, [300_000, '👩‍👩‍👧']],
    [1, [1_000_000, '\n']],
    [1, [7_000_000, 'a']],
  ] as const);
  const text = word.repeat(Math.ceil(length / word.length)).slice(0, length);
  const message = { role: random.pick(['user', 'system']), content: text };
  const asked = random.weighted<Record<string, unknown>>([
    [4, { messages: [message] }],
    [1, { messages: [{ role: 'user', content: [{ type: 'text', text }] }] }],
    [1, { messages: [{ role: 'user', content: 'x' }], user: text }],
    [1, { messages: [{ role: 'user', content: 'x' }], stop: text }],
    [1, { messages: [{ role: 'user', content: 'x' }], [text]: 1 }],
    [1, { messages: [{ role: 'x' }], model: text }],
    [1, { messages: [{ role: text, content: 'x' }] }],
    [1, { messages: [{ role: 'user', content: 'x' }], prediction: { type: 'content', content: text } }],
    [1, { messages: [{ role: 'user', content: image(text.length) }] }],
  ]);
  const note = `${length} of ${JSON.stringify(word)} in ${JSON.stringify(asked).slice(0, 60)}`;
  return { path: MAIN, body: JSON.stringify({ model: 'x', stream: random.chance(0.5), ...asked }), note };
}

function image(length: number): unknown[] {
  return [{ type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(length)}` } }];
}

/** Bodies with a content encoding: right, wrong, or much larger when they are decompressed. */
export function encodedBody(random: Random): Draft {
  const plain = Buffer.from(JSON.stringify(chatBody(random)));
  const body = random.weighted([
    [5, () => gzipSync(plain)],
    [3, () => gzipSync(plain).subarray(0, random.below(60))],
    [3, () => plain],
    [0.3, () => gzipSync(Buffer.alloc(20_000_000, 0x20))],
  ])();
  const encoding = random.pick(['gzip', 'gzip', 'br', 'deflate', 'zstd', 'gzip, gzip', 'x', random.text(5)]);
  return { path: MAIN, body, headers: [['content-encoding', printable(encoding)]] };
}

/** Without what ends a header. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '~');
