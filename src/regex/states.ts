/** Characters of a text: code points with the flag `u`, else UTF-16 units. */
export type Characters = ArrayLike<string>;

/** What is asked of a place of a text: the one before the character with that index. */
export type Assertion = (text: Characters, index: number) => boolean;

/** A state goes on with one character that it fits; or with none, where its assertion holds. */
export interface State {
  readonly id: number;
  readonly fits: ((character: string) => boolean) | undefined;
  readonly holds: Assertion | undefined;
  readonly next: State[];
  /** Where groups begin and end, after this state; only where that is asked for. */
  readonly marks?: GroupMark | undefined;
}

/** Notes a place in what is known of the groups: a list with where each begins and ends. */
export type GroupMark = (marks: readonly number[], index: number) => readonly number[];

/** The end of every expression. */
export const END: State = { id: 0, fits: undefined, holds: undefined, next: [] };

/** Makes the states of a part of an expression, for reading forwards or backwards, and returns the first. */
export type StatePart = (next: State, backwards: boolean) => State;

/** A part for each construct of regular expressions, and how many states they have made. */
export interface StateParts {
  readonly size: () => number;
  readonly character: (fits: State['fits']) => StatePart;
  readonly assertion: (holds: Assertion) => StatePart;
  readonly sequence: (parts: readonly StatePart[]) => StatePart;
  readonly either: (parts: readonly StatePart[]) => StatePart;
  /** A group that catches what it matches: the first one is 1. */
  readonly group: (part: StatePart, number: number) => StatePart;
  /**
   * @param most infinite when there is no limit
   * @param options.lazy whether less is preferred
   * @param options.groups the first and the last of the groups inside: each repetition begins without what they caught
   */
  readonly repeat: (
    part: StatePart,
    least: number,
    most: number,
    options: { readonly lazy: boolean; readonly groups: readonly [number, number] },
  ) => StatePart;
  /** @param ahead whether it is matched after the place, or before it */
  readonly look: (part: StatePart, ahead: boolean, wanted: boolean) => StatePart;
}

/** Makes a state; `marks` notes a place of a group. */
export type MakeState = (next: State[], fits?: State['fits'], holds?: Assertion, marks?: GroupMark) => State;

/** How groups, and the rounds of a repetition, note where groups begin and end. */
export interface Marking {
  readonly group: StateParts['group'];
  readonly round: (part: StatePart, groups: readonly [number, number]) => StatePart;
}

const UNMARKED: Marking = { group: (part) => part, round: (part) => part };

/**
 * @param count called for each copy of a part; it throws when there are too many
 * @param marking none: it is not noted where groups begin and end
 */
export function createParts(count: () => void, marking?: (state: MakeState) => Marking): StateParts {
  let size = 1;
  const state: MakeState = (next, fits, holds, marks) => {
    count();
    return { id: size++, fits, holds, next, marks };
  };
  const { group, round } = marking?.(state) ?? UNMARKED;
  return {
    size: () => size,
    character: (fits) => (next) => state([next], fits),
    assertion: (holds) => (next) => state([next], undefined, holds),
    sequence: (parts) => {
      const reversed = parts.toReversed();
      return (next, backwards) =>
        (backwards ? parts : reversed).reduce((following, part) => part(following, backwards), next);
    },
    either: (parts) => (next, backwards) => {
      const ways = parts.map((part) => part(next, backwards));
      return ways.length === 1 && ways[0] !== undefined ? ways[0] : state(ways);
    },
    group,
    repeat:
      (once, least, most, { lazy, groups }) =>
      (next, backwards) => {
        const part = round(once, groups);
        const preferred = (more: State) => (lazy ? [next, more] : [more, next]);
        let first = next;
        let needed = least;
        if (most === Number.POSITIVE_INFINITY) {
          const loop = state([]);
          const body = part(loop, backwards);
          loop.next.push(...preferred(body));
          first = needed > 0 ? body : loop;
          needed -= 1;
        } else for (let i = least; i < most; i++) first = state(preferred(part(first, backwards)));
        for (; needed > 0; needed--) {
          count();
          first = part(first, backwards);
        }
        return first;
      },
    look: (part, ahead, wanted) => {
      // What is ahead of each place is found out once for a text, by reading it backwards; what is behind, forwards.
      const start = part(END, ahead);
      let known: { text: Characters; places: Uint8Array } | undefined;
      const holds: Assertion = (text, index) => {
        if (known?.text !== text) known = { text, places: scan(start, size, text, { backwards: ahead }) };
        return (known.places[index] === 1) === wanted;
      };
      return (next) => state([next], undefined, holds);
    },
  };
}

/**
 * Follows all ways through the states at once. The result has a 1 at each index of the text where a match ends; with
 * `backwards`, where one begins.
 *
 * @param size more than the highest id of a state
 * @param options.first whether the first place is enough
 */
export function scan(
  start: State,
  size: number,
  text: Characters,
  { backwards = false, first = false },
): Uint8Array {
  const found = new Uint8Array(text.length + 1);
  const enteredAt = new Int32Array(size).fill(-1);
  let waiting: State[] = [];
  const enter = (state: State, index: number): void => {
    if (enteredAt[state.id] === index) return;
    enteredAt[state.id] = index;
    if (state === END) found[index] = 1;
    else if (state.fits !== undefined) waiting.push(state);
    else if (state.holds === undefined || state.holds(text, index)) {
      for (const next of state.next) enter(next, index);
    }
  };
  for (let read = 0; read <= text.length; read++) {
    const index = backwards ? text.length - read : read;
    const character = read === 0 ? '' : (text[backwards ? index : index - 1] ?? '');
    const before = waiting;
    waiting = [];
    for (const { fits, next } of before) {
      if (next[0] !== undefined && fits?.(character)) enter(next[0], index);
    }
    enter(start, index);
    if (first && found[index] === 1) break;
  }
  return found;
}
