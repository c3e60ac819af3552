import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InlineConfig } from 'vite';
import { type ChatMockPluginOptions, chatMock } from '../../src/vite.ts';

/** A module that shows what the virtual one says. */
const MAIN = `import { onChange, scenarios } from 'virtual:meilisearch-chat-mock/scenarios';
globalThis.shown = { scenarios, onChange };
`;

/** An app for Vite in a folder of its own. Without files of other names it is one module, `main.js`. */
export function createApp(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'chat-mock-vite-'));
  const app = {
    root,
    save(name: string, text: string) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    },
    remove: (name = '') => rmSync(join(root, name), { recursive: true, force: true }),
    config: (options?: ChatMockPluginOptions): InlineConfig => ({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [chatMock(options)],
    }),
  };
  for (const [name, text] of Object.entries({ 'main.js': MAIN, ...files })) app.save(name, text);
  return app;
}

/** A scenario file of one scenario. */
export const saying = (name: string, text: string): string => `name: ${name}\nreply:\n  - text: ${text}\n`;
