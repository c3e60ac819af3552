import { ChatMockError } from '../error.ts';
import { packageVersion } from '../hosts/server/package.ts';
import type { ChatMockServer } from '../hosts/server/server.ts';
import type { ApiKey } from '../meilisearch/auth.ts';
import type { ServeArguments } from './arguments.ts';
import { bannerLines } from './banner.ts';
import { type Io, isInteractive } from './io.ts';
import { createLog, type ScreenLog } from './log.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';
import { ReloadNotes } from './reloads.ts';
import { logRequests } from './requests.ts';
import { findScenarios, type ScenarioPath } from './scenario-path.ts';
import { untilStopped } from './stopping.ts';

/** How long open connections may take to end, in ms, before the process goes anyway. */
const GRACE = 800;

/**
 * Serves until it is told to stop: by a signal, or by a key.
 *
 * @returns the exit code
 */
export async function serve(args: ServeArguments, io: Io): Promise<number> {
  const log = createLog(io, args.logLevel);
  const scenarios = findScenarios(args.path, io.cwd);
  const keys = await keysOf(args, io.cwd);
  const { createServer } = await import('../hosts/server/server.ts');
  const server = createServer({
    scenarios: scenarios.path,
    watch: args.watch,
    profile: args.profile,
    speed: args.speed,
    apiKeys: keys,
    workspaces: args.workspaces,
    onUnmatched: args.errors ? 'error' : 'generate',
    ...(args.scenario === undefined ? {} : { scenario: args.scenario }),
    ...(args.seed === undefined ? {} : { seed: args.seed }),
  });
  const stopped = untilStopped(io);
  try {
    await server.listen(args.port, args.host);
    announce({ server, args, io, log, scenarios, keys });
    logRequests(server.simulator, log, log.style);
    const reloads = new ReloadNotes(log, log.style, server.report);
    server.onReload((report) => reloads.note(report));
    if (isInteractive(io) && args.logLevel !== 'silent') {
      const { takeKeys } = await import('./take-keys.ts');
      stopped.cleanUp(takeKeys({ server, io, log, reloads, quit: stopped.stop }));
    }
    await stopped.promise;
    return 0;
  } catch (error) {
    if (!(error instanceof ChatMockError)) throw error;
    sayWhyNot(error, server, log);
    return 1;
  } finally {
    stopped.end();
    await Promise.race([server.close(), after(GRACE)]);
    log.flush();
  }
}

async function keysOf({ apiKeys, keyFile }: ServeArguments, cwd: string): Promise<readonly ApiKey[]> {
  const given = apiKeys.map((key) => ({ key }));
  if (keyFile === undefined) return given;
  const { readKeyFile } = await import('./key-file.ts');
  return [...given, ...(await readKeyFile(keyFile, cwd))];
}

interface Start {
  readonly server: ChatMockServer;
  readonly args: ServeArguments;
  readonly io: Io;
  readonly log: ScreenLog;
  readonly scenarios: ScenarioPath;
  readonly keys: readonly ApiKey[];
}

function announce({ server, args, io, log, scenarios, keys }: Start): void {
  const { report } = server;
  // As the OpenAPI document names it, and as people type it.
  const url = server.url.replace('//127.0.0.1:', '//localhost:');
  if (args.quiet) {
    log.notice(url);
    return;
  }
  const warnings = warningsOf(report.problems);
  const started = {
    version: packageVersion(),
    url,
    scenarios: report.scenarios,
    warnings: warnings.length,
    from: scenarios.from,
    key: chatKey(keys),
    keys: keys.length,
    args,
    interactive: isInteractive(io),
  };
  log.notice(...bannerLines(started, log.style));
  log.say('warn', ...problemLines(warnings, log.style));
}

/** A key with which the request of the banner passes. */
function chatKey(keys: readonly ApiKey[]): string {
  const allowed = keys.find(
    ({ actions }) =>
      actions === undefined || actions.some((action) => /^(\*|chatCompletions|chat.*\*)$/.test(action)),
  );
  return (allowed ?? keys[0])?.key ?? 'any';
}

function sayWhyNot(error: ChatMockError, server: ChatMockServer, log: ScreenLog): void {
  const { style } = log;
  const errors = errorsOf(server.report.problems);
  if (error.code === 'invalid-scenario' && errors.length > 0) {
    log.say(
      'error',
      ...problemLines(server.report.problems, style),
      style(
        'red',
        `Not started: ${errors.length === 1 ? 'this' : `these ${errors.length} errors`} must be mended first.`,
      ),
    );
  } else {
    log.say('error', `${style('red', '✗')} ${error.message}`);
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
