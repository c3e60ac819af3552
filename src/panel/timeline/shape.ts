import type { PlannedItem } from '../../session/recording.ts';
import type { Hold, Row } from '../store/row.ts';

/** A frame, a span or an end of a stream, placed in time: what a timeline draws. Times are virtual ms of the reply. */
export interface StreamShape {
  /** Until the first frame; undefined: there is none yet. */
  readonly firstAt: number | undefined;
  readonly ticks: readonly Tick[];
  readonly spans: readonly Span[];
  /** How it ended. */
  readonly end:
    | { readonly at: number; readonly how: 'done' | 'failed' | 'left' | 'fault' | 'stopped' }
    | undefined;
  /** Where time stands, while the stream is open. */
  readonly now: number | undefined;
  /** Until when there is something to draw. */
  readonly duration: number;
}

/** What a tick says by its colour. */
export type TickTone = 'text' | 'call' | 'source' | 'error' | 'frame';

export interface Tick {
  readonly at: number;
  readonly tone: TickTone;
  /** Planned, and not sent yet. */
  readonly ghost: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly tone: 'search' | 'hold' | 'stall';
  readonly ghost: boolean;
}

const TONES: Readonly<Record<string, TickTone>> = {
  text: 'text',
  refusal: 'text',
  audio: 'text',
  toolCall: 'call',
  functionCall: 'call',
  sources: 'source',
  error: 'error',
};

/** A longer hold is drawn as long as this: what is held for minutes would press everything else together. */
const LONGEST_HOLD = 1200;

/** A request as a shape. `elapsed` is how long its answer takes so far. */
export function shapeOf(row: Row, elapsed: number): StreamShape {
  const heldUntil = (at: number) => excess(row.holds, at);
  const ticks: Tick[] = row.kinds.map((kind, index) => {
    const at = row.times[index] ?? 0;
    return { at: at - heldUntil(at), tone: toneOf(kind), ghost: false };
  });
  const searches = searchSpans(row.kinds, ticks, row.live ? elapsed - heldUntil(elapsed) : undefined);
  const holds = row.holds.map((hold): Span => {
    const to = hold.to ?? elapsed;
    const from = hold.from - heldUntil(hold.from);
    return { from, to: from + Math.min(to - hold.from, LONGEST_HOLD), tone: 'hold', ghost: false };
  });
  const last = ticks.at(-1)?.at ?? 0;
  const now = row.live ? elapsed - heldUntil(elapsed) : last;
  const stall: Span[] =
    row.stalledAt === undefined
      ? []
      : [
          {
            from: row.stalledAt - heldUntil(row.stalledAt),
            to: Math.min(now, last + LONGEST_HOLD),
            tone: 'stall',
            ghost: false,
          },
        ];
  const heldTime = row.holds.reduce((sum, { from, to }) => sum + ((to ?? elapsed) - from), 0);
  const shift = heldTime - heldUntil(elapsed);
  const ahead = planShape(row.ahead, shift);
  const ended = endOf(row, Math.max(now, stall[0]?.to ?? 0));
  return {
    firstAt: ticks[0]?.at,
    ticks: [...ticks, ...ahead.ticks],
    spans: [...searches, ...holds, ...stall.filter(({ from, to }) => to > from), ...ahead.spans],
    end: ended,
    now: row.live && row.about?.kind !== 'no-route' ? now : undefined,
    duration: Math.max(now, row.stalledAt === undefined ? 0 : (stall[0]?.to ?? 0), ahead.duration),
  };
}

/** A plan as a shape: an answer of a scenario, or what is still to come of a stream. */
export function planShape(all: readonly PlannedItem[], shift = 0, ghost = true): StreamShape {
  const broken = all.findIndex(({ kind }) => kind === 'fault');
  // After a fault nothing comes; its plan may have what it cuts in half.
  const items = broken === -1 ? all : all.slice(0, broken + 1);
  const frames = items.filter(({ kind }) => kind !== 'hold' && kind !== 'fault');
  const ticks = frames.map(({ kind, at }) => ({ at: at + shift, tone: toneOf(kind), ghost }));
  const kinds = frames.map(({ kind }) => kind);
  const searches = searchSpans(kinds, ticks, undefined).map((span) => ({ ...span, ghost }));
  // A hold that is planned takes no time yet: a mark that can be seen.
  const holds = items
    .filter(({ kind }) => kind === 'hold')
    .map(({ at }): Span => ({ from: at + shift, to: at + shift, tone: 'hold', ghost }));
  const last = items.at(-1);
  const at = (last?.at ?? 0) + (last === undefined ? 0 : shift);
  const fault = last?.kind === 'fault';
  return {
    firstAt: ticks[0]?.at,
    ticks,
    spans: [...searches, ...holds],
    // What is only planned has no end yet.
    end: ghost || last === undefined ? undefined : { at, how: fault ? 'fault' : 'done' },
    now: undefined,
    duration: at,
  };
}

export const toneOf = (kind: string): TickTone => TONES[kind] ?? 'frame';

/** From the beginning of each search to what it found, or failed with. */
function searchSpans(kinds: readonly string[], ticks: readonly Tick[], until: number | undefined): Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  kinds.forEach((kind, index) => {
    const at = ticks[index]?.at ?? 0;
    if (kind === 'progress') from ??= at;
    else if (from !== undefined && at > from && kind !== 'comment') {
      spans.push({ from, to: at, tone: 'search', ghost: false });
      from = undefined;
    }
  });
  if (from !== undefined)
    spans.push({ from, to: Math.max(from, until ?? from), tone: 'search', ghost: false });
  return spans;
}

/** How many ms of the holds before a time are not drawn. */
function excess(holds: readonly Hold[], at: number): number {
  return holds.reduce((sum, { from, to }) => {
    const until = Math.min(to ?? at, at);
    return sum + Math.max(0, until - from - LONGEST_HOLD);
  }, 0);
}

function endOf({ ending, about }: Row, at: number): StreamShape['end'] {
  if (ending === undefined) return undefined;
  const failed = ending.type === 'done' && (about?.status ?? 200) >= 400;
  return { at, how: failed ? 'failed' : ending.type };
}
