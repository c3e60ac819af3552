import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { ChatMockError } from '../../src/error.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { askStream } from '../kit/chat.ts';
import { blocksOf } from '../kit/doc-blocks.ts';
import { FILMS, folderOf, serverOf } from './kit.ts';

async function check(files: Readonly<Record<string, string>>) {
  const cwd = folderOf(files);
  const io = fakeIo({ cwd });
  const code = await run(['check'], io);
  return { code, out: io.out().replaceAll(relative(process.cwd(), cwd), '.').replaceAll(cwd, '.') };
}

const scenarioOf = (search: string) => `name: films\nreply:\n  - search:\n      index: movies\n${search}`;

test.each([
  [
    'movies.json',
    undefined,
    './scenarios/movies.json: there is no such file; mend the path, or make the file',
  ],
  [
    'movies.json',
    '[{"id": 1},\n {"id": }]',
    './scenarios/movies.json:2:9: it is not JSON: expected value; mend the file',
  ],
  ['movies.json', '[1]', './scenarios/movies.json:1:2: document 1 is a number; every document is an object'],
  ['movies.csv', 'id,title\n1\n', './scenarios/movies.csv:2:1: it is not CSV: Invalid Record Length'],
  ['movies.xml', '<a/>', './scenarios/movies.xml: its name does not say its format'],
])(
  'a data file that is wrong is a problem of the scenario, with its place: %s %j',
  async (file, text, expected) => {
    const { code, out } = await check({
      'scenarios/films.yaml': scenarioOf(`      data: ${file}\n`),
      ...(text === undefined ? {} : { [`scenarios/${file}`]: text }),
    });
    expect(code).toBe(1);
    expect(out).toContain('scenarios/films.yaml:5:7');
    expect(out).toContain(`the data file cannot be used: ${expected}`);
  },
);

test('a filter that fails is allowed, and said', async () => {
  const files = { 'scenarios/movies.json': JSON.stringify(FILMS) };
  const bad = await check({
    ...files,
    'scenarios/a.yaml': scenarioOf('      data: movies.json\n      filter: year >\n'),
  });
  expect(bad.code).toBe(0);
  expect(bad.out).toContain('scenarios/a.yaml:6:7');
  expect(bad.out).toContain(
    'the filter makes this search fail: Index `movies`: Was expecting a value but instead got nothing.',
  );
  expect(bad.out).toContain('1 warning');
  const unknown = await check({
    ...files,
    'scenarios/a.yaml': scenarioOf('      data: movies.json\n      filter: genre = x\n'),
  });
  expect(unknown.out).toContain('Attribute `genre` is not filterable.');
  const template = '      data: movies.json\n      filter: "year > {{ turn }}"\n';
  expect((await check({ ...files, 'scenarios/a.yaml': scenarioOf(template) })).out).toContain('all right');
});

test('a data file in the folder of the scenarios is none of them', async () => {
  const { code, out } = await check({
    'scenarios/a.json': JSON.stringify(FILMS),
    'scenarios/deep/z.json': JSON.stringify({
      name: 'films',
      reply: [{ search: { index: 'movies', data: '../a.json' } }],
    }),
  });
  expect(out).toContain('1 scenario in 1 file from scenarios/ · all right');
  expect(code).toBe(0);
});

test('what is found is said or searched for, not both', async () => {
  const both = await check({
    'scenarios/a.yaml': scenarioOf('      data: movies.json\n      documents: 3\n'),
  });
  expect(both.out).toContain(
    '"documents" says what is found, and "data" is searched for it; keep one of the two',
  );
  const limit = await check({ 'scenarios/a.yaml': scenarioOf('      limit: 3\n') });
  expect(limit.out).toContain('"limit" is for a search of "data"');
});

test('a scenario without a file reads what is in the working folder only', async () => {
  const server = await serverOf({});
  const of = (data: string) => ({ name: 'films', reply: [{ search: { index: 'movies', data } }] });
  const inside = relative(process.cwd(), join(import.meta.dirname, '../../examples/data/movies.json'));
  await server.use(of(inside));
  expect((await askStream(server.url)).response.status).toBe(200);
  await expect(server.use(of('/etc/passwd.json'))).rejects.toThrow('is outside of the working folder');
  await expect(server.use(of('../other.json'))).rejects.toMatchObject({
    code: 'invalid-scenario',
  } satisfies Partial<ChatMockError>);
});

test('the scenario of the docs is right', async () => {
  const docs = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8');
  const yaml = blocksOf(docs).flatMap(({ language, code }) => (language === 'yaml' ? [code] : []));
  expect(yaml).toHaveLength(1);
  const { out } = await check({
    'scenarios/films.yaml': yaml.join(''),
    'scenarios/movies.json': JSON.stringify(FILMS),
  });
  expect(out).toContain('1 scenario in 1 file from scenarios/ · all right');
  const broken = await check({
    'scenarios/films.yaml': yaml.join(''),
    'scenarios/movies.json': '[{"id": 1},\n {"id": }]',
  });
  expect(broken.out).toContain('films.yaml:4:30');
  expect(broken.out).toContain('movies.json:2:9: it is not JSON: expected value');
});
