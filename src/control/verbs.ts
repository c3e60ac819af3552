import { ChatMockError } from '../error.ts';
import type { ErrorCode } from '../meilisearch/error-codes.ts';
import type { Fault } from '../plan/types.ts';
import type { PauseTarget } from '../playback/clock-state.ts';
import type { Timed } from '../playback/waiting.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { FaultOptions } from '../session/fault-queue.ts';
import type { UseOptions } from '../session/selection.ts';
import { number, plain, type ScenarioLike, verb } from './verb.ts';
import type { RequestChanges } from './wire.ts';

/**
 * All verbs. The HTTP routes, `GET /__mock`, the client and the in-process mock are made from this table, with their
 * types: a new verb is one entry.
 */
export const VERBS = {
  /** From now on this scenario answers the session's requests; with `times`, that many of them. */
  use: verb(
    'PUT /scenario',
    "From now on this scenario answers the session's requests; with `times`, that many of them.",
    {
      input: (z) => ({
        name: z.string().optional(),
        scenario: z.looseObject({}).optional(),
        times: number(z).optional(),
      }),
      args: (scenario: ScenarioLike, options?: UseOptions) => ({ ...nameOrInput(scenario), ...options }),
      example: { name: 'movie-night', times: 1 },
      run: async (mock, { name, scenario, times }) => {
        if ((name === undefined) === (scenario === undefined)) {
          throw new ChatMockError('invalid-option', '`use` takes either `name` or `scenario`.', {
            hint: 'For example {"name":"movie-night"} or {"scenario":{"name":"hello","reply":[{"text":"Hello"}]}}.',
          });
        }
        // What is wrong in the scenario is found where every scenario is checked.
        const resolved = await mock.resolve(name ?? (scenario as ScenarioInput));
        mock.session().selection.use(resolved, times === undefined ? {} : { times });
      },
    },
  ),
  /** The next request fails like this, whatever its scenario: `{ fault: 'reset', after: 3 }`. */
  fault: verb(
    'POST /faults',
    "The next request fails like this, whatever its scenario: `{ fault: 'reset', after: 3 }`.",
    {
      input: (z) => ({ fault: z.string(), after: number(z).optional(), times: number(z).optional() }),
      args: (options: FaultOptions) => ({ ...options }),
      example: { fault: 'reset', after: 3, times: 1 },
      run: (mock, { fault, after = 0, times = 1 }) =>
        mock.session().fault({ fault: fault as Fault, after, times }),
    },
  ),
  /** Puts an error event into every open stream, which ends with it. */
  fail: verb('POST /fail', 'Puts an error event into every open stream, which ends with it.', {
    input: (z) => ({ code: z.string().min(1), message: z.string().optional() }),
    args: (code: ErrorCode | (string & {}), message?: string) => ({ code, message }),
    example: { code: 'too_many_search_requests' },
    run: (mock, { code, message }) => mock.session().fail(code, message),
  }),
  /** Resets the connection of every open stream. */
  drop: plain('POST /drop', 'Resets the connection of every open stream.', (mock) => mock.session().drop()),
  /** The session's requests and their answers, the oldest first; with `last`, the last ones. */
  requests: verb(
    'GET /requests',
    "The session's requests and their answers, the oldest first; with `last`, the last ones.",
    {
      input: (z) => ({ last: z.number().int().min(0).optional() }),
      args: (options?: { readonly last?: number }) => ({ ...options }),
      run: (mock, { last = Number.POSITIVE_INFINITY }) => {
        const entries = mock.session().requests();
        return entries.slice(Math.max(0, entries.length - last));
      },
    },
  ),
  /** Forgets the requests. */
  clearRequests: plain('DELETE /requests', 'Forgets the requests.', (mock) => mock.session().clearRequests()),
  /** The chat requests that no scenario was for. */
  unmatched: plain('GET /requests/unmatched', 'The chat requests that no scenario was for.', (mock) =>
    mock.session().unmatched(),
  ),
  /** Waits until a request comes, begins to be answered or ends after a revision (0: any). */
  changes: verb(
    'GET /requests/wait',
    'Waits until a request comes, begins to be answered or ends after a revision (0: any).',
    {
      waits: true,
      input: (z) => ({ after: z.number().int().min(0).optional() }),
      args: (after: number, options?: Timed) => ({ after, ...options }),
      run: async (mock, { after = 0 }, timed): Promise<RequestChanges> => {
        const { entries, revision } = await mock.session().changes(after, timed);
        return { results: entries, revision };
      },
    },
  ),
  clock: {
    /** Where the clock and the open streams stand. */
    state: plain('GET /clock', 'Where the clock and the open streams stand.', (mock) =>
      mock.session().clock.state(),
    ),
    /**
     * Stops the clock at a number of frames, at a step or at a kind of frame.
     *
     * It stops once, now or later, for the stream that gets there first. A number: as soon as that many frames are sent (0:
     * only the headers). A text: when the first frame of the step with that id, or of that kind, is due.
     */
    pauseAt: verb(
      'POST /clock/pauseAt',
      'Stops the clock at a number of frames, at a step or at a kind of frame.',
      {
        input: (z) => ({ target: z.union([number(z), z.string()]) }),
        args: (target: PauseTarget) => ({ target }),
        example: { target: 'text' },
        run: (mock, { target }) => mock.session().clock.pauseAt(target),
      },
    ),
    /** Resolves when the clock stands. */
    paused: verb('POST /clock/paused', 'Resolves when the clock stands.', {
      waits: true,
      input: () => ({}),
      args: (options?: Timed) => ({ ...options }),
      example: { timeout: 5000 },
      run: (mock, _, timed) => mock.session().clock.paused(timed),
    }),
    /** Sends exactly `count` frames (default 1) and resolves when they are written. */
    next: verb(
      'POST /clock/next',
      'Sends exactly `count` frames (default 1) and resolves when they are written.',
      {
        waits: true,
        input: (z) => ({ count: number(z).optional() }),
        args: (count?: number, options?: Timed) => ({ count, ...options }),
        example: { count: 1, timeout: 5000 },
        run: (mock, { count }, timed) => mock.session().clock.next(count, timed),
      },
    ),
    /** Advances virtual time by `ms` and resolves when what is due by then is written. */
    runFor: verb(
      'POST /clock/runFor',
      'Advances virtual time by `ms` and resolves when what is due by then is written.',
      {
        waits: true,
        input: (z) => ({ ms: number(z) }),
        args: (ms: number, options?: Timed) => ({ ms, ...options }),
        example: { ms: 1000, timeout: 5000 },
        run: (mock, { ms }, timed) => mock.session().clock.runFor(ms, timed),
      },
    ),
    /** Stops the clock. */
    pause: plain('POST /clock/pause', 'Stops the clock.', (mock) => mock.session().clock.pause()),
    /** Lets the clock run. */
    resume: plain('POST /clock/resume', 'Lets the clock run.', (mock) => mock.session().clock.resume()),
    /** Sets the virtual seconds a real second; 0 does not wait at all. */
    setSpeed: verb('POST /clock/speed', 'Sets the virtual seconds a real second; 0 does not wait at all.', {
      input: (z) => ({ speed: number(z) }),
      args: (speed: number) => ({ speed }),
      example: { speed: 2 },
      run: (mock, { speed }) => mock.session().clock.setSpeed(speed),
    }),
  },
  holds: {
    /** The holds at which streams wait now. */
    names: plain('GET /holds', 'The holds at which streams wait now.', (mock) =>
      mock.session().holds.names(),
    ),
    /** Resolves when a stream waits at this hold. */
    reached: verb('POST /holds/:name/reached', 'Resolves when a stream waits at this hold.', {
      waits: true,
      input: (z) => ({ name: z.string() }),
      args: (name: string, options?: Timed) => ({ name, ...options }),
      example: { timeout: 5000 },
      run: (mock, { name }, timed) => mock.session().holds.reached(name, timed),
    }),
    /** Lets every stream at this hold go on; waits for one to come there first. */
    release: verb(
      'POST /holds/:name/release',
      'Lets every stream at this hold go on; waits for one to come there first.',
      {
        waits: true,
        input: (z) => ({ name: z.string() }),
        args: (name: string, options?: Timed) => ({ name, ...options }),
        example: { timeout: 5000 },
        run: (mock, { name }, timed) => mock.session().holds.release(name, timed),
      },
    ),
  },
  /** Ends the session's streams and forgets its scenario, attempts, faults, clock and journal. */
  reset: plain(
    'POST /reset',
    "Ends the session's streams and forgets its scenario, attempts, faults, clock and journal.",
    (mock) => mock.session().reset(),
  ),
};

function nameOrInput(scenario: ScenarioLike) {
  if (typeof scenario !== 'object' || scenario === null) return { name: scenario };
  return {
    scenario: 'build' in scenario && typeof scenario.build === 'function' ? scenario.build() : scenario,
  };
}
