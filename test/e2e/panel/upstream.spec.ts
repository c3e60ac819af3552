import { createServer as createHttp } from 'node:http';
import { createServer } from '../../../src/index.ts';
import { listen } from '../../kit/listen.ts';
import { test as base, chat, expect, row } from './panel.ts';

/** The mock stands before another one, which has the scenarios; and before a small server for all that is no chat. */
const test = base.extend({
  mock: async ({ folder }, use) => {
    const real = createServer({ scenarios: folder, seed: 7 });
    await real.listen();
    await real.use('found');
    const other = createHttp((req, res) => {
      res.writeHead(req.url === '/indexes/none' ? 404 : 200, { 'content-type': 'application/json' });
      res.end('{"hits":[]}');
    });
    const server = createServer({ scenarios: folder, proxy: await listen(other), proxyChat: real.url });
    await server.listen();
    await use(server);
    await server.close();
    await real.close();
    other.close();
  },
});

test('a real stream is drawn, held and stepped as any other, and its row says who answers', async ({
  panel,
  mock,
}) => {
  await mock.clock.pauseAt('sources');
  const asked = chat(mock, 'A film, please');
  await mock.clock.paused({ timeout: 20_000 });
  await expect(row(panel, 1)).toContainText('127.0.0.1:');
  await expect(row(panel, 1)).toContainText('open');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await details.getByRole('tab', { name: 'Why this answer' }).click();
  await expect(details).toContainText('Answered by http://127.0.0.1:');
  const frames = details.getByRole('tab', { name: 'Frames' });
  await expect(frames).toHaveText('Frames2');
  await mock.clock.next();
  await expect(frames).toHaveText('Frames3');
  await mock.clock.resume();
  await asked;
  await expect(row(panel, 1)).toContainText(/first frame after [\d.]+ m?s, \d+ frames, 1 search, done/);
  await frames.click();
  await expect(details).toContainText('sources');
});

test('what went on to a real server is listed with its status, and without bodies', async ({
  panel,
  mock,
}) => {
  await fetch(`${mock.url}/indexes/movies/search`, { method: 'POST', body: '{"q":"secret question"}' });
  await fetch(`${mock.url}/indexes/none`);
  await expect(row(panel, 1)).toContainText('POST /indexes/movies/search');
  await expect(row(panel, 1)).toContainText('passed on');
  await expect(row(panel, 1)).toContainText('200');
  await expect(row(panel, 2)).toContainText('404');
  await row(panel, 1).getByRole('link').click();
  const details = panel.getByRole('region', { name: 'Request 1' });
  await expect(details).toContainText('Passed on to http://127.0.0.1:');
  await expect(details).toContainText('It ended with 200.');
  await chat(mock, 'A film, please');
  await expect(row(panel, 3)).toContainText('done');
  await details.getByRole('tab', { name: 'Request' }).click();
  await expect(details).not.toContainText('secret question');
});
