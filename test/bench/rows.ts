import { setTimeout as sleep } from 'node:timers/promises';
import { ANSWERS, requestBody } from './answers.ts';
import { LoadProcess } from './load-process.ts';
import type { Peer } from './peers.ts';
import { ServerProcess } from './server-process.ts';

/** One quantity of the table. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly bar: string;
  measure(peer: Peer): Promise<number>;
  /** Whether our figure meets the bar. `theirs` is aimock's, where it was measured. */
  meets(ours: number, theirs: number | undefined): boolean;
}

const SECONDS = 4;
const CONNECTIONS = 50;
const MANY = 1000;

export const ROWS: readonly Row[] = [
  drift('drift-1', 1),
  drift('drift-200', 200),
  {
    name: 'headers',
    title: 'headers after the request, ttft 1000',
    unit: 'ms',
    bar: '< 20',
    measure: (peer) =>
      under(peer, async ({ load, target }) => {
        await load.call('headers', { target, times: 3 });
        return load.call('headers', { target, times: 20 });
      }),
    meets: (ours) => ours < 20,
  },
  throughput('requests', 'answers, not streamed, c = 50', false),
  throughput('streams', 'streams of 200 chunks, unpaced, c = 50', true),
  {
    name: 'rate',
    title: 'delivered by each of 1,000 streams at 50 tokens/s',
    unit: 'tokens/s',
    bar: '≥ 49.5',
    measure: (peer) =>
      under(peer, async ({ load, target }) => {
        await load.call('open', { target, streams: MANY });
        await sleep(1000);
        return (await load.call('rate', { seconds: SECONDS })).mean;
      }),
    meets: (ours) => ours >= 49.5,
  },
  {
    name: 'memory',
    title: 'RSS of each of 1,000 streams',
    unit: 'KB',
    bar: '< 50',
    measure: (peer) =>
      under(peer, async ({ load, target, server }) => {
        await load.call('open', { target, streams: 10 });
        await sleep(500);
        const before = server.rss;
        await load.call('open', { target, streams: MANY });
        await sleep(3000);
        return (server.rss - before) / MANY;
      }),
    meets: (ours) => ours < 50,
  },
  {
    name: 'cpu',
    title: 'CPU one second after 1,000 clients left',
    unit: '%',
    bar: '< 2',
    measure: (peer) =>
      under(peer, async ({ load, target, server }) => {
        await load.call('open', { target, streams: MANY });
        await sleep(1000);
        await load.call('leave', {});
        await sleep(1000);
        const [before, since] = [server.cpu, performance.now()];
        await sleep(1000);
        return ((server.cpu - before) / (performance.now() - since)) * 100;
      }),
    meets: (ours) => ours < 2,
  },
  start('start', 'start to first 200, with the gallery', 3, ({ start }) => start),
  start('start-same', 'start to first 200, with the same four answers', 2.5, (peer) => peer),
];

function drift(name: string, streams: number): Row {
  return {
    name,
    title: `drift after 200 tokens at 50 tokens/s, ${streams === 1 ? '1 stream' : `worst of ${streams} streams`}`,
    unit: 'ms',
    bar: '< 10',
    measure: (peer) => under(peer, ({ load, target }) => load.call('drift', { target, streams })),
    meets: (ours) => ours < 10,
  };
}

function throughput(name: string, title: string, stream: boolean): Row {
  return {
    name,
    title,
    unit: '/s',
    bar: '≥ aimock',
    measure: (peer) =>
      under(peer, ({ load, target }) =>
        load.call('throughput', { target, stream, connections: CONNECTIONS, seconds: SECONDS }),
      ),
    meets: (ours, theirs) => theirs === undefined || ours >= theirs,
  };
}

function start(
  name: string,
  title: string,
  most: number,
  how: (peer: Peer) => Pick<Peer, 'path' | 'args' | 'message'>,
): Row {
  return {
    name,
    title,
    unit: 'ms',
    bar: `≤ ${most} × aimock`,
    async measure(peer) {
      const { path, args, message } = how(peer);
      const body = requestBody({ ...ANSWERS.plain, message }, false);
      const times: number[] = [];
      for (let time = 0; time < 5; time++) {
        const { server, ms } = await ServerProcess.start(args, path, body);
        times.push(ms);
        await server.stop();
      }
      return times.sort((a, b) => a - b)[2] ?? Number.NaN;
    },
    meets: (ours, theirs) => theirs === undefined || ours <= most * theirs,
  };
}

interface Stage {
  readonly server: ServerProcess;
  readonly load: LoadProcess;
  readonly target: { readonly port: number; readonly path: string };
}

/** Runs with a fresh server, and a fresh load generator. */
async function under<T>(peer: Peer, measure: (stage: Stage) => Promise<T>): Promise<T> {
  const { server } = await ServerProcess.start(peer.args, peer.path, requestBody(ANSWERS.plain, false));
  const load = new LoadProcess();
  try {
    return await measure({ server, load, target: { port: server.port, path: peer.path } });
  } finally {
    load.stop();
    await server.stop();
  }
}
