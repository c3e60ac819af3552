import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { LoadReport } from '../../src/hosts/server/scenario-files.ts';
import type { ChatMockServer } from '../../src/index.ts';
import { askStream } from '../kit/chat.ts';
import { folderOf, save, serverOf } from './kit.ts';

/** Waits for the first load that is as wanted. */
function loaded(
  server: ChatMockServer,
  wanted: (report: LoadReport) => boolean | Promise<boolean>,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = server.onReload(async (report) => {
      if (!(await wanted(report))) return;
      stop();
      resolve();
    });
  });
}

const answers = async (server: ChatMockServer, text: string) => {
  const { wire } = await askStream(server.url, {
    messages: [{ role: 'user', content: 'films with a title' }],
    tools: [{ type: 'function', function: { name: '_meiliSearchSources' } }],
  });
  return wire.includes(text);
};
const film = (title: string) => JSON.stringify([{ id: 1, title }]);

test('a data file that a scenario names is read again when it changes; a broken one keeps its last good version', async () => {
  const yaml = 'name: films\nreply:\n  - search: { index: movies, data: ../data/movies.json }\n';
  const folder = folderOf({ 'scenarios/films.yaml': yaml, 'data/movies.json': film('Primer') });
  const server = await serverOf({ scenarios: `${folder}/scenarios`, scenario: 'films', watch: true });
  expect(await answers(server, 'Primer')).toBe(true);

  const changed = loaded(server, () => answers(server, 'Looper'));
  save(folder, 'data/movies.json', film('Looper'));
  await changed;

  const broken = loaded(server, ({ problems }) =>
    problems.some(({ message }) => message.includes('movies.json:1:')),
  );
  save(folder, 'data/movies.json', '[{"id": 1');
  await broken;
  expect(await answers(server, 'Looper')).toBe(true);

  const mended = loaded(server, () => answers(server, 'Contact'));
  save(folder, 'data/movies.json', film('Contact'));
  await mended;
  expect(server.report.problems).toEqual([]);
});

test('a folder of data is read again when a file of it changes, comes or goes', async () => {
  const folder = folderOf({ 'movies.json': film('Primer') });
  const server = await serverOf({ data: folder, watch: true });
  const about = async (title: string) => {
    const { text } = await askStream(server.url, {
      messages: [{ role: 'user', content: `Tell me about ${title}` }],
    });
    return text.includes(`**${title}**`);
  };
  expect(await about('Primer')).toBe(true);

  const changed = loaded(server, () => about('Looper'));
  save(folder, 'movies.json', film('Looper'));
  await changed;
  expect(await about('Primer')).toBe(false);

  const added = loaded(server, () => about('Piranesi'));
  save(folder, 'books.csv', 'id,title\n1,Piranesi\n');
  await added;

  const broken = loaded(server, ({ problems }) => problems.length > 0);
  save(folder, 'books.csv', 'id,title\n1\n');
  await broken;
  expect(await about('Piranesi')).toBe(true);

  const gone = loaded(server, async () => !(await about('Piranesi')));
  rmSync(`${folder}/books.csv`);
  await gone;
});
