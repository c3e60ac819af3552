import { createServer } from '../../../src/index.ts';
import { test as base, chat, expect, row } from './panel.ts';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  mock: async ({}, use) => {
    const server = createServer({ data: 'examples/data', speed: 0 });
    await server.listen();
    await use(server);
    await server.close();
  },
});

test('an answer from documents of one’s own is neither made up nor an error', async ({ panel, mock }) => {
  await chat(mock, 'Recommend a science fiction film');
  await expect(row(panel, 1)).toContainText('answer from data');
  await expect(row(panel, 1)).toContainText('1 search');
  await row(panel, 1).getByRole('link').click();
  await expect(panel.getByRole('region', { name: 'Request 1' })).toContainText(
    'It is answered from the data: books, movies, recipes',
  );
});
