import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { optionsOf } from '../../src/cli/options.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { createRedaction } from '../../src/record/redact.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import type { Exchange } from '../../src/upstream/exchange.ts';
import { chatBody, declare, MEILI_TOOLS } from '../kit/chat.ts';
import { blocksOf } from '../kit/doc-blocks.ts';
import { exchangeClient } from './exchanges.ts';

const page = readFileSync(new URL('../../docs/record.md', import.meta.url), 'utf8');
const blocks = blocksOf(page);
const [yaml = ''] = blocks.filter(({ language }) => language === 'yaml').map(({ code }) => code);
const { scenarios, problems } = parseScenarios(yaml, 'docs/record.md');
const server = createServer({ scenarios: scenarios.map(({ input }) => input), speed: 0 });
beforeAll(() => server.listen());
afterAll(() => server.close());

test('the scenario of the page is proven', async () => {
  expect(problems).toEqual([]);
  for (const scenario of scenarios)
    expect((await new Simulator({}, loadProver).prove(scenario)).problems).toEqual([]);
});

test('what it answers is recorded to the letter', async () => {
  const exchanges: Exchange[] = [];
  const client = exchangeClient(server, 'movies', exchanges);
  const messages: object[] = [];
  for (const content of ['Which film is about first contact?', 'How long is it?']) {
    messages.push({ role: 'user', content });
    await client(server.url, chatBody({ stream: true, messages, tools: declare(...MEILI_TOOLS) }), {
      headers: {},
    });
    messages.push({ role: 'assistant', content: '…' });
  }
  const recorder = new Recorder();
  let written = '';
  for (const exchange of exchanges) written = (await recorder.add(exchange)).yaml;
  expect(written).toBe(yaml);
});

test('its commands are right', () => {
  const lines = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'));
  const commands = lines.map((line) => {
    const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    return parseCommandLine(words.slice(2));
  });
  expect(commands.map(({ command }) => command)).toEqual([
    'record',
    'record',
    'record',
    'import',
    'import',
    'import',
  ]);
  for (const command of commands)
    if ('redact' in command) expect(createRedaction(command.redact)('a text')).toBe('a text');
});

test('its options are those of the program', () => {
  const named = [...page.matchAll(/`--([\w-]+)[ \w]*`(?=.*\|)/g)].map(([, name]) => name);
  const known = optionsOf('record').map(({ name }) => name);
  expect(new Set(named)).toEqual(new Set(known.filter((name) => name !== 'help' && name !== 'version')));
});
