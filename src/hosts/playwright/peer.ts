import { createRequire } from 'node:module';
import { ChatMockError } from '../../error.ts';

type Playwright = typeof import('@playwright/test');

/** The `@playwright/test` that runs the tests. Required and not imported, so that its errors can be explained. */
export function loadPlaywright(): Playwright {
  const require = createRequire(import.meta.url);
  try {
    return require('@playwright/test') as Playwright;
  } catch (error) {
    throw explain(error, require);
  }
}

function explain(error: unknown, require: NodeJS.Require): unknown {
  if (!(error instanceof Error)) return error;
  if ('code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes("'@playwright/test'")) {
    return new ChatMockError('invalid-option', 'meilisearch-chat-mock/playwright needs @playwright/test.', {
      hint: 'Install it: npm i -D @playwright/test',
      cause: error,
    });
  }
  if (!/second time/.test(error.message)) return error;
  const message = `The tests and meilisearch-chat-mock load two copies of @playwright/test; this package finds ${require.resolve('@playwright/test')}.`;
  return new ChatMockError('invalid-option', message, {
    hint: 'Both must be one: see `npm ls @playwright/test`. A package that is linked brings its own; install it with `npm i --install-links PATH`.',
    cause: error,
  });
}
