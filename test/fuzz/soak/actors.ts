import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../random.ts';
import type { MockClient } from './mock-client.ts';

/** What an actor works with. */
export interface Stage {
  readonly client: MockClient;
  readonly random: Random;
  /** The folder of scenarios, which the server watches. */
  readonly folder: string;
}

/** One kind of user. */
export interface Actor {
  /** How many of them there are. */
  readonly count: number;
  /** Ms between two rounds; undefined: as the load asks for. */
  readonly pause: number | undefined;
  round(stage: Stage, number: number): Promise<void>;
}

/** Scenarios of the soak, besides the gallery. */
export const SOAK_SCENARIOS = {
  'soak-long': {
    name: 'soak-long',
    pace: { ttft: 200, tps: 20, jitter: 0.3 },
    reply: [{ search: { index: 'movies', q: 'x', documents: 5 } }, { text: ' film'.repeat(300) }],
  },
  'soak-quick': {
    name: 'soak-quick',
    pace: { ttft: 0, tps: 0 },
    reply: [{ text: 'A quick answer of some words. '.repeat(20) }],
  },
  'soak-steps': {
    name: 'soak-steps',
    reply: [
      { text: 'One two three four five six.', id: 'first' },
      { hold: 'soak-hold' },
      { text: ' Seven.' },
    ],
  },
};

const FAULTS = ['reset', 'truncate', 'half-frame', 'no-done'];
const GALLERY = [
  'movie-night',
  'fast-burst',
  'many-sources',
  'search-rounds',
  'refusal',
  'table',
  'languages',
];
const TOOLS = ['_meiliSearchProgress', '_meiliSearchSources'].map((name) => ({
  type: 'function',
  function: { name },
}));

export const ACTORS: Readonly<Record<string, Actor>> = {
  /** Requests without pace: they make the load. */
  quick: {
    count: 4,
    pause: undefined,
    async round({ client, random }) {
      const uid = random.pick(['soak-quick', 'fast-burst', `generated-${random.below(200)}`]);
      const content = random.chance(0.3) ? `question ${random.below(1e9)}` : 'hello';
      await client.chat(`s${random.below(10)}`, uid, { content, stream: random.chance(0.5), leave: 5000 });
    },
  },
  /** People who read: streams at their real pace; one in three leaves. */
  readers: {
    count: 40,
    pause: 100,
    async round({ client, random }) {
      const uid = random.chance(0.5) ? 'soak-long' : random.pick(GALLERY);
      const leave = random.chance(0.3) ? random.below(4000) : 60_000;
      await client.chat(`s${random.below(10)}`, uid, { tools: TOOLS, leave });
    },
  },
  /** Tests that step through a stream, and through its hold. */
  stepping: {
    count: 2,
    pause: 500,
    async round({ client }, number) {
      const session = `step-${number}`;
      await client.control(session, 'POST /reset');
      await client.control(session, 'POST /clock/pauseAt', { target: 2 });
      const answer = client.chat(session, 'soak-steps', { leave: 30_000 });
      await client.control(session, 'POST /clock/paused', { timeout: 10_000 });
      await client.control(session, 'POST /clock/next', { count: 2 });
      await client.control(session, 'POST /clock/runFor', { ms: 50 });
      await client.control(session, 'POST /clock/resume');
      await client.control(session, 'POST /holds/soak-hold/release', { timeout: 20_000 });
      await answer;
    },
  },
  /** Tests that let requests and open streams fail. */
  failing: {
    count: 2,
    pause: 500,
    async round({ client, random }, number) {
      const session = `fault-${number}`;
      await client.control(session, 'POST /faults', { fault: random.pick(FAULTS), after: random.below(9) });
      await client.chat(session, 'soak-quick', { leave: 5000 });
      const open = client.chat(session, 'soak-long', { leave: 5000 });
      await client.wait(300);
      if (random.chance(0.5)) await client.control(session, 'POST /drop');
      else await client.control(session, 'POST /fail', { code: 'internal' });
      await open;
    },
  },
  /** Tests that each have a session of their own, and forget it or reset it. */
  sessions: {
    count: 1,
    pause: 200,
    async round({ client, random }) {
      const session = `own-${random.below(1e9)}`;
      await client.control(session, 'PUT /scenario', { name: random.pick(GALLERY), times: 1 });
      await client.chat(session, 'any', { leave: 300 });
      if (random.chance(0.5)) await client.control(session, 'POST /reset');
    },
  },
  /** Someone who edits scenarios, and now and then saves one that is broken. */
  editor: {
    count: 1,
    pause: 3000,
    async round({ folder, random }) {
      const file = join(folder, 'changing.yaml');
      const text = `name: changing\nreply:\n  - text: Version ${random.below(1e9)}\n`;
      if (random.chance(0.1)) rmSync(file, { force: true });
      else writeFileSync(file, random.chance(0.2) ? text.replace('reply', 'repply') : text);
    },
  },
  /** A panel that shows the events of all sessions. */
  panel: {
    count: 2,
    pause: 0,
    round: async ({ client }) => void (await client.follow(undefined, 600_000)),
  },
  /** Panels that are opened and closed. */
  visitors: {
    count: 2,
    pause: 1000,
    round: async ({ client, random }) => void (await client.follow(`s${random.below(10)}`, 5000)),
  },
  /** Reports that list the journal. */
  journal: {
    count: 1,
    pause: 2000,
    async round({ client, random }) {
      const session = `s${random.below(10)}`;
      await client.control(
        session,
        random.pick(['GET /requests?last=50', 'GET /requests/unmatched', 'GET /clock']),
      );
      if (random.chance(0.05)) await client.control(session, 'GET /requests');
      if (random.chance(0.05)) await client.control(session, 'POST /reset');
      if (random.chance(0.05)) await client.control(session, 'DELETE /requests');
    },
  },
};
