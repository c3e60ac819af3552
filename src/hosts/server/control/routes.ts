import type { Request, Response } from 'express';
import * as z from 'zod';
import type { ChatMock } from '../../../control/chat-mock.ts';
import { untilReset } from '../../../control/session-handle.ts';
import type { Listing, RequestChanges, ScenarioSummary } from '../../../control/wire.ts';
import { ChatMockError } from '../../../error.ts';
import type { Fault } from '../../../playback/item.ts';
import type { Timed } from '../../../playback/waiting.ts';
import type { ScenarioInput } from '../../../scenario/schema.ts';
import type { Session } from '../../../session/session.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { streamEvents } from './events.ts';

/** What the routes work on. */
export interface ControlContext {
  readonly simulator: Simulator;
  /** The verbs of a session. */
  readonly handle: (session: string) => ChatMock;
  /** Of the package, for `GET health`. */
  readonly version?: string | undefined;
}

/** One request to the control API. */
export interface ControlCall {
  readonly context: ControlContext;
  readonly chat: ChatMock;
  /** Undefined: none was named, and it is the default one. */
  readonly named: string | undefined;
  readonly session: Session;
  /** What `:name` in the path stands for. */
  readonly name: string;
  /** For a call that waits: given up when the client leaves. */
  readonly timed: (input: { readonly timeout?: number | undefined }) => Timed;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** One route of the control API. Its input is the query of a GET, and else the body. */
export interface ControlRoute {
  readonly method: Method;
  /** Below `/__mock`. */
  readonly path: string;
  readonly does: string;
  readonly input: z.ZodObject;
  /** An input, for the index and for error messages. */
  readonly example?: unknown;
  /** Returns what is answered; undefined: nothing. */
  run(call: ControlCall, input: unknown): unknown;
  /** Answers by itself, in place of `run`. */
  stream?(call: ControlCall, req: Request, res: Response): void;
}

const nothing = z.strictObject({});
const timeout = z.number().optional();
const waits = z.strictObject({ timeout });
/** In a query everything is text. */
const count = z.coerce.number().int().min(0);

function route<Shape extends z.ZodRawShape>(
  endpoint: string,
  does: string,
  options: {
    readonly input: z.ZodObject<Shape>;
    readonly example?: z.input<z.ZodObject<Shape>>;
    readonly run: (call: ControlCall, input: z.output<z.ZodObject<Shape>>) => unknown;
  },
): ControlRoute {
  const [method = '', path = ''] = endpoint.split(' ');
  return { ...options, method: method as Method, path, does } as ControlRoute;
}

function plain(endpoint: string, does: string, run: (call: ControlCall) => unknown): ControlRoute {
  return route(endpoint, does, { input: nothing, run });
}

const list = async <T>(results: Promise<readonly T[]> | readonly T[]): Promise<Listing<T>> => ({
  results: await results,
});

/** All of the control API, in the order in which its index lists it. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  plain('GET /health', 'whether the mock is there, and what it is', ({ context }) => health(context)),
  plain('GET /scenarios', 'the scenarios', ({ context, session }) => list(summaries(context, session))),
  route('PUT /scenario', 'from now on this scenario answers: by name, or given as an object', {
    input: z.strictObject({
      name: z.string().optional(),
      scenario: z.record(z.string(), z.unknown()).optional(),
      times: z.number().optional(),
    }),
    example: { name: 'movie-night', times: 1 },
    run: ({ chat }, { name, scenario, times }) => {
      if ((name === undefined) === (scenario === undefined)) {
        throw new ChatMockError('invalid-option', 'PUT /__mock/scenario takes either `name` or `scenario`.', {
          hint: 'For example {"name":"movie-night"} or {"scenario":{"name":"hello","reply":[{"text":"Hello"}]}}.',
        });
      }
      // What it is to be is checked where every scenario is.
      return chat.use(name ?? (scenario as ScenarioInput), times === undefined ? {} : { times });
    },
  }),
  plain('DELETE /scenario', 'each request gets the scenario that matches it', ({ session }) =>
    session.selection.none(),
  ),
  route('GET /requests', 'what was asked and answered, the oldest first; `last=N`: only the last N', {
    input: z.strictObject({ last: count.optional() }),
    run: async ({ chat }, { last }) => {
      if (last !== 1) return list(last === 0 ? [] : (await chat.requests()).slice(-(last ?? 0)));
      const only = await chat.lastRequest();
      return list(only === undefined ? [] : [only]);
    },
  }),
  plain('DELETE /requests', 'forgets them', ({ chat }) => chat.clearRequests()),
  plain('GET /requests/unmatched', 'those that no scenario was for', ({ chat }) => list(chat.unmatched())),
  route('GET /requests/wait', 'waits for requests that come, are answered or end after a revision (0: any)', {
    input: z.strictObject({ after: count.optional(), timeout: z.coerce.number().optional() }),
    run: async ({ session, timed }, { after = 0, timeout }): Promise<RequestChanges> => {
      const { entries, revision } = await untilReset(session, timed({ timeout }), (waits) =>
        session.changes(after, waits),
      );
      return { results: entries, revision };
    },
  }),
  route('POST /faults', 'the next requests fail so, after so many frames', {
    input: z.strictObject({ fault: z.string(), after: z.number().optional(), times: z.number().optional() }),
    example: { fault: 'reset', after: 3, times: 1 },
    run: ({ chat }, { fault, after = 0, times = 1 }) => chat.fault({ fault: fault as Fault, after, times }),
  }),
  route('POST /fail', 'puts an error event into every open stream, which ends with it', {
    input: z.strictObject({ code: z.string().min(1), message: z.string().optional() }),
    example: { code: 'too_many_search_requests' },
    run: ({ chat }, { code, message }) => chat.fail(code, message),
  }),
  plain('POST /drop', 'resets the connection of every open stream', ({ chat }) => chat.drop()),
  plain('GET /clock', 'where the clock and the open streams stand', ({ chat }) => chat.clock.state()),
  route('POST /clock/pauseAt', 'stops the clock at a number of frames, a step or a kind of frame', {
    input: z.strictObject({ target: z.union([z.number(), z.string()]) }),
    example: { target: 'text' },
    run: ({ chat }, { target }) => chat.clock.pauseAt(target),
  }),
  route('POST /clock/paused', 'waits until the clock stands', {
    input: waits,
    example: { timeout: 5000 },
    run: ({ chat, timed }, input) => chat.clock.paused(timed(input)),
  }),
  route('POST /clock/next', 'sends exactly so many frames', {
    input: z.strictObject({ count: z.number().optional(), timeout }),
    example: { count: 1, timeout: 5000 },
    run: ({ chat, timed }, input) => chat.clock.next(input.count, timed(input)),
  }),
  route('POST /clock/runFor', 'takes the clock so many ms ahead', {
    input: z.strictObject({ ms: z.number(), timeout }),
    example: { ms: 1000, timeout: 5000 },
    run: ({ chat, timed }, input) => chat.clock.runFor(input.ms, timed(input)),
  }),
  plain('POST /clock/pause', 'stops the clock', ({ chat }) => chat.clock.pause()),
  plain('POST /clock/resume', 'lets the clock run', ({ chat }) => chat.clock.resume()),
  route('POST /clock/speed', 'virtual seconds a real second; 0 does not wait at all', {
    input: z.strictObject({ speed: z.number() }),
    example: { speed: 2 },
    run: ({ chat }, { speed }) => chat.clock.setSpeed(speed),
  }),
  plain('GET /holds', 'the holds at which streams wait now', ({ chat }) => list(chat.holds.names())),
  route('POST /holds/:name/reached', 'waits until a stream waits at this hold', {
    input: waits,
    example: { timeout: 5000 },
    run: ({ chat, name, timed }, input) => chat.holds.reached(name, timed(input)),
  }),
  route('POST /holds/:name/release', 'lets every stream at this hold go on', {
    input: waits,
    example: { timeout: 5000 },
    run: ({ chat, name, timed }, input) => chat.holds.release(name, timed(input)),
  }),
  plain('POST /reset', 'ends the streams of the session and forgets all that it knows', ({ chat }) =>
    chat.reset(),
  ),
  plain('GET /sessions', 'the sessions', ({ context }) =>
    list(context.simulator.sessions.map(sessionSummary)),
  ),
  {
    ...plain(
      'GET /events',
      'what happens, as server-sent events; without a session: in all of them',
      () => undefined,
    ),
    stream: ({ context, named }, req, res) => streamEvents(context.simulator, named, req, res),
  },
];

function health({ simulator, version }: ControlContext) {
  const { profile, scenarios, sessions } = simulator;
  return {
    status: 'available',
    name: 'meilisearch-chat-mock',
    version,
    profile,
    scenarios: scenarios.length,
    sessions: sessions.length,
  };
}

function summaries({ simulator }: ControlContext, session: Session): ScenarioSummary[] {
  return simulator.scenarios.map(({ name, file, input: { description, match } }) => ({
    name,
    description,
    file,
    match,
    used: session.selection.current?.name === name,
  }));
}

function sessionSummary({ name, selection, clock, holds }: Session) {
  const { paused, streams } = clock.state();
  return {
    name,
    scenario: selection.current?.name ?? null,
    paused,
    streams: streams.length,
    holds: holds.names(),
  };
}
