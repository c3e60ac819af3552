import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksOf, pageOf } from '../kit/doc-blocks.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each([
  ['README.md', 'types: playwright', 'readme.spec.ts'],
  ['docs/playwright.md', 'types: playwright-page', 'held.spec.ts'],
  ['docs/backends.md', 'types: backend-page', 'backend/page.spec.ts'],
])('the Playwright test of %s is one of the end-to-end tests, to the letter', (page, mark, spec) => {
  const shown = blocksOf(pageOf(page)).find(({ code }) => code.startsWith(`// ${mark}\n`));
  const run = read(`test/e2e/${spec}`).replace(
    /'[./]+src\/playwright\.ts'/,
    "'meilisearch-chat-mock/playwright'",
  );
  expect(shown?.code).toBe(`// ${mark}\n${run}`);
});

test('the story of docs/storybook.md that steps to a frame is one of the example, to the letter', () => {
  const shown = blocksOf(pageOf('docs/storybook.md')).find(({ code }) => code.includes('meta.story('));
  expect(shown?.code).toMatch(/^export const \w+ = /);
  expect(read('examples/storybook/stories/searching.stories.tsx')).toContain(shown?.code);
});
