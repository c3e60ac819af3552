import { ChatMockError } from '../error.ts';
import type { PauseTarget } from '../playback/clock-state.ts';
import type { Fault } from '../playback/item.ts';
import type { Timed } from '../playback/waiting.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import type { FailureCode } from '../session/failure.ts';
import type { FailureOptions } from '../session/failure-queue.ts';
import type { FaultOptions } from '../session/fault-queue.ts';
import type { JournalPage } from '../session/journal.ts';
import type { UseOptions } from '../session/selection.ts';
import type { Define, Rules, ScenarioLike, UseScenario, Verb } from './verb.ts';

/** What the verbs of a hold share. */
const AT_HOLD = {
  waits: true,
  input: (is: Rules) => ({ name: is.string() }),
  args: (name: string, options?: Timed) => ({ name, ...options }),
  example: { timeout: 5000 },
};

/** What the listings of a journal share. */
const A_PAGE = {
  input: (is: Rules) => ({
    last: is.number().int().min(0).optional(),
    before: is.number().int().min(1).optional(),
  }),
  args: (page?: JournalPage) => ({ ...page }),
};

/** The table of all verbs: the HTTP routes, their index, the client and the in-process mock are made from it. */
export const defineVerbs = (verb: Define) => ({
  /** From now on this scenario answers; with `times`, only that many requests. */
  use: verb('PUT /scenario', 'From now on this scenario answers; with `times`, only that many requests.', {
    input: (is) => ({
      name: is.string().optional(),
      scenario: is.object().optional(),
      times: is.anyNumber().optional(),
    }),
    args: (scenario: ScenarioLike, options?: UseOptions) => ({ ...nameOrInput(scenario), ...options }),
    example: { name: 'movie-night', times: 1 },
    run: async (_, { name, scenario, times }, { access }) => {
      if ((name === undefined) === (scenario === undefined)) {
        throw new ChatMockError('invalid-option', '`use` takes either `name` or `scenario`.', {
          hint: 'For example {"name":"movie-night"} or {"scenario":{"name":"hello","reply":[{"text":"Hello"}]}}.',
        });
      }
      // What is wrong in the scenario is found where every scenario is checked.
      const resolved = await access.resolve(name ?? (scenario as ScenarioInput));
      access.session().selection.use(resolved, times === undefined ? {} : { times });
    },
  }) as UseScenario,
  /** From now on each request gets the scenario that matches it. */
  useMatching: verb('DELETE /scenario', 'From now on each request gets the scenario that matches it.', {
    run: (session) => session.selection.none(),
  }),
  /**
   * The next request fails like this, whatever its scenario.
   *
   * @example
   * await chat.fault({ fault: 'reset', after: 3 });
   */
  fault: verb('POST /faults', 'The next request fails like this, whatever its scenario.', {
    input: (is) => ({
      fault: is.string(),
      after: is.anyNumber().optional(),
      times: is.anyNumber().optional(),
    }),
    args: (options: FaultOptions) => ({ ...options }),
    example: { fault: 'reset', after: 3, times: 1 },
    run: (session, { fault, after = 0, times = 1 }) =>
      session.faults.add({ fault: fault as Fault, after, times }),
  }),
  /**
   * Puts an error event into every open stream, which ends with it; with `status`, that HTTP error answers the next request.
   *
   * @example
   * await chat.fail('too_many_search_requests');
   * await chat.fail({ status: 502, body: '<html>…', headers: { 'retry-after': '1' }, times: 2 });
   */
  fail: verb(
    'POST /fail',
    'Puts an error event into every open stream, which ends with it; with `status`, that HTTP error answers the next request.',
    {
      input: (is) => ({
        code: is.string().min(1).optional(),
        message: is.string().optional(),
        status: is.anyNumber().optional(),
        body: is.anything(),
        headers: is.object().optional(),
        times: is.anyNumber().optional(),
      }),
      args: (failure: FailureCode | FailureOptions, message?: string) =>
        typeof failure === 'string' ? { code: failure, message } : { ...failure },
      example: { code: 'too_many_search_requests' },
      run: async (session, { code, message, ...failure }, { access }) => {
        if (code !== undefined && failure.status === undefined) session.fail(code, message);
        else access.session().failures.add(await access.failure({ ...failure, code }));
      },
    },
  ),
  /** Resets the connection of every open stream. */
  drop: verb('POST /drop', 'Resets the connection of every open stream.', {
    run: (session) => session.drop(),
  }),
  /**
   * The requests and their answers, oldest first; with `last`, only so many.
   *
   * With `before`, only those whose `number` is lower: long lists are read in pages, from the end.
   */
  requests: verb(
    'GET /requests',
    'The requests and their answers, oldest first; with `last`, only so many.',
    {
      ...A_PAGE,
      async run(session, page) {
        await session.settled();
        return session.journal.entries(page);
      },
    },
  ),
  /** Forgets the requests. */
  clearRequests: verb('DELETE /requests', 'Forgets the requests.', {
    run: (session) => session.journal.clear(),
  }),
  /** The chat requests that no scenario was for. */
  unmatched: verb('GET /requests/unmatched', 'The chat requests that no scenario was for.', {
    ...A_PAGE,
    run: ({ journal }, page) => journal.unmatched(page),
  }),
  clock: {
    /** Where the clock and the open streams stand. */
    state: verb('GET /clock', 'Where the clock and the open streams stand.', {
      run: ({ clock }) => clock.state(),
    }),
    /**
     * Stops the clock at a frame count, a step or a kind of frame.
     *
     * It stops once, now or later, for the stream that gets there first. A number: as soon as that many frames are sent (0:
     * only the headers). A text: when the first frame of the step with that id, or of that kind, is due.
     */
    pauseAt: verb('POST /clock/pauseAt', 'Stops the clock at a frame count, a step or a kind of frame.', {
      input: (is) => ({ target: is.union([is.anyNumber(), is.string()]) }),
      args: (target: PauseTarget) => ({ target }),
      example: { target: 'text' },
      run: ({ clock }, { target }) => clock.pauseAt(target),
    }),
    /** Resolves when the clock stands. */
    paused: verb('POST /clock/paused', 'Resolves when the clock stands.', {
      waits: true,
      args: (options?: Timed) => ({ ...options }),
      example: { timeout: 5000 },
      run: ({ clock }, _, timed) => clock.paused(timed),
    }),
    /** Sends exactly `count` frames (default 1) and waits until they are written. */
    next: verb(
      'POST /clock/next',
      'Sends exactly `count` frames (default 1) and waits until they are written.',
      {
        waits: true,
        input: (is) => ({ count: is.anyNumber().optional() }),
        args: (count?: number, options?: Timed) => ({ count, ...options }),
        example: { count: 1, timeout: 5000 },
        run: ({ clock }, { count }, timed) => clock.next(count, timed),
      },
    ),
    /** Advances virtual time by `ms` and waits until all is written. */
    runFor: verb('POST /clock/runFor', 'Advances virtual time by `ms` and waits until all is written.', {
      waits: true,
      input: (is) => ({ ms: is.anyNumber() }),
      args: (ms: number, options?: Timed) => ({ ms, ...options }),
      example: { ms: 1000, timeout: 5000 },
      run: ({ clock }, { ms }, timed) => clock.runFor(ms, timed),
    }),
    /** Stops the clock. */
    pause: verb('POST /clock/pause', 'Stops the clock.', { run: ({ clock }) => clock.pause() }),
    /** Lets the clock run. */
    resume: verb('POST /clock/resume', 'Lets the clock run.', { run: ({ clock }) => clock.resume() }),
    /** Sets the virtual seconds per real second; 0 does not wait at all. */
    setSpeed: verb('POST /clock/speed', 'Sets the virtual seconds per real second; 0 does not wait at all.', {
      input: (is) => ({ speed: is.anyNumber() }),
      args: (speed: number) => ({ speed }),
      example: { speed: 2 },
      run: ({ clock }, { speed }) => clock.setSpeed(speed),
    }),
  },
  holds: {
    /** The holds at which streams wait now. */
    names: verb('GET /holds', 'The holds at which streams wait now.', { run: ({ holds }) => holds.names() }),
    /** Waits for a stream to come to this hold. */
    reached: verb('POST /holds/:name/reached', 'Waits for a stream to come to this hold.', {
      ...AT_HOLD,
      run: ({ holds }, { name }, timed) => holds.reached(name, timed),
    }),
    /** Waits for a stream at this hold, and lets them all go on. */
    release: verb('POST /holds/:name/release', 'Waits for a stream at this hold, and lets them all go on.', {
      ...AT_HOLD,
      run: ({ holds }, { name }, timed) => holds.release(name, timed),
    }),
  },
  /** Ends the open streams and forgets the scenario, attempts, faults, clock and journal. */
  reset: verb(
    'POST /reset',
    'Ends the open streams and forgets the scenario, attempts, faults, clock and journal.',
    { run: (session) => session.reset() },
  ),
});

/** Waits for requests that come, are answered or end after a revision. */
export const defineChanges = (verb: Define) =>
  verb('GET /requests/wait', 'Waits for requests that come, are answered or end after a revision.', {
    waits: true,
    input: (is) => ({ after: is.number().int().min(0).optional() }),
    args: (after: number, options?: Timed) => ({ after, ...options }),
    run: (session, { after = 0 }, timed) => session.changes(after, timed),
  });

/** All of them, in order. */
export const VERBS: readonly Verb[] = [];

const list: Define = (route, does, entry) => {
  (VERBS as Verb[]).push({ route, does, ...entry });
  return () => Promise.reject(new Error('A verb is listed and not called.'));
};

/** For its type, which leads to nothing but what the methods take and give: public declarations are made of it. */
export const METHODS = defineVerbs(list);
defineChanges(list);

function nameOrInput(scenario: ScenarioLike) {
  if (typeof scenario !== 'object' || scenario === null) return { name: scenario };
  return {
    scenario: 'build' in scenario && typeof scenario.build === 'function' ? scenario.build() : scenario,
  };
}
