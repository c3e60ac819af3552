import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test("the README's Playwright test is one of the end-to-end tests, to the letter", () => {
  const [, shown] = /```ts\n\/\/ run: playwright\n(.*?)```/s.exec(read('../../README.md')) ?? [];
  const run = read('../e2e/readme.spec.ts').replace(
    '../../src/playwright.ts',
    'meilisearch-chat-mock/playwright',
  );
  expect(shown).toBe(run);
});
