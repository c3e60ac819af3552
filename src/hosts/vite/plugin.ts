import type { Plugin, ResolvedConfig } from 'vite';
import { formatProblem, warningsOf } from '../../scenario/problems/problem.ts';
import { explainErrors } from './explain.ts';
import { type Followed, followScenarios } from './follow.ts';
import type { ChatMockPluginOptions } from './options.ts';
import type { Project } from './project.ts';
import { moduleCode, RESOLVED, VIRTUAL } from './virtual-module.ts';

/**
 * A plugin for Vite that gives an app its scenario files as plain data, checked and proven when the app is built:
 * `import { scenarios, onChange } from 'virtual:meilisearch-chat-mock/scenarios'`.
 *
 * A scenario that is wrong, or that the OpenAPI document forbids, fails the build with its file, line and column.
 *
 * @example
 * import { chatMock } from 'meilisearch-chat-mock/vite';
 *
 * export default defineConfig({ plugins: [chatMock()] });
 */
export function chatMock(options: ChatMockPluginOptions = {}): Plugin {
  let config: ResolvedConfig;
  let opened: Promise<Project> | undefined;
  let followed: Followed | undefined;
  // Loaded when there is something to read: a config file is read for many other things.
  const project = () => {
    opened ??= import('./project.ts').then(({ openProject }) => openProject(config.root, options));
    return opened;
  };
  return {
    name: 'meilisearch-chat-mock',
    config: () => ({
      // Vite would bundle the package's own modules beforehand, without the virtual one that they import.
      optimizeDeps: { exclude: ['meilisearch-chat-mock'] },
    }),
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      followed = followScenarios(server, project());
    },
    async buildStart() {
      if (config.command !== 'build') return;
      const { paths, dataFiles, load } = await project();
      const { problems } = await load();
      // For `vite build --watch`.
      for (const path of [...paths, ...dataFiles()]) this.addWatchFile(path);
      for (const warning of warningsOf(problems)) this.warn(formatProblem(warning));
      const wrong = explainErrors(problems);
      // The message says where, so there is no `loc`: Rollup would say it again.
      if (wrong !== undefined) this.error({ message: wrong.message, frame: wrong.frame });
    },
    buildEnd() {
      followed?.stop();
    },
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      if (followed !== undefined) return moduleCode(await followed.current(), 'dev');
      const { scenarios } = await (await project()).load();
      return moduleCode(scenarios, 'build');
    },
  };
}
