import type { Response } from 'express';
import { isVerb } from '../../../control/chat-mock.ts';
import { runVerb } from '../../../control/session-mock.ts';
import type { SessionAccess, Verb, VerbInput } from '../../../control/verb.ts';
import { VERBS } from '../../../control/verbs.ts';
import { type ScenarioSummary, toListing } from '../../../control/wire.ts';
import type { Session } from '../../../session/session.ts';
import type { Simulator } from '../../../simulator.ts';
import { streamEvents } from './events.ts';

/** What the routes work on. */
export interface ControlContext {
  readonly simulator: Simulator;
  /** What the verbs of a session need. */
  readonly access: (session: string) => SessionAccess;
  /** Of the package, for `GET health`. */
  readonly version?: string | undefined;
}

/** One request to the control API. */
export interface ControlCall {
  readonly context: ControlContext;
  readonly access: SessionAccess;
  /** Undefined: none was named, and it is the default one. */
  readonly named: string | undefined;
  /** Aborted when the client leaves. */
  readonly gone: AbortSignal;
  readonly res: Response;
}

/** One route of the control API. Its input is checked as that of a verb is. */
export interface ControlRoute extends Pick<Verb, 'route' | 'does' | 'input' | 'example' | 'waits'> {
  /** Returns what is answered; undefined: nothing, unless it has answered itself. */
  run(call: ControlCall, input: VerbInput): unknown;
}

function plain(route: Verb['route'], does: string, run: (call: ControlCall) => unknown): ControlRoute {
  return { route, does, input: () => ({}), run };
}

/** The routes of a table of verbs. */
function routesOf(table: object): ControlRoute[] {
  return Object.values(table).flatMap((entry) => {
    if (!isVerb(entry)) return routesOf(entry);
    return {
      ...entry,
      run: async ({ access, gone }, input) => toListing(await runVerb(entry, access, input, gone)),
    };
  });
}

/** All of the control API, in the order in which its index lists it. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  plain('GET /health', 'Whether the mock is there, and what it is.', ({ context }) => health(context)),
  plain('GET /scenarios', 'The scenarios.', ({ context, access }) =>
    toListing(summaries(context, access.session())),
  ),
  ...routesOf(VERBS),
  plain('DELETE /scenario', 'From now on each request gets the scenario that matches it.', ({ access }) =>
    access.session().selection.none(),
  ),
  plain('GET /sessions', 'The sessions.', ({ context }) =>
    toListing(context.simulator.sessions.map(sessionSummary)),
  ),
  plain(
    'GET /events',
    'What happens, as server-sent events; without a session: in all of them.',
    ({ context, named, res }) => streamEvents(context.simulator, named, res),
  ),
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
