import type { Random } from '../random.ts';
import { workspace } from './chat.ts';
import type { Draft } from './draft.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];
const SETTINGS = [
  'source',
  'orgId',
  'projectId',
  'apiVersion',
  'deploymentId',
  'baseUrl',
  'apiKey',
  'prompts',
];
const PROMPTS = ['system', 'searchDescription', 'searchQParam', 'searchFilterParam', 'searchIndexUidParam'];
const SOURCES = ['openAi', 'azureOpenAi', 'mistral', 'vLlm', 'gemini', 'opnAi', ''];

/** What these routes change concerns one session: other requests find the default one as it was. */
const sessionOf = (random: Random) => `/@routes-${random.below(8)}`;

/** The routes beside the chat completion. */
export function otherRoute(random: Random): Draft {
  const session = sessionOf(random);
  const uid = workspace(random);
  const chat = `${session}/chats/${uid}`;
  const method = random.pick(METHODS);
  return random.weighted<() => Draft>([
    [4, () => ({ method, path: `${chat}/settings`, body: settings(random) })],
    [2, () => ({ method: 'PATCH', path: `${chat}/settings`, body: settings(random) })],
    [2, () => ({ method, path: chat })],
    [2, () => ({ method: 'GET', path: `${session}/chats?${query(random)}` })],
    [1, () => ({ method, path: `${session}/experimental-features`, body: features(random) })],
    [1, () => ({ method, path: random.pick(['/', '/health', '/version', '/keys', '/tasks']) })],
    [2, () => ({ method: 'POST', path: oddPath(random), body: JSON.stringify(random.json()) })],
  ])();
}

/** A settings patch whose value is megabytes long. */
export function largeSettings(random: Random): Draft {
  const key = random.pick(['source', 'source', 'baseUrl', 'x']);
  const value = random.pick(['a', 'ab', 'openAi', '😀']).repeat(5_000_000).slice(0, 5_000_000);
  const body = key === 'x' ? { [value]: 1 } : { [key]: value };
  return { method: 'PATCH', path: `${sessionOf(random)}/chats/main/settings`, body: JSON.stringify(body) };
}

function settings(random: Random): string {
  const value = () =>
    random.weighted<unknown>([
      [3, random.text(20)],
      [2, random.pick(SOURCES)],
      [1, null],
      [2, random.json()],
    ]);
  const prompts = () =>
    random.chance(0.7) ? random.some(Object.fromEntries(PROMPTS.map((key) => [key, value]))) : random.json();
  const known = Object.fromEntries(SETTINGS.map((key) => [key, key === 'prompts' ? prompts : value]));
  const unknown = { [random.pick(['sorce', 'api_key', '__proto__', random.text(10)])]: () => random.json() };
  const body = JSON.stringify(random.some({ ...known, ...(random.chance(0.2) ? unknown : {}) }));
  return random.chance(0.1) ? body.slice(0, random.below(body.length + 1)) : body;
}

function features(random: Random): string {
  const known = ['chatCompletions', 'metrics', 'vectorStore', random.text(8)];
  return JSON.stringify(Object.fromEntries(known.map((key) => [key, random.chance(0.7) || random.json(1)])));
}

function query(random: Random): string {
  const key = () => random.pick(['limit', 'offset', 'lmit', encodeURIComponent(random.text(6))]);
  const value = () =>
    random.pick(['0', '20', '-1', '1e9', '99999999999999999999', '', encodeURIComponent(random.text(9))]);
  return Array.from({ length: random.below(4) }, () => `${key()}=${value()}`).join('&');
}

function oddPath(random: Random): string {
  return random.pick([
    () => `/chats/${'a/'.repeat(random.below(3000))}`,
    () => `/chats/${'%61'.repeat(random.below(3000))}/chat/completions`,
    () => '/chats/%ff%fe/chat/completions',
    () => '/chats/%/settings',
    () => `/chats/../${'../'.repeat(random.below(100))}__mock`,
    () => `//chats//main//chat/completions${'/'.repeat(random.below(3000))}`,
    () => `/@${'x'.repeat(random.below(300))}/chats/main`,
    () => '/@%zz/health',
    () => '/@/@/health',
    () => `/chats/main/chat/completions?${'a=b&'.repeat(random.below(5000))}`,
    () => `/${encodeURIComponent(random.text(40))}`,
  ])();
}
