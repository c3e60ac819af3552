import { join } from 'node:path';
import { build, createServer, createServerModuleRunner, type InlineConfig, type Rollup } from 'vite';
import { onTestFinished } from 'vitest';
import type { ChatMockPluginOptions, ScenarioData } from '../../src/vite.ts';
import { createApp } from './app.ts';

type App = ReturnType<typeof createApp>;

/** The virtual module. */
export interface ScenarioModule {
  readonly scenarios: readonly ScenarioData[];
  onChange(listener: (scenarios: readonly ScenarioData[]) => void): () => void;
}

/** An app with these files, gone when the test is. */
export function appWith(files: Readonly<Record<string, string>>): App {
  const app = createApp(files);
  onTestFinished(() => app.remove());
  return app;
}

/** Builds an app, and returns all its code. */
export async function codeOf(
  app: App,
  options?: ChatMockPluginOptions,
  more: InlineConfig = {},
): Promise<string> {
  const output = await build({
    ...app.config(options),
    ...more,
    build: { write: false, minify: false, rollupOptions: { input: join(app.root, 'main.js') } },
  });
  const outputs = [output].flat() as Rollup.RollupOutput[];
  return outputs
    .flatMap((one) => one.output)
    .map((file) => ('code' in file ? file.code : ''))
    .join('\n');
}

/** Runs the code of a build, and returns what its app has got. */
export async function shownBy(code: string): Promise<ScenarioModule> {
  await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return (globalThis as unknown as { shown: ScenarioModule }).shown;
}

/** A logger for Vite, and what it was told. */
export function recorder() {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const nothing = () => undefined;
  const silent = { hasWarned: false, info: nothing, clearScreen: nothing, hasErrorLogged: () => false };
  return { said, customLogger: { ...silent, warn: say, warnOnce: say, error: say } };
}

/** An app in development, whose modules run in this process, and a way to wait for the next change. */
export async function develop(app: App, options?: ChatMockPluginOptions, more: InlineConfig = {}) {
  const server = await createServer({
    ...app.config(options),
    ...more,
    appType: 'custom',
    server: { middlewareMode: true, ws: false },
  });
  onTestFinished(() => server.close());
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: { logger: false } });
  onTestFinished(() => runner.close());
  const module: ScenarioModule = await runner.import('virtual:meilisearch-chat-mock/scenarios');
  const afterNext = async (change: () => void) => {
    const next = new Promise<readonly ScenarioData[]>((resolve) => {
      const stop = module.onChange((scenarios) => {
        stop();
        resolve(scenarios);
      });
    });
    change();
    return next;
  };
  return { module, afterNext };
}

export const names = (scenarios: readonly ScenarioData[]): string[] =>
  scenarios.map(({ input }) => input.name);
