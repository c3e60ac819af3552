import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { scenarioFromData } from '../../src/scenario/scenario-data.ts';
import { saying } from './app.ts';
import { appWith, codeOf, shownBy } from './kit.ts';

const FILM = `name: film
match: { message: /film/i }
reply:
  - text: Try it.
    id: answer
---
name: limited
error: too_many_search_requests
`;

test('a build has the scenarios of the folder as data, and neither a parser nor a check', async () => {
  const code = await codeOf(
    appWith({ 'scenarios/b.yaml': FILM, 'scenarios/a.json': '{"name":"a","error":"internal"}' }),
  );
  const { scenarios, onChange } = await shownBy(code);
  expect(scenarios.map(({ input, file }) => [input.name, file])).toEqual([
    ['a', 'scenarios/a.json'],
    ['film', 'scenarios/b.yaml'],
    ['limited', 'scenarios/b.yaml'],
  ]);
  expect(scenarios[1]?.input).toEqual({
    name: 'film',
    match: { message: '/film/i' },
    reply: [{ text: 'Try it.', id: 'answer' }],
  });
  onChange(() => expect.unreachable('nothing changes in a build'))();
  expect(code).not.toMatch(/zod|safeParse|parseAllDocuments|LineCounter/);
  expect(code.length).toBeLessThan(3000);
});

test('the scenarios of a build know the lines of their files', async () => {
  const { scenarios } = await shownBy(await codeOf(appWith({ 'scenarios/b.yaml': FILM })));
  const [film, limited] = scenarios.map(scenarioFromData);
  const file = 'scenarios/b.yaml';
  expect(film?.locate(['match', 'message'])).toEqual({ file, line: 2, column: 10, path: 'match.message' });
  expect(film?.locate(['reply', 0])).toEqual({ file, line: 4, column: 5, path: 'reply[0]' });
  expect(limited?.locate([])).toEqual({ file, line: 7, column: 1 });
});

test('a scenario that is wrong fails the build, in the words of `check`', async () => {
  const app = appWith({ 'scenarios/bad.yaml': 'name: bad\nreply:\n  - serach: { index: movies }\n' });
  await expect(codeOf(app)).rejects.toThrow(
    /scenarios\/bad\.yaml:3:5 reply\[0\]\.serach: unknown key "serach"; did you mean "search"\?/,
  );
});

test('so does one that Prism forbids', async () => {
  const app = appWith({
    'scenarios/odd.yaml': 'name: odd\nusage: { prompt_tokens: 5000000000 }\nreply:\n  - text: Hi\n',
  });
  await expect(codeOf(app)).rejects.toThrow(/odd\.yaml:\d+:\d+.*: the answer breaks the OpenAPI document/);
});

test('`vite build --watch` builds again when a file comes', async () => {
  const app = appWith({ 'scenarios/a.yaml': saying('a', 'One') });
  const watcher = await build({
    ...app.config({ types: false }),
    build: { watch: {}, outDir: 'out', rollupOptions: { input: join(app.root, 'main.js') } },
  });
  if (!('close' in watcher)) throw new Error('There is no watcher.');
  onTestFinished(() => watcher.close());
  const built = () =>
    new Promise<string>((resolve) => {
      watcher.on('event', ({ code }) => {
        if (code === 'END') resolve(builtIn(join(app.root, 'out/assets')));
      });
    });
  expect(await built()).not.toContain('Two');
  const again = built();
  app.save('scenarios/b.yaml', saying('b', 'Two'));
  expect(await again).toContain('Two');
});

const builtIn = (folder: string) =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join();

test('a build has the documents of the data files that scenarios name', async () => {
  const yaml =
    'name: films\nreply:\n  - search: { index: movies, data: ../data/movies.csv, filter: "year > 2000" }\n';
  const csv = 'title,year:number\nPrimer,2004\nContact,1997\n';
  const { scenarios } = await shownBy(
    await codeOf(appWith({ 'scenarios/a.yaml': yaml, 'data/movies.csv': csv })),
  );
  const [films] = scenarios.map(scenarioFromData);
  expect(films?.data?.get('../data/movies.csv')).toEqual([
    { title: 'Primer', year: 2004 },
    { title: 'Contact', year: 1997 },
  ]);
  await expect(codeOf(appWith({ 'scenarios/a.yaml': yaml }))).rejects.toThrow(
    'movies.csv: there is no such file',
  );
});
