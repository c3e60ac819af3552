/** The load generator: runs in its own process, and does what the bench tells it to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ANSWERS, requestBody } from './answers.ts';
import { Connection, type Target } from './connection.ts';

/** What the generator can do; each verb's argument and result go between the processes as JSON. */
export interface LoadVerbs {
  /** How late the 200th token is at 50 tokens/s, in ms: in the worst of the streams. */
  drift(job: { target: Target; streams: number }): Promise<number>;
  /** Longest time from a request to its headers, in ms, when the first token takes a second. */
  headers(job: { target: Target; times: number }): Promise<number>;
  /** Whole answers a second. */
  throughput(job: { target: Target; stream: boolean; connections: number; seconds: number }): Promise<number>;
  /** Opens streams and resolves when all have begun to send tokens. */
  open(job: { target: Target; streams: number }): Promise<void>;
  /** Tokens a second that each open stream brings: the mean of all, and the slowest. */
  rate(job: { seconds: number }): Promise<{ mean: number; slowest: number }>;
  /** Leaves all open streams. */
  leave(job: object): Promise<void>;
}

const TOKENS = 200;
/** What a stream has beside its tokens: the chunk with the role, and that with the reason why it ends. */
const OTHER_FRAMES = 2;
/** How many streams are opened at once. */
const GROUP = 100;

const open: { connection: Connection; frames: number }[] = [];

const verbs: LoadVerbs = {
  async drift({ target, streams }) {
    const body = requestBody(ANSWERS.paced, true);
    const all = Array.from({ length: streams }, () => driftOf(new Connection(target), body));
    return Math.max(...(await Promise.all(all)));
  },

  async headers({ target, times }) {
    const body = requestBody(ANSWERS.late, true);
    let longest = 0;
    for (let time = 0; time < times; time++) longest = Math.max(longest, await headersOf(target, body));
    return longest;
  },

  async throughput({ target, stream, connections, seconds }) {
    const body = requestBody(ANSWERS.plain, stream);
    const frames = stream ? ANSWERS.plain.tokens + OTHER_FRAMES : 0;
    let answers = 0;
    const all = Array.from({ length: connections }, () => new Connection(target));
    for (const connection of all) {
      const again = () =>
        connection.request(body, {
          end(got) {
            if (got !== frames) throw new Error(`An answer had ${got} chunks instead of ${frames}.`);
            answers++;
            again();
          },
        });
      again();
    }
    await sleep(1000);
    const [before, since] = [answers, performance.now()];
    await sleep(seconds * 1000);
    const rate = ((answers - before) / (performance.now() - since)) * 1000;
    for (const connection of all) connection.close();
    return rate;
  },

  async open({ target, streams }) {
    // In groups: a thousand at once are more than the system lets wait for their server, and it forgets the others.
    for (let left = streams; left > 0; left -= GROUP) {
      await Promise.all(Array.from({ length: Math.min(GROUP, left) }, () => openStream(target)));
    }
  },

  async rate({ seconds }) {
    const [before, since] = [open.map(({ frames }) => frames), performance.now()];
    await sleep(seconds * 1000);
    const passed = (performance.now() - since) / 1000;
    const rates = open.map(({ frames }, index) => (frames - (before[index] ?? 0)) / passed);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    return { mean, slowest: Math.min(...rates) };
  },

  async leave() {
    for (const { connection } of open.splice(0)) connection.close();
  },
};

/** Resolves when the first token has come. */
function openStream(target: Target): Promise<void> {
  const stream = { connection: new Connection(target), frames: 0 };
  open.push(stream);
  return new Promise((resolve) => {
    stream.connection.request(requestBody(ANSWERS.long, true), {
      frames(frames) {
        stream.frames = frames;
        if (frames >= OTHER_FRAMES) resolve();
      },
    });
  });
}

/** How late the 200th token is, counted at the stream's pace from the token that was earliest for its place, in ms. */
function driftOf(connection: Connection, body: string): Promise<number> {
  let earliest = Number.POSITIVE_INFINITY;
  return new Promise((resolve) => {
    connection.request(body, {
      frames(frames, at) {
        // Before the tokens comes the role.
        const late = at - ((frames - 1) * 1000) / ANSWERS.paced.tps;
        if (frames > 1) earliest = Math.min(earliest, late);
        if (frames < TOKENS + 1) return;
        resolve(late - earliest);
        connection.close();
      },
    });
  });
}

function headersOf(target: Target, body: string): Promise<number> {
  const connection = new Connection(target);
  return new Promise((resolve) => {
    const sent = performance.now();
    connection.request(body, {
      head(at) {
        resolve(at - sent);
        connection.close();
      },
    });
  });
}

interface Call {
  readonly id: number;
  readonly verb: keyof LoadVerbs;
  readonly job: never;
}

process.on('message', async ({ id, verb, job }: Call) => {
  process.send?.({ id, result: await verbs[verb](job) });
});
// The bench is gone, or done with us.
process.on('disconnect', () => process.exit(0));
