import type { RequestOverview } from '../../control/overview.ts';
import type { JournalEnding, PlannedItem } from '../../session/recording.ts';
import type { FramesEvent } from '../../session/session.ts';

/** A hold in which the stream waited; `to` is undefined while it waits. */
export interface Hold {
  readonly from: number;
  to: number | undefined;
  readonly name: string | undefined;
}

/** One request as the panel keeps it. Changed in place: thousands of frames a second come in. Times are virtual ms of the reply. */
export class Row {
  readonly number: number;
  about: RequestOverview | undefined;
  /** By the number of the frame, from 0. */
  kinds: string[] = [];
  times: number[] = [];
  holds: Hold[] = [];
  stalledAt: number | undefined;
  ending: JournalEnding | undefined;
  #plan: readonly PlannedItem[] = [];
  /** How many frames were written, and holds over, when the plan was asked for. */
  #planFrom = 0;
  #planHoldsOver = 0;
  #lastAt = 0;
  #lastWall = performance.now();

  constructor(number: number) {
    this.number = number;
  }

  get live(): boolean {
    return this.ending === undefined && this.about?.kind !== 'no-route';
  }

  /** The hold that it waits at. */
  get heldAt(): Hold | undefined {
    const last = this.holds.at(-1);
    return this.live && last !== undefined && last.to === undefined ? last : undefined;
  }

  /** When its last frame was written; 0 before the first. */
  get lastFrame(): number {
    return this.times.at(-1) ?? 0;
  }

  /** Whether it stands: at a hold, or because time does. */
  stopped({ paused }: { readonly paused: boolean }): boolean {
    return this.live && (paused || this.heldAt !== undefined);
  }

  /** What is still to come. */
  get ahead(): readonly PlannedItem[] {
    if (!this.live) return [];
    let written = this.kinds.length - this.#planFrom;
    let over = this.#holdsOver - this.#planHoldsOver;
    let at = 0;
    for (; at < this.#plan.length; at++) {
      // A hold before the next frame is to come, too, unless it is over.
      if (this.#plan[at]?.kind === 'hold' ? over-- <= 0 && written <= 0 : written-- <= 0) break;
    }
    return this.#plan.slice(at);
  }

  get #holdsOver(): number {
    return this.holds.filter(({ to }) => to !== undefined).length;
  }

  /** How long its answer takes so far. */
  elapsed(now: number, clock: { readonly paused: boolean; readonly speed: number }): number {
    if (!this.live) return Math.max(this.lastFrame, this.stalledAt ?? 0, this.holds.at(-1)?.to ?? 0);
    const runs = clock.paused ? 0 : (now - this.#lastWall) * clock.speed;
    return this.#lastAt + runs;
  }

  /** The same without the time at holds: what the times of a plan count. */
  played(now: number, clock: { readonly paused: boolean; readonly speed: number }): number {
    const elapsed = this.elapsed(now, clock);
    return elapsed - this.holds.reduce((sum, { from, to }) => sum + ((to ?? elapsed) - from), 0);
  }

  /** The clock has stopped or goes on: what has passed until now stays. */
  settle(now: number, clock: { readonly paused: boolean; readonly speed: number }): void {
    this.#lastAt = this.elapsed(now, clock);
    this.#lastWall = now;
  }

  begin(): void {
    this.#lastAt = 0;
    this.#lastWall = performance.now();
  }

  frames({ from, kinds, at }: FramesEvent): void {
    kinds.forEach((kind, index) => {
      this.kinds[from - 1 + index] = kind;
      this.times[from - 1 + index] = at;
    });
    this.#seen(at);
  }

  held(name: string | null, at: number): void {
    const last = this.holds.at(-1);
    if (name !== null) this.holds.push({ from: at, to: undefined, name });
    else if (last !== undefined && last.to === undefined) last.to = at;
    this.#seen(at);
  }

  stalled(at: number): void {
    this.stalledAt = at;
    this.#seen(at);
  }

  /** What the mock says of it; frames that came since are kept. */
  update(about: RequestOverview): void {
    this.about = about;
    about.marks.forEach(([kind, at], index) => {
      this.kinds[index] = kind;
      this.times[index] = at;
    });
    const names = this.holds;
    this.holds = about.holds.map((hold, index) => ({ ...hold, name: hold.name ?? names[index]?.name }));
    this.#plan = about.planned;
    this.#planFrom = about.marks.length;
    this.#planHoldsOver = this.#holdsOver;
    this.stalledAt = about.stalledAt;
    this.ending = about.ending;
    const last = about.marks.at(-1)?.[1] ?? 0;
    if (last > this.#lastAt) this.#seen(last);
  }

  #seen(at: number): void {
    this.#lastAt = at;
    this.#lastWall = performance.now();
  }
}
