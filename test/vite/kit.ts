import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, createServerModuleRunner, type InlineConfig, type Rollup } from 'vite';
import { onTestFinished } from 'vitest';
import { type ChatMockPluginOptions, chatMock } from '../../src/vite.ts';

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** A module that shows what the virtual one says. */
const MAIN = `import { onChange, scenarios } from 'virtual:meilisearch-chat-mock/scenarios';
globalThis.shown = { scenarios, onChange };
`;

/** An app with these files, gone when the test is. */
export function appWith(files: Readonly<Record<string, string>>): string {
  mkdirSync(cache, { recursive: true });
  const app = mkdtempSync(join(cache, 'vite-app-'));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ 'main.js': MAIN, ...files })) save(app, name, text);
  return app;
}

/** Writes a file of an app. */
export function save(app: string, name: string, text: string): void {
  mkdirSync(dirname(join(app, name)), { recursive: true });
  writeFileSync(join(app, name), text);
}

const configOf = (app: string, options?: ChatMockPluginOptions): InlineConfig => ({
  root: app,
  configFile: false,
  logLevel: 'silent',
  plugins: [chatMock(options)],
});

/** Builds an app, and returns all its code. */
export async function codeOf(app: string, options?: ChatMockPluginOptions): Promise<string> {
  const output = await build({
    ...configOf(app, options),
    build: { write: false, minify: false, rollupOptions: { input: join(app, 'main.js') } },
  });
  const outputs = [output].flat() as Rollup.RollupOutput[];
  return outputs
    .flatMap((one) => one.output)
    .map((file) => ('code' in file ? file.code : ''))
    .join('\n');
}

/** A development server for an app. Nothing asks it over HTTP: modules run in this process. */
export async function serve(app: string, options?: ChatMockPluginOptions) {
  const server = await createServer({
    ...configOf(app, options),
    appType: 'custom',
    server: { middlewareMode: true, ws: false },
  });
  onTestFinished(() => server.close());
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: { logger: false } });
  onTestFinished(() => runner.close());
  return { server, runner };
}
