import { readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { isVerb } from '../../src/control/chat-mock.ts';
import { VERBS } from '../../src/control/verbs.ts';

const file = new URL('../../src/control/verbs.ts', import.meta.url);

/** Every entry of a table, by name: `clock.next`. */
function entriesOf(table: object, prefix = ''): [name: string, does: string][] {
  return Object.entries(table).flatMap(([key, entry]) =>
    isVerb(entry) ? [[prefix + key, entry.does]] : entriesOf(entry, `${prefix}${key}.`),
  );
}

/** The first paragraph of the doc comment before each `name: verb(` of the source. */
function docsOf(source: string): [name: string, doc: string][] {
  return [...source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s+(\w+): verb\(/gs)].map(
    ([, text = '', name = '']) => {
      const [doc = ''] = text
        .split('\n')
        .map((line) => line.trim().replace(/^\*\s?/, ''))
        .join('\n')
        .trim()
        .split('\n\n');
      return [name, doc.replaceAll('\n', ' ').trim()];
    },
  );
}

test('what the index says of a verb is its doc comment', () => {
  const source = readFileSync(file, 'utf8');
  const entries = entriesOf(VERBS).map(([name, does]) => [name.split('.').at(-1), does]);
  expect(docsOf(source)).toEqual(entries);
});

test('every description is one sentence', () => {
  for (const [, does] of entriesOf(VERBS)) expect(does).toMatch(/^[A-Z][^\n]*[^.]\.$/);
});

test('the client is made from the table without zod', async () => {
  const bundle = await rolldown({ input: new URL('../../src/client.ts', import.meta.url).pathname });
  const { output } = await bundle.generate();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  expect(modules.filter((id) => id.includes('src/control/verbs.ts'))).toHaveLength(1);
  expect(modules.filter((id) => id.includes('node_modules'))).toEqual([]);
  await bundle.close();
});
