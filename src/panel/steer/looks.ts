import type { Action } from './actions.ts';

/** A control whose line of code is shown; without a `call` where there is nothing that could be done. */
export type Looked = Partial<Pick<Action, 'label' | 'note' | 'call'>>;

/** How long a pointer rests on a control before its line is shown, in ms: one that only crosses it shows nothing. */
const RESTS = 400;
/** How long a line stays when its control is left and nothing was done yet, in ms: on the way to the button that copies it. */
const STAYS = 700;

/** Which control is looked at: the one that a pointer rests on, or that has the focus. */
export class Looks {
  readonly #changed: () => void;
  /** Whether a line is left behind when nothing is looked at. */
  readonly #hasOther: () => boolean;
  #looked: Looked | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** A menu is open: its option is looked at, wherever the pointer is. */
  #held = false;
  /** Something was done since the pointer came to its control. */
  #done = false;

  constructor(changed: () => void, hasOther: () => boolean) {
    this.#changed = changed;
    this.#hasOther = hasOther;
  }

  /** Undefined: none is. */
  get looked(): Looked | undefined {
    return this.#looked;
  }

  /** A control is looked at from now on. */
  look(looked: Looked): void {
    this.stay();
    this.#looked = looked;
    this.#changed();
  }

  /** So is this, an option of an open menu, until it is forgotten. */
  hold(looked: Looked): void {
    this.#held = true;
    this.look(looked);
  }

  /** The line itself is looked at: it stays. */
  stay(): void {
    clearTimeout(this.#resting);
    clearTimeout(this.#leaving);
  }

  /** The control is looked at no more. */
  leave(): void {
    this.stay();
    if (this.#held) return;
    if (this.#hasOther()) this.forget();
    else this.#leaving = setTimeout(() => this.forget(), STAYS);
  }

  forget(): void {
    this.stay();
    this.#held = false;
    if (this.#looked === undefined) return;
    this.#looked = undefined;
    this.#changed();
  }

  /** Something was done: its line stays, also under a pointer that rests. */
  settle(): void {
    this.#done = true;
    this.forget();
  }

  /** What a control needs so that its line is shown: a pointer that moves, and rests on it, or the focus. One that comes under a pointer that rests is not looked at. */
  shows(looked: Looked) {
    const leave = () => this.leave();
    return {
      onPointerEnter: () => {
        this.#done = false;
      },
      onPointerMove: () => {
        clearTimeout(this.#resting);
        if (!this.#done && !this.#held) this.#resting = setTimeout(() => this.look(looked), RESTS);
      },
      onPointerLeave: leave,
      onFocus: () => this.look(looked),
      onBlur: leave,
    };
  }
}
