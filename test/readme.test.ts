import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_HOST, DEFAULT_PORT, optionsOf } from '../src/cli/options.ts';
import { createServer } from '../src/hosts/server/server.ts';
import { ERROR_CODES } from '../src/meilisearch/error-codes.ts';
import { loadProver } from '../src/proof/prism-prover.ts';
import { checkCollection } from '../src/scenario/collection.ts';
import { FAULTS } from '../src/scenario/faults.ts';
import { parseScenarios } from '../src/scenario/parse.ts';
import { searchSchema, stepSchemas } from '../src/scenario/schema.ts';
import { OWN_HEADERS } from '../src/simulator/own-headers.ts';
import { Simulator } from '../src/simulator/simulator.ts';
import { MEILI_TOOLS, readStream } from './kit/chat.ts';
import { blocksOf, docFolder, namedBlocks, removeFolder, runBlock, typeErrors } from './kit/doc-blocks.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

const blocks = blocksOf(readme);
const runnable = namedBlocks(blocks, 'run');

/** The rows of the table whose header begins with `first`, and the code in each first cell. */
function table(first: string): { readonly names: string[]; readonly text: string }[] {
  const [, rows = ''] = new RegExp(`^\\| ${first}.*?\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(readme) ?? [];
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [, cell = '', text = ''] = row.split(/(?<!\\)\|/).map((one) => one.trim());
      return {
        names: [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|')),
        text,
      };
    });
}

const GALLERY_ANSWER = /Three films about space.*needs no sequel\.\n$/s;

describe('the code', async () => {
  const server = createServer({ scenarios: `${root}scenarios`, speed: 0 });
  await server.listen();
  const folder = await docFolder();
  afterAll(async () => {
    await server.close();
    await removeFolder(folder);
  });

  /** Runs a block against our server. */
  const run = (name: string, ...results: string[]) =>
    runBlock(
      folder,
      name,
      runnable.get(name)?.replaceAll('http://localhost:7700', server.url) ?? '',
      ...results,
    );

  test('keeps its types', async () => {
    expect(await typeErrors(folder, runnable)).toBe('');
  }, 60_000);

  test('every block that can run is run', () => {
    expect([...runnable.keys()]).toEqual([
      ...['openai', 'meilisearch', 'ai', 'fetch', 'verbs', 'without-server', 'vitest'],
      // Run by an end-to-end test.
      'playwright',
    ]);
    const typescript = blocks.filter(({ language }) => language === 'ts');
    expect(typescript.length).toBe(runnable.size);
  });

  test.each(['openai', 'ai'])('of the client %s gets the whole answer', async (name) => {
    const { answer } = await run(name, 'answer');
    expect(answer).toMatch(GALLERY_ANSWER);
  });

  test('of the client meilisearch gets the bytes', async () => {
    const { answer } = await run('meilisearch', 'answer');
    expect(readStream(String(answer))).toMatchObject({
      text: expect.stringMatching(GALLERY_ANSWER),
      done: true,
    });
  });

  test('of fetch gets the searches, too', async () => {
    const { text, events } = readStream(String((await run('fetch', 'answer')).answer));
    expect(text).toMatch(GALLERY_ANSWER);
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(MEILI_TOOLS));
  });

  test('of the verbs steps through an answer', async () => {
    const { answer, last } = await run('verbs', 'answer', 'last');
    expect(readStream(String(answer)).text).toBe('Hello world!');
    expect(last).toMatchObject({ scenario: 'two-words', ending: { type: 'done' } });
  });

  test('of fetch without a server steps through an answer', async () => {
    expect((await run('without-server', 'answer')).answer).toBe('Hello!');
  });

  describe('of Vitest', async () => {
    await run('vitest');
  });
});

describe('the scenarios', () => {
  const [yaml = ''] = blocks.filter(({ language }) => language === 'yaml').map(({ code }) => code);
  const { scenarios, problems } = parseScenarios(yaml, 'README.md');

  test('are right', () => {
    expect([...problems, ...checkCollection(scenarios)]).toEqual([]);
    expect(scenarios.map(({ name }) => name)).toEqual([
      'movie-night',
      'rate-limited-then-fine',
      'follow-up',
      'gone',
      'bad-gateway',
    ]);
  });

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s is proven',
    async (_, scenario) => {
      expect((await new Simulator({}, loadProver).prove(scenario)).problems).toEqual([]);
    },
  );
});

test('the options are those of the program', () => {
  const said = table('option \\|').flatMap(({ names }) =>
    // A value that may be left out comes after a `=`.
    names.filter((name) => name.startsWith('--')).map((name) => name.replace(/\[=(\w+)\]$/, ' $1')),
  );
  const known = optionsOf('serve').map(({ name }) => `--${name}`);
  expect(said.map((option) => option.split(' ', 1)[0])).toEqual(known);
  for (const { name, value } of optionsOf('serve')) {
    const option = said.find((one) => one.split(' ', 1)[0] === `--${name}`);
    expect([name, option?.includes(' ')]).toEqual([name, value !== undefined]);
    // A choice is the same to the letter.
    if (value?.includes('|')) expect(option).toBe(`--${name} ${value}`);
  }
  expect(readme).toContain(`default ${DEFAULT_PORT};`);
  expect(readme).toContain(`default ${DEFAULT_HOST} `);
});

test('the steps are those of the language, with their keys', () => {
  const rows = table('step');
  const kinds = rows.flatMap(({ names }) => names.map((name) => name.split(':', 1)[0]));
  expect([...kinds].sort()).toEqual(Object.keys(stepSchemas).sort());
  const keysOf = (kind: string) =>
    /\{ (.*) \}/
      .exec(rows.flatMap(({ names }) => names).find((name) => name.startsWith(`${kind}:`)) ?? '')?.[1]
      ?.split(', ');
  expect(keysOf('search')?.sort()).toEqual(Object.keys(searchSchema.shape).sort());
  expect(keysOf('toolCall')?.sort()).toEqual(Object.keys(stepSchemas.toolCall.shape.toolCall.shape).sort());
  const find = (kind: string) =>
    rows.flatMap(({ names }) => names).find((name) => name.startsWith(`${kind}: `));
  expect(find('fault')).toBe(`fault: ${FAULTS.join(' | ')}`);
  expect(find('finish')).toBe(`finish: ${stepSchemas.finish.shape.finish.options.join(' | ')}`);
});

test('the headers are those that are sent and read', () => {
  expect(table('response').flatMap(({ names }) => names)).toEqual(OWN_HEADERS);
  const source = ['chat', 'simulator']
    .map((file) => readFileSync(`${root}src/simulator/${file}.ts`, 'utf8'))
    .join('');
  for (const name of table('request').flatMap(({ names }) =>
    names.map((one) => one.split(':', 1)[0]?.toLowerCase()),
  )) {
    expect(source).toMatch(new RegExp(`\\b${name}\\b`));
  }
});

test('the verbs are there', () => {
  const server = createServer();
  const verbs = [...readme.matchAll(/`(?:server\.)?(\w+)\([^`]*\)`/g)].map(([, verb = '']) => verb);
  expect(verbs).toEqual(
    expect.arrayContaining(['use', 'fault', 'fail', 'drop', 'waitForRequest', 'session']),
  );
  const elsewhere = ['connect', 'createOpenAI', 'chat'];
  expect(verbs.filter((verb) => !(verb in server) && !elsewhere.includes(verb))).toEqual([]);
});

test('numbers and scripts are right, and every link leads somewhere', () => {
  expect(readme).toContain(`${ERROR_CODES.length} codes`);
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, script = '']) => script);
  expect(named.filter((script) => !['ci', 'i', ...Object.keys(scripts)].includes(script))).toEqual([]);
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  expect(links.length).toBeGreaterThan(2);
  const local = links.filter((target) => !/^(https?:|#)/.test(target));
  expect(local.filter((target) => !existsSync(root + target.replace(/#.*/, '')))).toEqual([]);
});
