import type { Response } from 'express';
import { checkInput } from '../../../control/check-input.ts';
import { SCENARIO_OF_REQUEST } from '../../../control/scenario-of-request.ts';
import { runVerb } from '../../../control/session-mock.ts';
import type { Rules, SessionAccess, Verb } from '../../../control/verb.ts';
import { VERBS } from '../../../control/verbs.ts';
import { VIEWS } from '../../../control/views.ts';
import { ChatMockError } from '../../../error.ts';
import type { Problem } from '../../../scenario/problems/problem.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { respond } from '../respond.ts';
import type { Traffic } from '../traffic.ts';
import { answer, CONTROL_HEADERS } from './answer.ts';
import { streamEvents } from './events.ts';

/** What the routes work on. */
export interface ControlContext {
  readonly simulator: Simulator;
  readonly traffic: Traffic;
  /** Of the package, for `GET health`. */
  readonly version?: string | undefined;
  /** The scenario files. Undefined: there are none. */
  readonly files?: ControlFiles | undefined;
}

/** What the control API knows of the scenario files. */
export interface ControlFiles {
  /** What their names are relative to, absolute. */
  readonly folder: string;
  /** What was wrong with them when they were loaded last. */
  problems(): readonly Problem[];
  /** Writes a scenario into a new file of the scenario folder. Throws `invalid-scenario`, `invalid-option`. */
  save(text: string): Promise<{ readonly name: string; readonly file: string }>;
}

/** One request to the control API. */
export interface ControlCall extends ControlContext {
  readonly access: SessionAccess;
  /** Undefined: none was named, and it is the default one. */
  readonly named: string | undefined;
  /** The query of a GET, else the body. */
  readonly given: unknown;
  readonly inPath: Readonly<Record<string, unknown>>;
  /** Aborted when the client leaves. */
  readonly gone: AbortSignal;
  readonly res: Response;
}

/** One route of the control API. */
export interface ControlRoute extends Pick<Verb, 'route' | 'does' | 'example'> {
  /** Returns what is answered; undefined: nothing, unless it has answered itself. */
  run(call: ControlCall): unknown;
  /** Whether anyone may read it, by whatever name the mock is called: it tells counts, and nothing of what is asked. */
  readonly isPublic?: boolean;
}

/** A route that takes no input and is no verb of a session. */
function plain(route: Verb['route'], does: string, run: (call: ControlCall) => unknown): ControlRoute {
  return {
    route,
    does,
    run: (call) => {
      checkInput({ route }, call.given);
      return run(call);
    },
  };
}

/** All of the control API, in the order in which its index lists it. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  plain('GET /health', 'Whether the mock is there, and what it is.', health),
  {
    ...plain(
      'GET /ready',
      'Whether it takes new requests: 200, or 503 while it waits for the last ones.',
      ready,
    ),
    isPublic: true,
  },
  {
    ...plain('GET /metrics', 'Open streams, requests, lag and memory, as Prometheus reads them.', metrics),
    isPublic: true,
  },
  ...[...VERBS, ...VIEWS, SCENARIO_OF_REQUEST].map((verb) => ({
    ...verb,
    run: ({ access, given, gone, inPath }: ControlCall) => runVerb(verb, access, given, gone, inPath),
  })),
  plain('GET /problems', 'What is wrong with the scenario files.', ({ files }) => files?.problems() ?? []),
  {
    route: 'POST /scenarios',
    does: 'Writes a scenario into a new file of the scenario folder.',
    example: { yaml: 'name: hello\nreply:\n  - text: Hello' },
    run: ({ files, given }) => {
      const { yaml } = checkInput({ route: 'POST /scenarios', input: (z) => ({ yaml: z.string() }) }, given);
      if (files !== undefined) return files.save(yaml);
      throw new ChatMockError('invalid-option', 'This mock has no scenario folder.');
    },
  },
  {
    route: 'GET /events',
    does: 'What happens, as server-sent events; without a session: in all of them. With `?detail=1` also frames, holds and clocks.',
    run: ({ simulator, named, res, given }) => {
      const input = {
        route: 'GET /events',
        input: (z: Rules) => ({ detail: z.number().optional() }),
      } as const;
      const { detail = 0 } = checkInput(input, given);
      streamEvents(simulator, { session: named, detail: detail !== 0 }, res);
    },
  },
];

function ready({ traffic: { draining, open }, res }: ControlCall): void {
  answer(res, { status: draining ? 'draining' : 'ready', open }, draining ? 503 : 200);
}

async function metrics({ traffic, res }: ControlCall): Promise<void> {
  const registry = await traffic.metrics();
  const text = await registry.metrics();
  respond(res, 200, [['content-type', registry.contentType], ...CONTROL_HEADERS], text);
}

function health({ simulator, version, files }: ControlCall) {
  const { profile, scenarios, sessions, memory } = simulator;
  return {
    status: 'available',
    name: 'meilisearch-chat-mock',
    version,
    profile,
    scenarios: scenarios.length,
    sessions: sessions.length,
    /** What the names of scenario files are relative to. */
    folder: files?.folder,
    memory: { used: memory.used, limit: memory.limit },
  };
}
