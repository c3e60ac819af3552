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
