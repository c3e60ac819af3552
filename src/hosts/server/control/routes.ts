import type { Response } from 'express';
import { checkInput } from '../../../control/check-input.ts';
import { runVerb } from '../../../control/session-mock.ts';
import type { SessionAccess, Verb } from '../../../control/verb.ts';
import { VERBS } from '../../../control/verbs.ts';
import type { ScenarioSummary } from '../../../control/wire.ts';
import type { Session } from '../../../session/session.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { streamEvents } from './events.ts';

/** What the routes work on. */
export interface ControlContext {
  readonly simulator: Simulator;
  /** Of the package, for `GET health`. */
  readonly version?: string | undefined;
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
  plain('GET /scenarios', 'The scenarios.', summaries),
  ...VERBS.map((verb) => ({
    ...verb,
    run: ({ access, given, gone, inPath }: ControlCall) => runVerb(verb, access, given, gone, inPath),
  })),
  plain('DELETE /scenario', 'From now on each request gets the scenario that matches it.', ({ access }) =>
    access.session().selection.none(),
  ),
  plain('GET /sessions', 'The sessions.', ({ simulator }) => simulator.sessions.map(sessionSummary)),
  plain(
    'GET /events',
    'What happens, as server-sent events; without a session: in all of them.',
    ({ simulator, named, res }) => streamEvents(simulator, named, res),
  ),
];

function health({ simulator, version }: ControlCall) {
  const { profile, scenarios, sessions, memory } = simulator;
  return {
    status: 'available',
    name: 'meilisearch-chat-mock',
    version,
    profile,
    scenarios: scenarios.length,
    sessions: sessions.length,
    memory: { used: memory.used, limit: memory.limit },
  };
}

function summaries({ simulator, access }: ControlCall): ScenarioSummary[] {
  const used = access.session().selection.current?.name;
  return simulator.scenarios.map(({ name, file, input: { description, match } }) => {
    return { name, description, file, match, used: name === used };
  });
}

function sessionSummary({ name, selection, clock, holds }: Session) {
  const { paused, streams } = clock.state();
  const scenario = selection.current?.name ?? null;
  return { name, scenario, paused, streams: streams.length, holds: holds.names() };
}
