import { test } from '../../../src/playwright.ts';

test('cannot start', ({ chat }) => {
  void chat;
});
