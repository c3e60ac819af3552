import { afterEach, expect, test } from 'vitest';
import { loadPlaywright } from '../../src/hosts/playwright/peer.ts';
import { scenarioPaths } from '../../src/hosts/playwright/scenario-folder.ts';

/** Where Playwright notes that one copy of it is loaded already. */
const INITIATOR = '__pw_initiator__';

afterEach(() => {
  Reflect.deleteProperty(process, INITIATOR);
});

test('a second copy of @playwright/test is named, with what to do', () => {
  Reflect.set(process, INITIATOR, 'Error: here\n    at /elsewhere/node_modules/playwright/lib/index.js:1:1');
  expect(() => loadPlaywright()).toThrow(
    /two copies of @playwright\/test; this package finds .*node_modules.*npm ls @playwright\/test/s,
  );
  // All of Playwright is loaded for this.
}, 60_000);

test('the gallery answers where there is no folder of scenarios beside the config', () => {
  expect(scenarioPaths(undefined, '/nowhere/playwright.config.ts')).toEqual([
    expect.stringMatching(/[\\/]scenarios$/),
  ]);
  expect(scenarioPaths(['a', '/b'], '/nowhere/playwright.config.ts')).toEqual(['/nowhere/a', '/b']);
});
