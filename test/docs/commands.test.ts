import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { readStream } from '../kit/chat.ts';
import { blocksOf, pageOf, pages } from '../kit/doc-blocks.ts';

/** The words of a line of a shell, without its comment. */
const wordsOf = (line: string) =>
  Array.from(
    line.replace(/\s#.*/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
    ([, a, b, c]) => a ?? b ?? c ?? '',
  );

const shellOf = (text: string) => blocksOf(text).filter(({ language }) => language === 'sh');

const commands = [...pages].flatMap(([path, text]) =>
  shellOf(text)
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line.startsWith('npx meilisearch-chat-mock'))
    .map((line) => [path, line] as const),
);

test.each(commands)('%s: the program takes `%s`', (_, line) => {
  expect(parseCommandLine(wordsOf(line).slice(2))).toHaveProperty('command');
});

const server = createServer({
  scenarios: fileURLToPath(new URL('../../scenarios', import.meta.url)),
  speed: 0,
});
beforeAll(() => server.listen());
afterAll(() => server.close());

test('docs/start.md: the request of curl gets the scenario that it names', async () => {
  const code = shellOf(pageOf('docs/start.md')).find((block) => block.code.startsWith('curl '))?.code ?? '';
  const words = wordsOf(code.replaceAll('\\\n', ''));
  const after = (option: string) => words.filter((_, at) => words[at - 1] === option);
  const url = words.find((word) => word.startsWith('http://localhost:7700')) ?? '';
  const response = await fetch(url.replace('http://localhost:7700', server.url), {
    method: 'POST',
    headers: after('-H').map((header) => header.split(': ', 2) as [string, string]),
    body: after('-d').join(''),
  });
  expect(response.headers.get('x-mock-scenario')).toBe('table');
  expect(readStream(await response.text())).toMatchObject({
    text: expect.stringContaining('|'),
    done: true,
  });
});
