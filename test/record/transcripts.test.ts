import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { importScenarios } from '../../src/record/import/import.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { chatBody, declare, MEILI_TOOLS } from '../kit/chat.ts';
import { mask } from '../kit/mask.ts';
import { ask } from './exchanges.ts';

const folder = new URL('../wire/transcripts/', import.meta.url);

/** What the ids of a transcript are, and what it was asked with, is not what this is about. */
const comparable = (wire: string) =>
  mask(wire)
    .replace(/(call_id\\":\\"|\\"id\\":\\"|"id":")[\w-]+/g, '$1id')
    .replace(/"(model|service_tier|system_fingerprint)":(null|"[^"]*")/g, '"$1":0');

test.each(readdirSync(folder))('%s is answered again as it was', async (name) => {
  const wire = readFileSync(new URL(name, folder), 'utf8');
  const { scenarios, skipped } = await importScenarios(wire, { file: name });
  expect(skipped).toEqual([]);
  const inputs = scenarios.flatMap(({ yaml }) => parseScenarios(yaml).scenarios).map(({ input }) => input);
  const tools = MEILI_TOOLS.filter((tool) => wire.includes(`"name":"${tool}"`));
  await using server = createServer({
    profile: 'server',
    speed: 0,
    scenarios: inputs.map((input) => ({ ...input, match: { workspace: 'main' } })),
  });
  await server.listen();
  const answer = await ask(server.url, 'main', chatBody({ stream: true, tools: declare(...tools) }));
  expect(comparable(answer.text)).toBe(comparable(wire));
});
