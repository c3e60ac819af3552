import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type ChatMockServer, createServer } from '../../src/index.ts';
import type { Case, CaseServer } from './case.ts';
import { reasonToSkip } from './conform.ts';
import { loadCases } from './load-cases.ts';
import { replay, type Target } from './replay.ts';

const cases = loadCases(fileURLToPath(new URL('cases', import.meta.url)));

interface Running extends Target {
  readonly server: ChatMockServer;
}

/** One server for all cases that need the same. */
const running = new Map<string, Promise<Running>>();

function serverFor(needs: CaseServer, profile: 'spec' | 'server'): Promise<Running> {
  const name = JSON.stringify([profile, needs]);
  const known = running.get(name) ?? start(needs, profile);
  running.set(name, known);
  return known;
}

async function start(
  { keys, workspaces, bodyLimit, scenario }: CaseServer,
  profile: 'spec' | 'server',
): Promise<Running> {
  const apiKeys = keys === 'none' || keys === undefined ? [] : keys;
  const server = createServer({
    profile,
    speed: 0,
    apiKeys,
    ...(workspaces && { workspaces }),
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(scenario && { scenarios: [{ name: 'the-case', ...scenario }], scenario: 'the-case' }),
  });
  return { server, url: await server.listen(), key: apiKeys[0]?.key ?? 'any-token' };
}

afterAll(async () => {
  for (const one of running.values()) await (await one).server.close();
});

/** Replays a case on a server as new. */
async function replayed(one: Case, profile: 'spec' | 'server') {
  const target = await serverFor(one.server, profile);
  await target.server.resetAll();
  return replay(one, target);
}

// The other cases are replayed all together, as `npm run conformance` does, in conform.test.ts.
const needy = cases.filter(
  (one) => reasonToSkip(one, { hasKey: false, everyWorkspace: false }) !== undefined,
);

test.each(needy)('$section: $name', async (one) => {
  expect(await replayed(one, 'server')).toEqual(one.response);
});

/** Answers of the real server in whose place the `spec` profile has others. */
const ONLY_IN_SERVER = ['unimplemented_', '_meiliSearchInIndex function is already defined'];

/** The stream of a request for which the `spec` profile does more. */
const MORE_IN_SPEC = "a call of the client's function is dropped";

const inBoth = cases.filter(({ name, server, request, response }) => {
  if (response === 'dropped' || name === MORE_IN_SPEC) return false;
  // Without a token the `spec` profile lets nobody in.
  if (server.keys === 'none' && request.headers?.every((line) => !line.startsWith('authorization')))
    return false;
  return !ONLY_IN_SERVER.some((text) => response.body.includes(text));
});

/** Headers that the `spec` profile adds. */
const OWN_HEADER = /^(x-mock-\w+|sl-violations|access-control-expose-headers): /;

test.each(inBoth)('the same in the spec profile - $section: $name', async (one) => {
  const answer = await replayed(one, 'spec');
  if (answer === 'dropped') throw new Error('The connection was dropped.');
  const headers = answer.headers.filter((line) => !OWN_HEADER.test(line));
  expect({ ...answer, headers }).toEqual(one.response);
});

const TRANSCRIPTS = new URL('transcripts/', import.meta.url);

/** A chunk as Meilisearch writes it: every key there is, always in this order. */
const CHUNK =
  /^data: \{"id":"[^"]+","choices":\[\{"index":0,"delta":\{"content":[^\n]+,"function_call":[^\n]+,"tool_calls":[^\n]+,"role":[^\n]+,"refusal":[^\n]+\},"finish_reason":(null|"\w+"),"logprobs":[^\n]+\}\],"created":\d+,"model":"[^"]+","service_tier":[^\n]+,"system_fingerprint":[^\n]+,"object":"chat\.completion\.chunk","usage":[^\n]+\}\n\n$/;

const ERROR_EVENT =
  /^data: \{"event_id":"[^"]+","type":"error","error":\{"type":"\w+","code":(null|"\w+"),"message":"[^\n]*","param":(null|"[^\n]*"),"event_id":null\}\}\n\n$/;

test.each(readdirSync(TRANSCRIPTS))('%s has a retry line, chunks and error events, and an end', (name) => {
  const [retry, ...events] = readFileSync(new URL(name, TRANSCRIPTS), 'utf8').split(/(?<=\n\n)/);
  expect(retry).toBe('retry: 10000\n\n');
  const others = events.filter((event) => !CHUNK.test(event) && !ERROR_EVENT.test(event));
  expect(others.filter((event) => event !== 'data: [DONE]\n\n')).toEqual([]);
  expect(others.length).toBeLessThanOrEqual(1);
});
