import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Simulator } from '../../simulator/simulator.ts';

const PREFIX = 'meilisearch_chat_mock_';

/** In seconds: a stream that is 10 ms late looks punctual, one that is a second late does not. */
const LAG_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** How often requests to a route were answered with a status. */
export interface Answered {
  readonly route: string;
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  readonly count: number;
}

/**
 * The metrics of a server, and those that every Node process has (CPU, memory, lag of the event loop). They are counts: they
 * name no session, no workspace and no scenario, so that anyone may read them.
 */
export function createMetrics(simulator: Simulator, answered: () => Iterable<Answered>): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: PREFIX + name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('open_streams', 'Streams that are open now, also those that are held or have stalled.', () =>
    simulator.sessions.reduce((sum, { streams }) => sum + streams, 0),
  );
  gauge('sessions', 'Sessions that are remembered now.', () => simulator.sessions.length);
  gauge(
    'memory_used_bytes',
    'What journals, plans and sessions take, as estimated.',
    () => simulator.memory.used,
  );
  gauge('memory_limit_bytes', 'What they may take together.', () => simulator.memory.limit);

  new Counter({
    name: `${PREFIX}requests_total`,
    help: 'Requests by route and status; status 0: the connection was closed without an answer.',
    labelNames: ['route', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { route, status, count } of answered()) this.inc({ route, status }, count);
    },
  });

  const lag = new Histogram({
    name: `${PREFIX}frame_lag_seconds`,
    help: 'How long after they were due frames were written, since the metrics were first asked for.',
    buckets: LAG_BUCKETS,
    registers,
  });
  simulator.measureLate((ms) => lag.observe(ms / 1000));
  return registry;
}
