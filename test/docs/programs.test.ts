import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { MEILI_TOOLS, readStream } from '../kit/chat.ts';
import { docFolder, isTestFile, namedBlocks, pageBlocks, removeFolder, runBlock } from '../kit/doc-blocks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = new Map([...namedBlocks(pageBlocks(), 'run')].filter(([, code]) => !isTestFile(code)));

const GALLERY_ANSWER = /Three films about space.*needs no sequel\.\n$/s;

describe('a program of the pages', async () => {
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
      programs.get(name)?.replaceAll('http://localhost:7700', server.url) ?? '',
      ...results,
    );

  test('is one of those that are run here', () => {
    expect([...programs.keys()].sort()).toEqual(
      ['openai', 'meilisearch', 'ai', 'fetch', 'verbs', 'without-server'].sort(),
    );
  });

  test.each(['openai', 'ai'])('gets the whole answer by the client %s', async (name) => {
    const { answer } = await run(name, 'answer');
    expect(answer).toMatch(GALLERY_ANSWER);
  });

  test('gets the bytes by the client meilisearch', async () => {
    const { answer } = await run('meilisearch', 'answer');
    expect(readStream(String(answer))).toMatchObject({
      text: expect.stringMatching(GALLERY_ANSWER),
      done: true,
    });
  });

  test('gets the searches, too, by fetch', async () => {
    const { text, events } = readStream(String((await run('fetch', 'answer')).answer));
    expect(text).toMatch(GALLERY_ANSWER);
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(MEILI_TOOLS));
  });

  test('steps through an answer by the verbs', async () => {
    const { answer, last } = await run('verbs', 'answer', 'last');
    expect(readStream(String(answer)).text).toBe('Hello world!');
    expect(last).toMatchObject({ scenario: 'two-words', ending: { type: 'done' } });
  });

  test('steps through an answer without a server', async () => {
    expect((await run('without-server', 'answer')).answer).toBe('Hello!');
  });
});
