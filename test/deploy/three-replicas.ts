import { afterAll, beforeAll } from 'vitest';
import { CliProcess } from '../fuzz/cli-process.ts';
import { scenarioFolder } from '../fuzz/folder.ts';
import { Gateway } from './gateway.ts';

/** Three replicas with these scenarios behind nginx, for the tests of a block. */
export function setupReplicas(scenarios: Readonly<Record<string, unknown>>, ...args: string[]) {
  const stops: (() => Promise<void>)[] = [];
  let replicas: readonly CliProcess[] = [];
  let gateway: Gateway | undefined;
  beforeAll(async () => {
    const all = [scenarioFolder(scenarios), '--log-level', 'error', '--no-watch', ...args];
    replicas = await Promise.all([1, 2, 3].map(() => CliProcess.start(all)));
    stops.push(...replicas.map((replica) => () => replica.stop()));
    gateway = await Gateway.start(replicas.map(({ port }) => port));
    stops.push(gateway.stop.bind(gateway));
  }, 30_000);
  afterAll(async () => {
    for (const stop of stops) await stop();
  });
  return {
    /** Where clients find them. */
    get url() {
      return gateway?.url ?? '';
    },
    get replicas() {
      return replicas;
    },
  };
}
