import type { Random } from '../random.ts';
import { printable } from './bodies.ts';
import { chatBody, chatPath, workspace } from './chat.ts';
import type { Draft } from './draft.ts';

type Header = readonly [name: string, value: string];

/** A chat request with headers that are long, wrong or many. */
export function hostileHeaders(random: Random): Draft {
  const headers = Array.from({ length: 1 + random.below(3) }, () => random.pick(HEADERS)(random));
  const note = headers.map(([name, value]) => `${name} (${value.length}): ${value.slice(0, 40)}`).join('; ');
  return { path: chatPath(workspace(random)), body: JSON.stringify(chatBody(random)), headers, note };
}

const HEADERS: readonly ((random: Random) => Header)[] = [
  () => ['content-type', `application/json;${' '.repeat(40_000)}x`],
  () => ['content-type', `application/json;${' '.repeat(40_000)}`],
  (random) => ['content-type', `application/json; ${'a=b; '.repeat(random.below(8000))}`],
  (random) => ['content-type', `application/json; charset="${'\\"'.repeat(random.below(8000))}`],
  (random) => [
    'content-type',
    random.pick(['', 'x', 'text/plain', 'application/', '/', printable(random.text(30))]),
  ],
  (random) => ['accept-encoding', `${'gzip;q=0.5, '.repeat(random.below(5000))}br`],
  (random) => ['accept-encoding', `gzip;q=${'0'.repeat(random.below(30_000))}.5`],
  (random) => [
    'accept-encoding',
    random.pick(['*;q=0', 'identity;q=0', 'gzip', 'br', printable(random.text(30))]),
  ],
  (random) => ['accept', printable(random.text(60))],
  (random) => ['prefer', `${'scenario=a, '.repeat(random.below(4000))}code=404`],
  (random) => ['prefer', `scenario="${'\\a'.repeat(random.below(20_000))}`],
  (random) => [
    'prefer',
    random.pick(['code=404', 'code=', 'code=1e9', 'scenario=nowhere', printable(random.text(40))]),
  ],
  (random) => [
    'x-mock-session',
    random.pick(['a', 'default', '', '-', 'x'.repeat(200), printable(random.text(9))]),
  ],
  (random) => [
    'x-mock-scenario',
    random.pick(['refusal', 'nowhere', 'x'.repeat(20_000), printable(random.text(9))]),
  ],
  (random) => [
    'authorization',
    random.pick(['x', 'Bearer', 'Bearer  ', 'Basic eDp5', `Bearer ${jwt(random)}`]),
  ],
  (random) => ['authorization', `Bearer ${' '.repeat(random.below(40_000))}x`],
  (random) => [
    'origin',
    random.pick(['null', 'http://evil.test', 'http://localhost:1', printable(random.text(30))]),
  ],
  (random) => ['access-control-request-headers', 'x-a, '.repeat(random.below(8000))],
  (random) => ['cookie', `a=${'b'.repeat(random.below(100_000))}`],
  (random) => [`x-${random.below(1000)}`, 'x'.repeat(random.below(100_000))],
  (random) => ['host', random.pick(['', 'evil.test', 'localhost:1:2', `${'a.'.repeat(5000)}b`])],
  (random) => ['expect', random.pick(['100-continue', 'x'])],
  (random) => ['connection', random.pick(['close', 'upgrade', 'x'])],
];

function jwt(random: Random): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = random.pick<unknown>([{ alg: 'HS256', typ: 'JWT' }, { alg: 'none' }, random.json()]);
  const claims = { searchRules: random.json(), apiKeyUid: random.text(), exp: random.json(0) };
  return `${part(header)}.${part(random.pick<unknown>([claims, random.json()]))}.${random.pick(['', 'AAAA', '!'])}`;
}
