import type { ScenarioLike } from '../../control/verb.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { ChatMockError } from '../../error.ts';
import type { PauseTarget } from '../../playback/clock-state.ts';
import type { FaultOptions } from '../../session/fault-queue.ts';
import { TOOLBAR } from './names.ts';

/**
 * What a story needs of the mock.
 *
 * @example
 * parameters: { chat: { scenario: 'movie-night', pauseAt: 'sources' } }
 */
export interface ChatParameters {
  /** What answers: by name, as an object, or as a builder. Default: the toolbar's, or else the first scenario that matches. */
  readonly scenario?: ScenarioLike;
  /** Where the clock stops: a number of frames, a step's id, or a kind of frame. */
  readonly pauseAt?: PauseTarget;
  /** Virtual seconds a real second; 0 does not wait at all. Default: the toolbar's, 1 at first. */
  readonly speed?: number;
  /** Fixes ids, times, jitter and made-up text. Default 1. A mock that runs as a server has its own. */
  readonly seed?: number;
  /** How the first request fails, whatever its scenario. */
  readonly fault?: FaultOptions;
  /** Whether animations and the caret stand still. Default: where a program drives the browser, as when pictures are taken. */
  readonly still?: boolean;
}

/** What the toolbar says. */
export interface ToolbarState {
  /** Empty: no scenario is picked. */
  readonly scenario: string;
  readonly speed: number;
  readonly paused: boolean;
}

const KEYS: readonly string[] = [
  'scenario',
  'pauseAt',
  'speed',
  'seed',
  'fault',
  'still',
] satisfies (keyof ChatParameters)[];

/** @throws ChatMockError `invalid-option` when `parameters.chat` has a key that means nothing. What is behind the keys is checked where it is used. */
export function checkChatParameters(given: unknown): ChatParameters {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) {
    throw new ChatMockError('invalid-option', '`parameters.chat` is an object.', {
      hint: "For example { scenario: 'movie-night', pauseAt: 'sources' }.",
    });
  }
  // `disable` is Storybook's own: it hides the panel.
  const unknown = Object.keys(given).find((key) => key !== 'disable' && !KEYS.includes(key));
  if (unknown === undefined) return given;
  throw new ChatMockError('invalid-option', `\`parameters.chat\` has no key "${unknown}".`, {
    hint: `${didYouMean(unknown, KEYS)} The keys are: ${KEYS.join(', ')}.`.trim(),
  });
}

/** What the toolbar says, from Storybook's globals. From a URL, all of them may be text. */
export function toolbarState(globals: Readonly<Record<string, unknown>>): ToolbarState {
  const speed = Number(globals[TOOLBAR.speed]);
  return {
    scenario: String(globals[TOOLBAR.scenario] ?? ''),
    speed: Number.isFinite(speed) && speed >= 0 ? speed : 1,
    paused: String(globals[TOOLBAR.paused]) === 'true',
  };
}
