import { expect, test } from 'vitest';
import { saying } from './app.ts';
import { appWith, develop, names, recorder } from './kit.ts';

test('a module hears of each save, and has the new scenarios', async () => {
  const app = appWith({ 'scenarios/a.yaml': saying('a', 'One') });
  const { module, afterNext } = await develop(app);
  expect(names(module.scenarios)).toEqual(['a']);
  for (const text of ['Two', 'Three']) {
    const next = await afterNext(() => app.save('scenarios/a.yaml', saying('a', text)));
    expect(next[0]?.input.reply).toEqual([{ text }]);
    expect(module.scenarios).toEqual(next);
  }
});

test('files that come and go count', async () => {
  const app = appWith({ 'scenarios/a.yaml': saying('a', 'A') });
  const { afterNext } = await develop(app);
  expect(names(await afterNext(() => app.save('scenarios/more/b.yaml', saying('b', 'B'))))).toEqual([
    'a',
    'b',
  ]);
  expect(names(await afterNext(() => app.remove('scenarios/a.yaml')))).toEqual(['b']);
  expect(
    names(await afterNext(() => app.save('scenarios/c.json', '{"name":"c","error":"internal"}'))),
  ).toEqual(['c', 'b']);
});

test('a folder of one’s own that is made later takes the place of the gallery, which stands in for it', async () => {
  const app = appWith({});
  const { module, afterNext } = await develop(app);
  expect(names(module.scenarios)).toContain('movie-night');
  expect(names(await afterNext(() => app.save('scenarios/a.yaml', saying('a', 'A'))))).toEqual(['a']);
});

test('a file that is broken keeps its last good version, and the others go on', async () => {
  const app = appWith({ 'scenarios/a.yaml': saying('a', 'A'), 'scenarios/b.yaml': saying('b', 'One') });
  const { module, afterNext } = await develop(app);
  app.save('scenarios/a.yaml', 'name: a\nreply: [');
  const next = await afterNext(() => app.save('scenarios/b.yaml', saying('b', 'Two')));
  expect(next.map(({ input }) => input.reply)).toEqual([[{ text: 'A' }], [{ text: 'Two' }]]);
  app.save(
    'scenarios/b.yaml',
    'name: b\nusage: { prompt_tokens: 5000000000 }\nreply:\n  - text: Forbidden\n',
  );
  const mended = await afterNext(() => app.save('scenarios/a.yaml', saying('a', 'Mended')));
  expect(mended.map(({ input }) => input.reply)).toEqual([[{ text: 'Mended' }], [{ text: 'Two' }]]);
  expect(module.scenarios).toEqual(mended);
});

test('the folder is where the option says, also outside of the app', async () => {
  const elsewhere = appWith({ 'a.yaml': saying('a', 'A') });
  const app = appWith({});
  const { module, afterNext } = await develop(app, { scenarios: [elsewhere.root] });
  expect(names(module.scenarios)).toEqual(['a']);
  expect(names(await afterNext(() => elsewhere.save('b.yaml', saying('b', 'B'))))).toEqual(['a', 'b']);
});

test('the terminal says once what is wrong and where; a folder that is not there may come', async () => {
  const app = appWith({});
  const { said, customLogger } = recorder();
  const { module, afterNext } = await develop(app, { scenarios: 'mine' }, { customLogger });
  expect(module.scenarios).toEqual([]);
  expect(said).toEqual([
    expect.stringMatching(/^There is no scenario file or folder ".*mine"\. Give a folder/),
  ]);
  await afterNext(() => app.save('mine/a.yaml', saying('a', 'A')));
  app.save('mine/b.yaml', 'name: b\nreply:\n  - txet: B\n');
  await afterNext(() => app.save('mine/a.yaml', saying('a', 'B')));
  await afterNext(() => app.save('mine/a.yaml', saying('a', 'C')));
  expect(said.slice(1)).toEqual([
    expect.stringMatching(
      /mine\/b\.yaml:3:5 reply\[0\]\.txet: unknown key "txet".*\n {2}3 \| {3}- txet: B\n/,
    ),
  ]);
});

test('the terminal says once what is a warning', async () => {
  const app = appWith({ 'scenarios/empty.yaml': '# later\n', 'scenarios/a.yaml': saying('a', 'A') });
  const { said, customLogger } = recorder();
  const { afterNext } = await develop(app, {}, { customLogger });
  await afterNext(() => app.save('scenarios/a.yaml', saying('a', 'B')));
  expect(said).toEqual([expect.stringMatching(/empty\.yaml: warning: there is no scenario in this file$/)]);
});

test('a module hears of a data file that is saved', async () => {
  const yaml = 'name: films\nreply:\n  - search: { index: movies, data: ../data/movies.json }\n';
  const app = appWith({ 'scenarios/a.yaml': yaml, 'data/movies.json': '[{"id":1}]' });
  const { module, afterNext } = await develop(app);
  expect(module.scenarios[0]?.data).toEqual({ '../data/movies.json': [{ id: 1 }] });
  const [next] = await afterNext(() => app.save('data/movies.json', '[{"id":2}]'));
  expect(next?.data).toEqual({ '../data/movies.json': [{ id: 2 }] });
});
