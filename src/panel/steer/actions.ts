import { FAULTS } from '../../scenario/faults.ts';
import { countOf } from '../kit/text.ts';
import type { PanelStore } from '../store/store.ts';
import { CALLS, type CodedCall } from './code.ts';
import { nextStep } from './next-step.ts';
import { itemInWords, placeOfStreams } from './stream-place.ts';

/** What can be done to a session: a control, a key, and a line of code for each. */
export interface Action {
  readonly id: string;
  readonly label: string;
  /** The key that does it. */
  readonly key?: string | undefined;
  /** What it does, where its call says too little. */
  readonly does?: string | undefined;
  /** What to say once it is done, where nothing else shows it. */
  readonly said?: string | undefined;
  /** The same for screen readers only. */
  readonly heard?: string | undefined;
  /** Why it cannot be done now, as a sentence; undefined: it can. */
  readonly disabled?: string | undefined;
  readonly call: CodedCall;
  /** What to know of its line of code. */
  readonly note?: string | undefined;
}

/** The actions as they are now. */
export function actionsOf(store: PanelStore) {
  const { clock } = store;
  const live = store.live;
  const held = live.map((row) => row.heldAt?.name).find((name) => name !== undefined);
  const nothing = live.length === 0 ? 'No stream is open.' : undefined;
  const place = placeOfStreams(live, clock);
  const next = (place === undefined ? live : [place.row, ...live])
    .map(({ ahead }) => nextStep(ahead))
    .find((found) => found !== undefined);
  const step: Action = {
    ...{ id: 'step', label: 'Next frame', key: 'n', call: CALLS.clock.next() },
    disabled:
      nothing ??
      (clock.paused ? undefined : 'Pause first: streams that run send their frames by themselves.'),
  };
  const toNext: Action = {
    ...{
      id: 'to-next',
      label: 'Run to next step',
      key: 'm',
      call: CALLS.clock.pauseAt(next?.target ?? 'text'),
    },
    does: next === undefined ? undefined : `Runs to ${next.words}, and pauses there.`,
    disabled: nothing ?? (next === undefined ? 'No step comes after this one.' : undefined),
  };
  const release: Action = {
    ...{ id: 'release', label: 'Release', key: 'x', call: CALLS.holds.release(held ?? 'NAME') },
    does: held === undefined ? undefined : `Lets the streams go on that wait at the hold ${held}.`,
    heard: `Released ${held}`,
    disabled: held === undefined ? 'No stream waits at a hold.' : undefined,
  };
  const drop: Action = {
    ...{ id: 'drop', label: 'Drop', key: 'd', call: CALLS.drop(), disabled: nothing },
    heard: 'The open streams are dropped',
  };
  const reset: Action = {
    ...{ id: 'reset', label: 'Reset', key: 'R', call: CALLS.reset(), said: 'The session is reset.' },
    does: 'Ends the streams, clears the list of requests and what you did, and forgets what answers, faults and the clock.',
    note: 'clears the list of requests, too',
  };
  return { toggle: toggle(store), step, toNext, release, drop, reset, next, held };
}

function toggle({ clock, live }: PanelStore): Action {
  const resume = { key: 'p', call: CALLS.clock.resume() };
  if (clock.paused) {
    const heard = live.length === 0 ? 'Not paused any more' : 'Running';
    return { ...resume, id: 'resume', label: 'Resume', heard };
  }
  if (clock.pausingAt === undefined)
    return { id: 'pause', label: 'Pause', key: 'p', call: CALLS.clock.pause() };
  return {
    ...resume,
    id: 'dont-pause',
    label: "Don't pause",
    does: 'Forgets where to pause.',
    heard: 'Will not pause',
  };
}

/** Says so where the next frame is of that step, or of that kind, already: time stops again at once. */
export function pauseBefore(store: PanelStore, target: string | number): Action {
  const already = store.clock.paused
    ? store.live
        .map(({ ahead: [first] }) => first)
        .find((first) => first?.name === target || first?.kind === target)
    : undefined;
  const place = already?.kind === target ? `before ${itemInWords(already)}` : `in the step ${target}`;
  return {
    ...{ id: 'pause-before', label: 'Pause before', call: CALLS.clock.pauseAt(target) },
    said: already === undefined ? undefined : `Already ${place}.`,
  };
}

/** The next request gets this error, or this fault, whatever its scenario. */
export function failNext(value: string): Action {
  const fault = FAULTS.find((one) => value === `fault ${one}`);
  const about = { id: 'fail-next', label: 'Fail next' };
  if (fault !== undefined)
    return { ...about, call: CALLS.fault({ fault }), said: `The next request ends with the fault ${fault}.` };
  const scenario = { name: value, error: value } as Parameters<typeof CALLS.use>[0];
  return { ...about, call: CALLS.use(scenario, { times: 1 }), said: `The next request fails with ${value}.` };
}

export const failOpen = (code: string): Action => {
  return {
    id: 'fail-open',
    label: 'Fail open',
    said: `The open streams fail with ${code}.`,
    call: CALLS.fail(code),
  };
};

export const setSpeed = (speed: number): Action => {
  return { id: 'speed', label: 'Speed', heard: `Speed ${speed}`, call: CALLS.clock.setSpeed(speed) };
};

export const answerWith = (name: string): Action => {
  return { id: 'use', label: 'Use', said: `${name} answers from now on.`, call: CALLS.use(name) };
};

export const backToMatching = (): Action => {
  return { id: 'match', label: 'Back to matching', said: 'Back to matching.', call: CALLS.useMatching() };
};

export const clearList = (count: number): Action => {
  return {
    id: 'clear',
    label: 'Clear list',
    said: `${countOf(count, 'request')} cleared.`,
    call: CALLS.clearRequests(),
  };
};
