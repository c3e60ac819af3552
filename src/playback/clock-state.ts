/** A stop to make: a frame count, or the name of a step or a kind of frame. */
export type PauseTarget = number | string;

/** Where a clock stands. */
export interface ClockState {
  readonly paused: boolean;
  /** Virtual milliseconds since the clock began. */
  readonly now: number;
  /** Virtual seconds a real second; 0 does not wait at all. */
  readonly speed: number;
  /** Where it is going to stop, when `pauseAt` was called and nothing has come there yet. */
  readonly pausingAt: PauseTarget | undefined;
  readonly streams: readonly StreamState[];
}

/** Where one open stream stands. */
export interface StreamState {
  readonly request: number;
  /** Frames sent so far. */
  readonly sent: number;
  /** What it would send next: `text`, `hold before-the-end`, `fault reset`; undefined at the end. */
  readonly next: string | undefined;
  /** The hold that it waits at. */
  readonly heldAt: string | undefined;
}

/** What a waiting call says that it saw. */
export function describeState({ streams }: ClockState): string {
  if (streams.length === 0) return 'no open stream';
  const described = streams.map(({ request, sent, next = 'the end', heldAt }) => {
    const at = heldAt === undefined ? `next: ${next}` : `waiting at hold "${heldAt}"`;
    return `request ${request} with ${sent} frames sent, ${at}`;
  });
  return described.join('; ');
}
