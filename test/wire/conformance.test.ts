import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type ChatMockServer, createServer } from '../../src/index.ts';
import type { Case, CaseServer } from './case.ts';
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

test.each(cases)('$section: $name', async (one) => {
  expect(await replayed(one, 'server')).toEqual(one.response);
});
