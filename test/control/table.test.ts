import { readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { VERBS } from '../../src/control/verbs.ts';

const file = new URL('../../src/control/verbs.ts', import.meta.url);

/** The first paragraph of the doc comment of each entry. */
function docsOf(source: string): string[] {
  const comments = source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s+[^/]*?\bverb\('?/gs);
  return [...comments].map(([, text = '']) => {
    const lines = text.split('\n').map((line) => line.trim().replace(/^\*\s?/, ''));
    const [first = ''] = lines.join('\n').trim().split('\n\n');
    return first.replaceAll('\n', ' ').trim();
  });
}

test('what the index says of a verb is its doc comment', () => {
  const source = readFileSync(file, 'utf8');
  expect(docsOf(source)).toEqual(VERBS.map(({ does }) => does));
});

test('every description is one sentence', () => {
  for (const { does } of VERBS) expect(does).toMatch(/^[A-Z][^\n]*[^.]\.$/);
});

test('the client is made from the table without zod', async () => {
  const bundle = await rolldown({ input: new URL('../../src/client.ts', import.meta.url).pathname });
  const { output } = await bundle.generate();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  expect(modules.filter((id) => id.includes('src/control/verbs.ts'))).toHaveLength(1);
  expect(modules.filter((id) => id.includes('node_modules'))).toEqual([]);
  await bundle.close();
});
