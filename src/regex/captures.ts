import { compileStates } from './linear.ts';
import { END, type GroupMark, type MakeState, type Marking, type State } from './states.ts';

/** What the groups of an expression caught: `groups[0]` is the whole match; a group that took no part is undefined. */
export interface Caught {
  readonly groups: readonly (string | undefined)[];
  readonly named: Readonly<Record<string, string | undefined>>;
}

/** What the groups of an expression are called: by number, 0 for all of the match, and by name. */
export function groupNames(source: string, flags = ''): string[] {
  const { names } = compileStates(source, flags);
  return ['0', ...names.map((_, index) => String(index + 1)), ...names.filter((name) => name !== '')];
}

/** A way through the states, and where each group began and ended on it: -1 where it has not. */
interface Thread {
  readonly state: State;
  readonly marks: readonly number[];
}

/**
 * Finds what the groups of a regular expression catch in a text, in linear time: all ways through the expression are
 * followed at once, in the order in which JavaScript's engine would try them, and the first that arrives is the match.
 * Two things differ from that engine: a group inside of a look-around catches nothing, and of a repeated group that may
 * be empty (`(|a)+`) less may be caught.
 *
 * @throws SyntaxError, UnsupportedRegex as `linearTest` does
 * @example
 * linearExec('in (\\w+)')('Films in Paris')?.groups[1]; // 'Paris'
 */
export function linearExec(source: string, flags = ''): (text: string) => Caught | undefined {
  const { start, size, names, unicode } = compileStates(source, flags, marking);
  return (text) => {
    const characters = unicode ? Array.from(text) : text;
    const marks = run(start, size, characters, 2 * names.length + 2);
    if (marks === undefined) return undefined;
    const caught = (group: number) => {
      const [from = -1, to = -1] = marks.slice(2 * group, 2 * group + 2);
      if (from < 0 || to < from) return undefined;
      return unicode ? Array.from(characters).slice(from, to).join('') : text.slice(from, to);
    };
    const named = names.flatMap((name, index) => (name === '' ? [] : [[name, caught(index + 1)]]));
    return {
      groups: Array.from({ length: names.length + 1 }, (_, group) => caught(group)),
      named: Object.fromEntries(named),
    };
  };
}

function marking(state: MakeState): Marking {
  const mark = (next: State, marks: GroupMark) => state([next], undefined, undefined, marks);
  return {
    group: (part, number) => (next, backwards) => {
      const [open, close] = [2 * number, 2 * number + 1];
      const end = mark(next, (marks, index) => marks.with(close, index));
      return mark(part(end, backwards), (marks, index) => marks.with(open, index));
    },
    round: (part, [from, to]) => {
      if (to < from) return part;
      const forget: GroupMark = (marks) => marks.map((at, i) => (i >= 2 * from && i <= 2 * to + 1 ? -1 : at));
      return (next, backwards) => mark(part(next, backwards), forget);
    },
  };
}

/** The marks of the match that begins first and, of those, is preferred. */
function run(
  start: State,
  size: number,
  text: ArrayLike<string>,
  count: number,
): readonly number[] | undefined {
  const enteredAt = new Int32Array(size).fill(-1);
  let best: readonly number[] | undefined;
  let waiting: Thread[] = [];
  /** Whether this way has arrived: those that come after it in the order are worse. */
  const enter = (state: State, marks: readonly number[], index: number): boolean => {
    if (state === END) {
      best = marks.with(1, index);
      return true;
    }
    if (enteredAt[state.id] === index) return false;
    enteredAt[state.id] = index;
    if (state.fits !== undefined) waiting.push({ state, marks });
    else if (state.holds === undefined || state.holds(text, index)) {
      const marked = state.marks?.(marks, index) ?? marks;
      return state.next.some((next) => enter(next, marked, index));
    }
    return false;
  };
  for (let index = 0; index <= text.length; index++) {
    const before = waiting;
    waiting = [];
    const character = text[index - 1] ?? '';
    const arrived = before.some(({ state, marks }) => {
      const [next] = state.next;
      return next !== undefined && state.fits?.(character) === true && enter(next, marks, index);
    });
    if (!arrived && best === undefined) enter(start, new Array<number>(count).fill(-1).with(0, index), index);
    if (best !== undefined && waiting.length === 0) break;
  }
  return best;
}
