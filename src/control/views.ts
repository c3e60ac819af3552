import { ChatMockError } from '../error.ts';
import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../meilisearch/error-codes.ts';
import { defaultMessage } from '../meilisearch/error-messages.ts';
import type { Fault } from '../playback/item.ts';
import { byName } from '../session/choose.ts';
import type { JournalPage } from '../session/journal.ts';
import type { Session } from '../session/session.ts';
import { detailOf, overviewOf, type RequestDetail, type RequestOverview } from './overview.ts';
import { type ScenarioView, viewOfScenario } from './scenario-view.ts';
import type { Verb } from './verb.ts';
import type { ScenarioSummary } from './wire.ts';

/** A code of the catalogue. */
export interface ErrorInfo {
  readonly code: ErrorCode;
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** Where a session stands. */
export interface SessionSummary {
  readonly name: string;
  /** The scenario that it uses. */
  readonly scenario: string | null;
  /** For how many more requests it uses that scenario; null: for every one. */
  readonly times: number | null;
  /** The fault that its next request gets. */
  readonly fault: Fault | null;
  readonly paused: boolean;
  /** How many streams are open. */
  readonly streams: number;
  /** The holds at which streams wait. */
  readonly holds: readonly string[];
}

/** What is looked at from outside, in one line of the table each: the panel is made of these, and of the verbs. */
export const VIEWS: readonly Verb[] = [
  view('GET /scenarios', 'The scenarios.', (session, _, { access }): ScenarioSummary[] => {
    const used = session.selection.current?.name;
    return access.scenarios().map(({ name, file, input: { description, match } }) => {
      return { name, description, file, match, used: name === used };
    });
  }),
  view(
    'GET /scenarios/:name',
    'One scenario: where it stands, and when what is sent.',
    (_, { name }, { access }): Promise<ScenarioView> =>
      viewOfScenario(byName(access.scenarios(), String(name))),
  ),
  {
    route: 'GET /requests/overview',
    does: 'The requests without what their frames say, those to unknown routes, too; with `last`, only so many; `numbers`: "3,4".',
    input: (z) => ({
      last: z.number().int().min(0).optional(),
      before: z.number().int().min(1).optional(),
      numbers: z.union([z.string(), z.number()]).optional(),
    }),
    run: ({ journal }, { numbers, ...page }): RequestOverview[] => {
      if (numbers === undefined) return journal.all(page as JournalPage).map(overviewOf);
      const found = String(numbers)
        .split(',')
        .map((number) => journal.find(Number(number)));
      return found.flatMap((recording) => (recording === undefined ? [] : [overviewOf(recording)]));
    },
  },
  view(
    'GET /requests/:number',
    'One request: its frames, how its scenario was chosen, and which ones were near.',
    ({ journal }, { number }, { access }): RequestDetail =>
      detailOf(requestOf(journal, number), access.scenarios()),
  ),
  view('GET /errors', "Meilisearch's error codes, each with its status, type and text.", (): ErrorInfo[] =>
    ERROR_CODES.map((code) => ({ code, ...ERROR_CATALOGUE[code], message: defaultMessage(code) })),
  ),
  view('GET /sessions', 'The sessions.', (_, __, { access }) => access.sessions().map(sessionSummary)),
];

/** A verb whose only input is in its path. */
export function view(route: Verb['route'], does: string, run: Verb['run']): Verb {
  const names = [...route.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return {
    route,
    does,
    input: (z) => Object.fromEntries(names.map((name) => [name, z.union([z.string(), z.number()])])),
    run,
  };
}

export function requestOf(journal: Session['journal'], number: unknown) {
  const found = journal.find(Number(number));
  if (found !== undefined) return found;
  throw new ChatMockError('unknown-name', `The journal has no request ${String(number)}.`, {
    hint: 'It was forgotten, or is of another session.',
  });
}

function sessionSummary({ name, selection, faults, clock, holds }: Session): SessionSummary {
  const { paused, streams } = clock.state();
  return {
    name,
    scenario: selection.current?.name ?? null,
    times: Number.isFinite(selection.left) ? selection.left : null,
    fault: faults.next?.fault ?? null,
    paused,
    streams: streams.length,
    holds: holds.names(),
  };
}
