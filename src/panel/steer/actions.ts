import type { Row } from '../store/row.ts';
import type { PanelStore } from '../store/store.ts';
import { CALLS, type CodedCall } from './code.ts';

/** What can be done to a session: a control, a key, and a line of code for each. */
export interface Action {
  readonly id: string;
  readonly label: string;
  /** The key that does it. */
  readonly key?: string | undefined;
  /** What to say once it is done, where nothing else shows it. */
  readonly said?: string | undefined;
  /** Why it cannot be done now; undefined: it can. */
  readonly disabled?: string | undefined;
  readonly call: CodedCall;
}

/** The actions as they are now. */
export function actionsOf(store: PanelStore) {
  const { clock } = store;
  const live = store.live;
  const held = live.map((row) => row.heldAt?.name).find((name) => name !== undefined);
  const nothing = live.length === 0 ? 'nothing is streaming' : undefined;
  const standing = clock.paused || clock.pausingAt !== undefined;
  const ahead = nextStep(live);
  const toggle: Action = standing
    ? { id: 'resume', label: 'Resume', key: 'p', call: CALLS.clock.resume() }
    : { id: 'pause', label: 'Pause', key: 'p', call: CALLS.clock.pause() };
  const step: Action = {
    ...{ id: 'step', label: 'Step', key: 'n', call: CALLS.clock.next() },
    disabled: clock.paused ? nothing : 'pause first',
  };
  const toNext: Action = {
    ...{ id: 'to-next', label: ahead === undefined ? 'Next step' : `To ${ahead}`, key: 'm' },
    call: CALLS.clock.pauseAt(ahead ?? 'text'),
    disabled: nothing ?? (ahead === undefined ? 'nothing comes after this step' : undefined),
  };
  const release: Action = {
    ...{ id: 'release', label: held === undefined ? 'Release' : `Release ${held}`, key: 'x' },
    call: CALLS.holds.release(held ?? 'NAME'),
    disabled: held === undefined ? 'no stream waits at a hold' : undefined,
  };
  const drop: Action = { id: 'drop', label: 'Drop', key: 'd', call: CALLS.drop(), disabled: nothing };
  const reset: Action = { id: 'reset', label: 'Reset', key: 'R', call: CALLS.reset() };
  return { toggle, step, toNext, release, drop, reset };
}

export const stopAt = (target: string | number): Action => {
  return { id: 'stop-at', label: `Stop at ${target}`, call: CALLS.clock.pauseAt(target) };
};

/** The next request gets this error, whatever its scenario. */
export const failNext = (code: string): Action => {
  const scenario = { name: code, error: code } as Parameters<typeof CALLS.use>[0];
  return {
    id: 'fail-next',
    label: 'Fail next',
    said: `The next request fails with ${code}.`,
    call: CALLS.use(scenario, { times: 1 }),
  };
};

export const faultNext = (fault: Parameters<typeof CALLS.fault>[0]['fault']): Action => {
  return {
    id: 'fault-next',
    label: 'Fail next',
    said: `The next request ends with the fault ${fault}.`,
    call: CALLS.fault({ fault }),
  };
};

export const failNow = (code: string): Action => {
  return {
    id: 'fail-now',
    label: 'Fail open',
    said: `The open streams fail with ${code}.`,
    call: CALLS.fail(code),
  };
};

export const setSpeed = (speed: number): Action => {
  return { id: 'speed', label: `Speed ${speed}`, call: CALLS.clock.setSpeed(speed) };
};

export const answerWith = (name: string): Action => {
  return { id: 'use', label: 'Use', said: `${name} answers from now on.`, call: CALLS.use(name) };
};

/** What comes after the step that the first stream is in: its id, or its kind. */
function nextStep(live: readonly Row[]): string | undefined {
  for (const { ahead } of live) {
    const [first, ...rest] = ahead;
    if (first === undefined) continue;
    const nameOf = ({ kind, name }: typeof first) =>
      kind === 'hold' || kind === 'fault' ? kind : (name ?? kind);
    const next = rest.find((item) => nameOf(item) !== nameOf(first) || item.kind !== first.kind);
    if (next !== undefined) return next.kind === first.kind ? nameOf(next) : pausable(next, first);
  }
  return undefined;
}

/** The kind says more than the id of a step of several kinds, such as a search. */
function pausable(
  next: { kind: string; name: string | undefined },
  first: { name: string | undefined },
): string {
  if (next.kind === 'hold' || next.kind === 'fault') return next.kind;
  return next.name === undefined || next.name === first.name ? next.kind : next.name;
}
