import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test.each([
  ['README.md', 'types: playwright', 'readme.spec.ts'],
  ['docs/playwright.md', 'types: playwright-page', 'held.spec.ts'],
  ['docs/backends.md', 'types: backend-page', 'backend/page.spec.ts'],
])('the Playwright test of %s is one of the end-to-end tests, to the letter', (document, mark, spec) => {
  const [, shown] =
    new RegExp(`\`\`\`ts\n// ${mark}\n(.*?)\`\`\``, 's').exec(read(`../../${document}`)) ?? [];
  const run = read(`../e2e/${spec}`).replace(
    /'[./]+src\/playwright\.ts'/,
    "'meilisearch-chat-mock/playwright'",
  );
  expect(shown).toBe(run);
});
