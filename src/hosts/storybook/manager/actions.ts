import type { VerbInput } from '../../../control/verb.ts';
import type { ErrorCode } from '../../../meilisearch/error-codes.ts';
import type { ClockState } from '../../../playback/clock-state.ts';

/** The errors that the panel offers: those that a chat UI has to show. In a play function, any code can be named. */
export const CODES: readonly ErrorCode[] = [
  'too_many_search_requests',
  'missing_authorization_header',
  'invalid_api_key',
  'chat_not_found',
  'feature_not_enabled',
  'internal',
];

/** Something that the panel does, and how a play function does it. */
export interface Action {
  readonly label: string;
  readonly route: string;
  readonly input?: VerbInput;
  /** The line for a play function. */
  readonly code: string;
  readonly enabled: boolean;
}

/** What can be done to the story's streams as they stand. */
export function actionsOf(clock: ClockState | undefined, code: ErrorCode): Action[] {
  const { streams = [], paused = false } = clock ?? {};
  const open = streams.length > 0;
  const holds = [...new Set(streams.flatMap(({ heldAt }) => heldAt ?? []))];
  return [
    paused
      ? { label: 'Run on', route: 'POST /clock/resume', code: 'await chat.clock.resume();', enabled: true }
      : {
          label: 'Pause',
          route: 'POST /clock/pause',
          code: 'await chat.clock.pause();',
          enabled: clock !== undefined,
        },
    {
      label: 'Next frame',
      route: 'POST /clock/next',
      code: 'await chat.clock.next();',
      enabled: paused && open && holds.length === 0,
    },
    ...holds.map((name) => ({
      label: `Release “${name}”`,
      route: 'POST /holds/:name/release',
      input: { name },
      code: `await chat.hold(${quote(name)}).release();`,
      enabled: true,
    })),
    { label: 'Drop the connection', route: 'POST /drop', code: 'await chat.drop();', enabled: open },
    {
      label: 'Fail now',
      route: 'POST /fail',
      input: { code },
      code: `await chat.fail(${quote(code)});`,
      enabled: open,
    },
    {
      label: 'Fail the next',
      route: 'PUT /scenario',
      input: { scenario: { name: code, error: code }, times: 1 },
      code: `await chat.use({ name: ${quote(code)}, error: ${quote(code)} }, { times: 1 });`,
      enabled: clock !== undefined,
    },
  ];
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
