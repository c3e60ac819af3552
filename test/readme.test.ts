import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageOf, pages } from './kit/doc-blocks.ts';

const readme = pageOf('README.md');

test('it fits two screens', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(130);
});

test('its index has every page of docs, once', () => {
  const rows = Array.from(
    readme.matchAll(/^\| \[([\w-]+)\]\(https:\S+\/docs\/([\w-]+)\.md\) \|/gm),
    ([, name = '', file = '']) => [name, `docs/${file}.md`],
  );
  expect(rows.map(([, path]) => path).sort()).toEqual(
    [...pages.keys()].filter((path) => path !== 'README.md').sort(),
  );
  for (const [name, path] of rows) expect(path).toBe(`docs/${name}.md`);
});

test('it counts the scenarios of the gallery', () => {
  const files = readdirSync(fileURLToPath(new URL('../scenarios', import.meta.url)));
  expect(readme).toContain(`${files.filter((file) => file.endsWith('.yaml')).length} scenarios`);
});
