import type { Burst, Fault, FrameKind, PlannedItem, ResponseIds } from '../../src/plan/types.ts';
import { Clock } from '../../src/playback/clock.ts';
import type { FaultOrder } from '../../src/playback/fault-order.ts';
import { Holds } from '../../src/playback/holds.ts';
import { type Ending, Player } from '../../src/playback/player.ts';

export const ids: ResponseIds = {
  id: () => 'id',
  created: () => 0,
  callId: () => 'call',
  uuid: () => 'uuid',
};

/** A frame that says `data`, due `at` ms after the reply began. */
export function frame(
  at: number,
  data: string | (() => string),
  more: { kind?: FrameKind; step?: string } = {},
): PlannedItem {
  return {
    type: 'frame',
    kind: more.kind ?? 'text',
    at,
    step: more.step,
    path: [],
    spec: () => undefined,
    render: () => (typeof data === 'string' ? data : data()),
  };
}

export const hold = (at: number, name: string): PlannedItem => ({ type: 'hold', name, at, step: undefined });
export const fault = (at: number, kind: Fault): PlannedItem => ({
  type: 'fault',
  fault: kind,
  at,
  step: undefined,
});

/** `a`, `b`, … every 100 ms, the first one at once. */
export function letters(count: number, every = 100): PlannedItem[] {
  return Array.from({ length: count }, (_, i) => frame(i * every, String.fromCharCode(97 + i)));
}

/** A client that reads what a player sends, as fast as it comes. */
export class Reader {
  readonly player: Player;
  /** What came, frame by frame. */
  readonly frames: string[] = [];
  fault: Extract<Burst, { type: 'fault' }> | undefined;
  ending: Ending | undefined;
  /** Real ms, by `performance.now()`, at which each frame came. */
  readonly times: number[] = [];
  readonly written: { upTo: number; at: number; held: number }[] = [];
  readonly over: Promise<void>;

  constructor(make: (listener: ConstructorParameters<typeof Player>[0]['listener']) => Player) {
    this.player = make({
      written: (upTo, at, held) => this.written.push({ upTo, at, held }),
      ended: (ending) => {
        this.ending = ending;
      },
    });
    this.over = this.#read();
  }

  /** What came, in one text. */
  get text(): string {
    return this.frames.join('');
  }

  async #read(): Promise<void> {
    for await (const burst of this.player) {
      if (burst.type === 'fault') {
        this.fault = burst;
        continue;
      }
      for (const { data } of burst.frames) {
        this.frames.push(String(data));
        this.times.push(performance.now());
      }
    }
  }
}

/** One clock, its holds, and what plays by them. */
export class Stage {
  readonly clock: Clock;
  readonly holds: Holds;
  #streams = 0;

  constructor(
    options: {
      speed?: number;
      names?: readonly string[];
      holds?: readonly string[];
      realNow?: () => number;
    } = {},
  ) {
    const { names = [], holds = [], ...rest } = options;
    this.clock = new Clock({ ...rest, names: () => new Set(names) });
    this.holds = new Holds(
      () => new Set(holds),
      () => 'what it saw',
    );
  }

  play(items: readonly PlannedItem[], order?: FaultOrder): Reader {
    this.#streams++;
    return new Reader((listener) => this.#player(items, listener, order));
  }

  /** A stream that nobody reads yet. */
  unread(items: readonly PlannedItem[]): Player {
    this.#streams++;
    return this.#player(items, { written: () => undefined, ended: () => undefined });
  }

  #player(
    items: readonly PlannedItem[],
    listener: ConstructorParameters<typeof Player>[0]['listener'],
    order?: FaultOrder,
  ): Player {
    return new Player({
      order: this.#streams,
      items,
      ids,
      timeline: this.clock.timeline,
      holds: this.holds,
      listener,
      fault: order,
    });
  }
}
