import type { Plan } from '../plan/types.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import type { Data, Fault, Feed, FrameItem, Item } from '../playback/item.ts';

/** About what a frame takes besides its text, in bytes. */
const FRAME_SIZE = 300;

/** What an upstream has sent so far, as items that are played while more come. */
export class GrowingFeed implements Feed {
  /** Frames, and one fault at the most. */
  readonly items: Item[] = [];
  open = true;
  size = 0;
  #opening: Data | undefined;
  #order: FaultOrder | undefined;
  /** How many frames have come. */
  #frames = 0;
  #follower: () => void = () => undefined;
  readonly mode: Plan['mode'];
  readonly #left: () => void;

  /** @param left called when nobody plays it any more, and more could have come */
  constructor(mode: Plan['mode'], left: () => void) {
    this.mode = mode;
    this.#left = left;
  }

  takeOpening(): Data | undefined {
    const opening = this.#opening;
    this.#opening = undefined;
    return opening;
  }

  follow(listener: () => void): void {
    this.#follower = listener;
  }

  strike(fault: Fault, after: number): void {
    this.#order = { fault, after };
    const at = this.items[after - 1]?.at ?? 0;
    if (this.#frames > after) this.#insert(after, at);
    else if (this.#frames === after && !(this.open && this.#cutsNext(fault))) this.#insert(after, at);
  }

  leave(): void {
    if (!this.open) return;
    this.open = false;
    this.#left();
  }

  /** The opening line has come. */
  begin(opening: Data): void {
    this.#opening = opening;
    this.#follower();
  }

  /** @param bytes how many bytes the frame has */
  push(frame: FrameItem, bytes: number): void {
    if (!this.open) return;
    if (this.#order?.after === this.#frames) this.#insert(this.#frames, frame.at);
    this.items.push(frame);
    this.#frames++;
    this.size += FRAME_SIZE + 2 * bytes;
    const order = this.#order;
    if (order?.after === this.#frames && !this.#cutsNext(order.fault)) this.#insert(this.#frames, frame.at);
    this.#follower();
  }

  /** Nothing more comes. */
  close(): void {
    if (!this.open) return;
    if (this.#order?.after === this.#frames) this.#insert(this.#frames, this.items.at(-1)?.at ?? 0);
    this.open = false;
    this.#follower();
  }

  /** The upstream has broken off: so does what plays this. */
  break(at: number): void {
    if (!this.open) return;
    this.items.push({ type: 'fault', fault: 'reset', at, step: undefined });
    this.close();
  }

  /** Whether half of the next frame goes out: it must be there. */
  #cutsNext(fault: Fault): boolean {
    return fault === 'half-frame' || (fault === 'truncate' && this.mode === 'body');
  }

  /** Puts the fault that was asked for behind so many frames. */
  #insert(frames: number, at: number): void {
    if (this.#order === undefined) return;
    this.items.splice(frames, 0, { type: 'fault', fault: this.#order.fault, at, step: undefined });
    this.#order = undefined;
  }
}
