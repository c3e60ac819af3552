import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChatMockError } from '../error.ts';
import { packageVersion } from '../hosts/server/package.ts';
import { galleryFolder } from '../hosts/server/scenario-folder.ts';
import { type ChatMockServer, createMockServer } from '../hosts/server/server.ts';
import type { ApiKey } from '../meilisearch/auth.ts';
import { errorsOf, warningsOf } from '../scenario/problems/problem.ts';
import type { ServeArguments } from './arguments.ts';
import { bannerLines, panelUrl, type Started } from './banner.ts';
import { drain } from './drain.ts';
import { logHalts } from './halts.ts';
import { boundHeapGrowth } from './heap-growth.ts';
import { type Io, isInteractive } from './io.ts';
import { chatKey, readKeyFile } from './keys.ts';
import { createLog, type Log } from './log.ts';
import { problemLines } from './problems.ts';
import { logReloads } from './reloads.ts';
import { logRequests } from './requests.ts';
import { scenarioFinder } from './scenario-path.ts';
import { type Controls, takeShortcuts } from './shortcuts.ts';
import { stopOnSignal } from './stop.ts';

/** How long open connections may take to end, in ms, before the process ends anyway. */
const GRACE = 800;

/** Serves until a signal or a key stops it; resolves to the exit code. */
export async function serve(args: ServeArguments, io: Io): Promise<number> {
  const find = scenarioFinder(args.path, io.cwd);
  const { from } = find();
  const { scenario, seed, chaos, watch, profile, speed, workspaces, keyFile } = args;
  const { allowedHosts, allowedOrigins, controlKey, proxy, proxyChat } = args;
  const fromFile = keyFile === undefined ? [] : await readKeyFile(keyFile, io.cwd);
  const apiKeys: ApiKey[] = [...args.apiKeys.map((key) => ({ key })), ...fromFile];
  const mock = createMockServer({
    ...{ scenarios: () => find().path, watch, profile, speed, workspaces, apiKeys },
    ...{ allowedHosts, allowedOrigins, controlKey, chaos },
    memory: args.memory * 1_000_000,
    onUnmatched: args.errors ? 'error' : 'generate',
    ...(args.data !== undefined && { data: resolve(io.cwd, args.data) }),
    // The gallery shows states of a UI; what is asked here is about the data.
    byName: () => find().path === galleryFolder(),
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
    ...(proxy !== undefined && { proxy }),
    ...(proxyChat !== undefined && { proxyChat: proxyChat || true }),
  });
  const { server, simulator } = mock;
  const log = createLog(io, args.logLevel);
  const stop = stopOnSignal(io, () => drain(mock, args.drain, log));
  const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
  try {
    await server.listen(args.port, args.host);
    const interactive = isInteractive(io);
    const key = await chatKey(apiKeys);
    announce(server, { args, from, data: simulator.indexes, key, keys: apiKeys.length, interactive }, log);
    boundHeapGrowth(simulator.memory.limit, stop.signal);
    logRequests(simulator, log);
    logHalts(simulator, log);
    const expectReload = logReloads(server, log, () => find().from);
    if (interactive && args.logLevel !== 'silent') {
      const openPanel = () => io.open(panelUrl(server.url));
      const controls = controlsOf(mock, { expectReload, openPanel, quit: () => stop.abort() });
      takeShortcuts(io, log, controls, stop.signal);
    }
    await stopped;
    return 0;
  } catch (error) {
    if (!(error instanceof ChatMockError)) throw error;
    log.say('error', ...failureLines(error, server, log));
    return 1;
  } finally {
    await Promise.race([server.close(), sleep(GRACE, undefined, { ref: false })]);
    log.flush();
  }
}

type Facts = Omit<Started, 'version' | 'url' | 'scenarios' | 'warnings'>;

function announce(server: ChatMockServer, facts: Facts, log: Log): void {
  // The OpenAPI document and users write localhost.
  const url = server.url.replace('//127.0.0.1:', '//localhost:');
  if (facts.args.quiet) {
    log.notice(url);
    return;
  }
  const { scenarios, problems } = server.report;
  const warnings = warningsOf(problems);
  const started = { ...facts, version: packageVersion(), url, scenarios, warnings: warnings.length };
  log.notice(...bannerLines(started, log.style));
  log.say('warn', ...problemLines(warnings, log.style));
}

/** Why the server has not started. */
function failureLines(error: ChatMockError, { report }: ChatMockServer, { style }: Log): string[] {
  const errors = errorsOf(report.problems).length;
  if (error.code !== 'invalid-scenario' || errors === 0) return [`${style('red', '✗')} ${error.message}`];
  const these = errors === 1 ? 'this' : `these ${errors} errors`;
  const summary = style('red', `Not started: ${these} must be mended first.`);
  return [...problemLines(report.problems, style), summary];
}

type Mock = ReturnType<typeof createMockServer>;

/** What the shortcuts do to the default session. */
function controlsOf(
  { server, simulator }: Mock,
  { expectReload, openPanel, quit }: Pick<Controls, 'openPanel' | 'quit'> & { expectReload(): void },
): Controls {
  const session = () => simulator.session();
  const firstLine = (text = '') => text.trim().replace(/\n.*/s, '');
  return {
    entries: () =>
      simulator.scenarios.map(({ name, input }) => ({ name, description: firstLine(input.description) })),
    used: () => session().selection.current?.name,
    async use(name) {
      if (name === undefined) session().selection.none();
      else await server.use(name);
    },
    paused: () => session().clock.state().paused,
    pause: () => session().clock.pause(),
    resume: () => session().clock.resume(),
    streams: () => session().clock.state().streams.length,
    async reload() {
      expectReload();
      await server.reload();
    },
    async next() {
      await session().clock.next();
    },
    async release() {
      const names = session().holds.names();
      for (const name of names) await session().holds.release(name);
      return names;
    },
    openPanel,
    quit,
  };
}
