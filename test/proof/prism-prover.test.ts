import { expect, test } from 'vitest';
import type { SpecResponse } from '../../src/plan/prover.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import {
  CHAT,
  chatRequest,
  chunk,
  completion,
  errorEvent,
  responseError,
  SAMPLES,
  usage,
} from './samples.ts';

const spec = await loadProver();
const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
const json = (status: number, body: unknown, more: Record<string, string> = {}): SpecResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...more },
  body,
});
const stream = (body: readonly unknown[]): SpecResponse => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body,
});
const request = { ...CHAT, headers, body: chatRequest };

for (const { name, side, method, path, status, type, good, bad, at } of SAMPLES) {
  test(`${name}: takes the good body and refuses the bad one at ${at}`, async () => {
    const places = async (body: unknown) => {
      const reply = { status, headers: { 'content-type': type ?? 'application/json' }, body };
      const report =
        side === 'request'
          ? await spec.check({ method, path, headers, body }, reply, { proveResponse: false })
          : { route: true, request: [], response: await spec.proveReply(reply, { method, path }) };
      expect(report.route).toBe(true);
      return [...report.request, ...report.response].map(({ location }) => location.join('.'));
    };
    expect(await places(good)).toEqual([]);
    expect(await places(bad)).toContain(`${side}.body.${at}`);
  });
}

test('takes a whole exchange', async () => {
  const chunks = [chunk({}, { role: 'assistant' }), errorEvent, { ...chunk(), choices: [], usage }];
  const report = await spec.check(request, stream(chunks), { proveResponse: true });
  expect(report).toEqual({ route: true, request: [], response: [] });
});

test('says which chunk in the middle of a stream is bad, and first what is wrong with it', async () => {
  const chunks = Array.from({ length: 200 }, () => chunk({}, { content: 'a' }));
  chunks[120] = chunk({}, { content: 5 });
  const report = await spec.check(request, stream(chunks), { proveResponse: true });
  expect(report.response[0]).toEqual({
    location: ['response', 'body', '120', 'choices', '0', 'delta', 'content'],
    severity: 'Error',
    code: 'type',
    message: 'Response body property 120.choices.0.delta.content must be string,null',
  });
  expect(new Set(report.response.map(({ location }) => location[2]))).toEqual(new Set(['120']));
});

test('does not look at a reply that was proven before', async () => {
  const report = await spec.check(request, stream([{ choices: 'none' }]), { proveResponse: false });
  expect(report.response).toEqual([]);
});

test.each([
  ['missing', {}],
  ['of another scheme', { authorization: 'Basic eDp5' }],
])('reports an authorization that is %s', async (_, authorization) => {
  const without = { ...request, headers: { 'content-type': 'application/json', ...authorization } };
  const report = await spec.check(without, stream([]), { proveResponse: false });
  expect(report.request).toEqual([
    { location: ['request'], severity: 'Error', code: 401, message: 'Invalid security scheme used' },
  ]);
});

test('wants no authorization for the workspaces of a server without keys, but no other scheme either', async () => {
  const list = (more: Record<string, string>) =>
    spec.check({ method: 'get', path: '/chats', headers: more }, json(200, {}), { proveResponse: false });
  expect((await list({})).request).toEqual([]);
  expect((await list(headers)).request).toEqual([]);
  expect((await list({ authorization: 'Basic eDp5' })).request[0]?.code).toBe(401);
});

test('reports a missing body', async () => {
  const report = await spec.check({ ...CHAT, headers }, stream([]), { proveResponse: false });
  expect(report.request.map(({ code }) => code)).toEqual(['required']);
});

test.each([
  ['application/json; charset=utf-8', []],
  ['application/vnd.api+json', []],
  ['text/plain', [415]],
  ['nonsense', [415]],
])('content type %s', async (type, codes) => {
  const typed = { ...request, headers: { ...headers, 'content-type': type } };
  const report = await spec.check(typed, stream([]), { proveResponse: false });
  expect(report.request.map(({ code }) => code)).toEqual(codes);
});

test.each([
  ['spaces before its parameters', `application/json${' '.repeat(40_000)};`, []],
  ['a long name', `application/${'x'.repeat(40_000)}`, [415]],
])('a content type with %s is read at once', async (_, type, codes) => {
  const typed = { ...request, headers: { ...headers, 'content-type': type } };
  const before = performance.now();
  const report = await spec.check(typed, stream([]), { proveResponse: false });
  expect(performance.now() - before).toBeLessThan(1000);
  expect(report.request.map(({ code }) => code)).toEqual(codes);
});

test('reports a bad query', async () => {
  const list = { method: 'get', path: '/chats', headers, query: { limit: 'all' } };
  const report = await spec.check(list, json(200, {}), { proveResponse: false });
  expect(report.request[0]?.location).toEqual(['request', 'query', 'limit']);
});

test('reports a reply with a content type or status that the document does not have', async () => {
  expect(await spec.proveReply(json(200, completion))).toEqual([]);
  expect(
    await spec.proveReply({ ...json(200, completion), headers: { 'content-type': 'text/plain' } }),
  ).not.toEqual([]);
  expect(await spec.proveReply(json(200, 'up'), { method: 'get', path: '/health' })).not.toEqual([]);
  expect(await spec.proveReply(json(201, {}), { method: 'get', path: '/health' })).not.toEqual([]);
});

test('wants Retry-After on a 503', async () => {
  const busy = { ...responseError, code: 'too_many_search_requests', type: 'system' };
  expect(await spec.proveReply(json(503, busy, { 'retry-after': '10' }))).toEqual([]);
  expect((await spec.proveReply(json(503, busy)))[0]?.location).toEqual(['response', 'header']);
});

test('takes a deletion without a body', async () => {
  expect(await spec.proveReply({ status: 204, headers: {} }, { method: 'delete', path: '/chats/a' })).toEqual(
    [],
  );
});

test.each([
  ['get', CHAT.path],
  ['post', '/chats/a/chat'],
  ['post', '/chats/a/chat/completions/b'],
  ['put', '/chats/a/settings'],
])('knows no route %s %s', async (method, path) => {
  const report = await spec.check({ method, path, headers }, json(404, {}), { proveResponse: true });
  expect(report).toEqual({ route: false, request: [], response: [] });
});

test('loads once', () => {
  expect(loadProver()).toBe(loadProver());
});
