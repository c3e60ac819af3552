import type { Tokenizer } from '../plan/tokens/tokens.ts';
import { DEFAULT_PACE } from '../playback/pace.ts';
import type { Speed } from './pace.ts';
import type { AnswerPart, TextPart, WireAnswer } from './parts.ts';

/** Two times to first token are the same when they differ by less than this, in ms, or by this part. */
const [SAME_MS, SAME_PART] = [50, 0.2];
/** How long a search takes unless a step says it, in ms. */
export const DEFAULT_SEARCH_TIME = 250;

/** A part on the axis of time: how long after the part before it begins. */
export interface TimedPart {
  readonly part: AnswerPart;
  readonly gap: number;
  /** Whether the model is called: what it says comes after a time to first token. */
  readonly opens: boolean;
}

/** The parts of an answer on the axis of time, and when the last one ends. */
export async function timedParts(
  { parts, finish }: Pick<WireAnswer, 'parts' | 'finish'>,
  speed: Speed,
  tokenizer: Tokenizer,
): Promise<{ timed: readonly TimedPart[]; end: number }> {
  const spoken = withoutRoles(parts, finish !== undefined);
  return onAxis(
    spoken.flatMap((part) => atPauses(part, speed)),
    speed,
    tokenizer,
  );
}

/** Whether two times to first token are about the same. */
export const isSame = (a: number, b: number) =>
  Math.abs(a - b) < Math.max(SAME_MS, SAME_PART * Math.max(a, b));

/** A text that paused is several texts. */
function atPauses(part: AnswerPart, { pauses }: Speed): AnswerPart[] {
  if (part.kind !== 'text') return [part];
  const texts: TextPart[] = [];
  for (const piece of part.pieces) {
    const last = texts.at(-1);
    if (last === undefined || pauses.has(piece)) texts.push({ kind: 'text', pieces: [piece] });
    else last.pieces.push(piece);
  }
  return texts;
}

async function onAxis(parts: readonly AnswerPart[], { tps = DEFAULT_PACE.tps }: Speed, tokenizer: Tokenizer) {
  const timed: TimedPart[] = [];
  let end = 0;
  let isOpen = false;
  for (const [index, part] of parts.entries()) {
    const start = startOf(part) ?? end;
    const opens = OPENING.has(part.kind) && !isOpen;
    timed.push({ part, gap: Math.max(0, start - end), opens });
    if (OPENING.has(part.kind)) isOpen = part.kind !== 'search';
    const next = parts[index + 1];
    const nextStart = next === undefined ? undefined : startOf(next);
    if (part.kind === 'search' && part.hidden)
      end = Math.min(end + DEFAULT_SEARCH_TIME, nextStart ?? Infinity);
    else end = Math.max(end, await endOf(part, nextStart, tps, tokenizer));
  }
  return { timed, end };
}

const OPENING = new Set<AnswerPart['kind']>(['role', 'text', 'refusal', 'search', 'call']);

function startOf(part: AnswerPart): number | undefined {
  if ('pieces' in part) return part.pieces[0]?.at;
  return part.kind === 'search' ? part.searches[0]?.from : part.at;
}

/** When a part is over: a text, when its last token has had its time. */
async function endOf(
  part: AnswerPart,
  next: number | undefined,
  tps: number,
  tokenizer: Tokenizer,
): Promise<number> {
  if ('pieces' in part) {
    const { at, text } = part.pieces.at(-1) ?? { at: 0, text: '' };
    return at + (tps === 0 ? 0 : ((await tokenizer.count(text)) * 1000) / tps);
  }
  if (part.kind === 'call') return part.end;
  if (part.kind !== 'search') return part.at;
  const { from, to } = part.searches.at(-1) ?? {};
  const untold = from === undefined ? 0 : from + DEFAULT_SEARCH_TIME;
  return to ?? Math.min(untold, next ?? untold);
}

/** The time to first token of the first call of the model; a later one that cannot have its own may be faster. */
export function usualTtft(timed: readonly TimedPart[]): number | undefined {
  const opening = timed.filter(({ opens, part }) => opens && startOf(part) !== undefined);
  const [first] = opening;
  if (first === undefined) return undefined;
  const fixed = opening.filter(({ part }) => part.kind !== 'text').map(({ gap }) => gap);
  const fastest = Math.min(first.gap, ...fixed);
  return isSame(fastest, first.gap) ? first.gap : fastest;
}

/** A role is said by what follows it: words, a call, or the reason why it ends. */
function withoutRoles(parts: readonly AnswerPart[], finishes: boolean): AnswerPart[] {
  return parts.filter(({ kind }, index) => {
    if (kind !== 'role') return true;
    const next = parts.slice(index + 1).find((one) => one.kind !== 'comment' && one.kind !== 'raw');
    if (next === undefined) return !finishes;
    return next.kind !== 'text' && next.kind !== 'refusal' && next.kind !== 'call';
  });
}
