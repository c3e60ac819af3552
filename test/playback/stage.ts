import { RETRY } from '../../src/plan/wire/sse.ts';
import { Clock } from '../../src/playback/clock.ts';
import type { FaultOrder } from '../../src/playback/fault-order.ts';
import { Holds } from '../../src/playback/holds.ts';
import type { Burst, Fault, FrameKind, Item, ResponseIds } from '../../src/playback/item.ts';
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
): Item {
  return {
    type: 'frame',
    kind: more.kind ?? 'text',
    at,
    step: more.step,
    path: [],
    render: () => (typeof data === 'string' ? data : data()),
  };
}

export const hold = (at: number, name: string): Item => ({ type: 'hold', name, at, step: undefined });
export const fault = (at: number, kind: Fault): Item => ({
  type: 'fault',
  fault: kind,
  at,
  step: undefined,
});

/** `a`, `b`, … every 100 ms, the first one at once. */
export function letters(count: number, every = 100): Item[] {
  return Array.from({ length: count }, (_, i) => frame(i * every, String.fromCharCode(97 + i)));
}

/** The next burst of a player. */
export const taken = (player: Player): Promise<Burst | undefined> =>
  new Promise((resolve) => player.take(resolve));

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
    for (;;) {
      const burst = await taken(this.player);
      if (burst === undefined) return;
      if (burst.type === 'fault') {
        this.fault = burst;
        continue;
      }
      for (const data of burst.frames) {
        if (data === RETRY) continue; // What opens a stream is no frame.
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

  play(items: readonly Item[], order?: FaultOrder): Reader {
    this.#streams++;
    return new Reader((listener) => this.#player(items, listener, order));
  }

  /** A stream that nobody reads yet. */
  unread(items: readonly Item[]): Player {
    this.#streams++;
    return this.#player(items, { written: () => undefined, ended: () => undefined });
  }

  #player(
    items: readonly Item[],
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
