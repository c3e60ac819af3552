import type { Random } from '../random.ts';
import { chatBody, chatPath } from './chat.ts';
import type { Draft } from './draft.ts';

/** Sessions whose clocks and scenarios the control API changes: requests there may wait for ever. */
const SESSIONS = 4;
const sessionOf = (random: Random) => `/@ctl-${random.below(SESSIONS)}`;

const ROUTES = [
  ...['PUT /scenario', 'DELETE /scenario', 'POST /faults', 'POST /fail', 'POST /drop', 'GET /requests'],
  ...[
    'DELETE /requests',
    'GET /requests/unmatched',
    'GET /clock',
    'POST /clock/pauseAt',
    'POST /clock/paused',
  ],
  ...[
    'POST /clock/next',
    'POST /clock/runFor',
    'POST /clock/pause',
    'POST /clock/resume',
    'POST /clock/speed',
  ],
  ...['GET /holds', 'POST /holds/in-the-middle/reached', 'POST /holds/in-the-middle/release', 'POST /reset'],
  ...['GET /requests/wait', 'GET /health', 'GET /scenarios', 'GET /sessions', 'GET /'],
] as const;

const KEYS = [
  ...['name', 'scenario', 'times', 'fault', 'after', 'code', 'message', 'last', 'target', 'timeout', 'count'],
  ...['ms', 'speed'],
];

/** Every verb, with input that is right or junk; and chat requests in the same sessions. */
export function controlCall(random: Random): Draft {
  const session = sessionOf(random);
  if (random.chance(0.2)) {
    const path = session + chatPath(random.pick(['main', 'held-answer', 'fast-burst', 'movie-night']));
    return { path, body: JSON.stringify(chatBody(random)), ending: 'patience' };
  }
  if (random.chance(0.02)) return { method: 'GET', path: `${session}/__mock/events`, ending: 'keep' };
  const [method = 'GET', route = '/'] = random.pick(ROUTES).split(' ');
  const input = random.chance(0.7) ? likely(random) : random.json();
  const verb = random.chance(0.9) ? method : random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']);
  const odd = random.chance(0.05) ? `/${encodeURIComponent(random.text(20))}` : '';
  const query = verb === 'GET' ? queryOf(input) : '';
  const text = JSON.stringify(input);
  return {
    method: verb,
    path: `${session}/__mock${route}${odd}${query}`,
    ...(verb === 'GET' || verb === 'HEAD'
      ? {}
      : { body: random.chance(0.05) ? text.slice(0, random.below(text.length + 1)) : text }),
    ending: 'patience',
  };
}

/** Scenarios by the control API, with a match or a text that is hostile. */
export function hostileUse(random: Random): Draft {
  const scenario = {
    name: random.pick(['made', random.text(20)]),
    ...random.some({
      match: () => ({ message: random.pick(['/^(a+)+$/', '/(x+x+)+y/', '/(/', '/a{1,65535}{1,9}/', 'x']) }),
      pace: () => ({ tps: random.pick([0, 1e5, -1, 1e300]) }),
      usage: () => ({ total_tokens: random.json(0) }),
      [random.text(2000)]: () => random.json(),
    }),
    reply: steps(random),
  };
  const path = `${sessionOf(random)}/__mock/scenario`;
  return { method: 'PUT', path, body: JSON.stringify({ scenario, times: 2 }), ending: 'patience' };
}

function steps(random: Random): unknown[] {
  return random.list(5, () =>
    random.pick<() => unknown>([
      () => ({ text: random.text(200) }),
      () => ({ text: 'a'.repeat(random.below(200_000)) }),
      () => ({ search: { index: 'movies', documents: random.pick([3, 1000, 1001, random.json()]) } }),
      () => ({ toolCall: { name: random.text(8), arguments: random.json() } }),
      () => ({ wait: random.json(0) }),
      () => ({ fault: random.pick(['reset', 'truncate', 'half-frame', 'no-done', 'x']) }),
      () => ({ raw: random.text(30) }),
      () => random.json(),
    ])(),
  );
}

function likely(random: Random): Record<string, unknown> {
  const values: Record<string, () => unknown> = {
    name: () => random.pick(['movie-night', 'refusal', 'mvie-night', random.text(20)]),
    scenario: () => random.pick<unknown>([{ name: 'x', reply: [{ text: 'x' }] }, random.json()]),
    fault: () => random.pick(['reset', 'truncate', 'half-frame', 'no-done', 'stall', 'rset']),
    code: () => random.pick<unknown>(['too_many_search_requests', 'x', {}, 0, random.text(9)]),
    target: () => random.pick<unknown>(['text', 3, 'done', -1, random.json(1)]),
    timeout: () => random.pick<unknown>([0, 10, 100, -1, 1e9, 'Infinity', 'NaN']),
  };
  const keys = random.list(3, () => random.pick(KEYS));
  const number = () => random.pick<unknown>([0, 1, 2, 3, 50, -1, 1.5, 1e9, 'Infinity', random.json(0)]);
  return Object.fromEntries(keys.map((key) => [key, (values[key] ?? number)()]));
}

function queryOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const text = Object.entries(input).map(([key, value]) => `${encode(key)}=${encode(String(value))}`);
  return `?${text.join('&')}`;
}

const encode = (text: string) => encodeURIComponent(text);
