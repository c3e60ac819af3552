import type { Tokenizer } from '../plan/tokens/tokens.ts';
import { DEFAULT_PACE } from '../playback/pace.ts';
import { isRecord } from '../scenario/problems/wording.ts';
import type { Pace, Step } from '../scenario/schema.ts';
import { objectOf, parseJson, stringOf } from './json.ts';
import { friendly, measureSpeed, type Speed } from './pace.ts';
import type { AnswerPart, TextPart, WireAnswer } from './parts.ts';
import { type SearchPart, searchSpec } from './searches.ts';

/** A step, and what a reader has to know of it. */
export interface NotedStep {
  readonly step: Step;
  readonly note?: string;
}

/** Waits that are shorter are not written, in ms. */
const SHORTEST_WAIT = 100;
/** Two times to first token are the same when they differ by less than this, in ms, or by this part. */
const [SAME_MS, SAME_PART] = [50, 0.2];
/** How long a search takes unless a step says it, in ms. */
export const DEFAULT_SEARCH_TIME = 250;
const UNTOLD = 'The request did not ask to be told of it: what was searched is not known.';
const NO_SOURCES = 'The request did not ask for the sources: what was found is not known.';

/** A part on the axis of time: how long after the part before it begins. */
interface Timed {
  readonly part: AnswerPart;
  readonly gap: number;
  /** Whether the model is called: what it says comes after a time to first token. */
  readonly opens: boolean;
}

/**
 * What an answer did as steps, with the pace that is measured.
 *
 * @param isTimed whether its times are known; else nothing is measured
 */
export async function stepsOf(
  { parts, finish }: Pick<WireAnswer, 'parts' | 'finish'>,
  tokenizer: Tokenizer,
  isTimed: boolean,
): Promise<{ steps: NotedStep[]; pace: Pace; end: number }> {
  const speed = await measureSpeed(parts, tokenizer);
  const { timed, end } = await onAxis(
    withoutRoles(parts, finish !== undefined).flatMap((part) => atPauses(part, speed)),
    speed,
    tokenizer,
  );
  const ttft = usualTtft(timed);
  const steps: NotedStep[] = [];
  for (const one of timed) {
    const late = one.opens ? one.gap - (ttft ?? one.gap) : one.gap;
    const differs = !one.opens || !isSame(one.gap, ttft ?? one.gap);
    const ownTtft = one.opens && differs && one.part.kind === 'text' ? friendly(one.gap) : undefined;
    if (differs && ownTtft === undefined && late >= SHORTEST_WAIT)
      steps.push({ step: { wait: friendly(late) } });
    steps.push(...(await stepsFor(one.part, ownTtft, isTimed)));
  }
  const pace = {
    ...(ttft === undefined ? {} : { ttft: friendly(ttft) }),
    ...(speed.tps === undefined ? {} : { tps: speed.tps }),
    ...(speed.jitter === undefined ? {} : { jitter: speed.jitter }),
  };
  return { steps, pace, end };
}

const isSame = (a: number, b: number) => Math.abs(a - b) < Math.max(SAME_MS, SAME_PART * Math.max(a, b));

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
  const timed: Timed[] = [];
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
function usualTtft(timed: readonly Timed[]): number | undefined {
  const opening = timed.filter(({ opens, part }) => opens && startOf(part) !== undefined);
  const [first] = opening;
  if (first === undefined) return undefined;
  const fixed = opening.filter(({ part }) => part.kind !== 'text').map(({ gap }) => gap);
  const fastest = Math.min(first.gap, ...fixed);
  return isSame(fastest, first.gap) ? first.gap : fastest;
}

async function stepsFor(part: AnswerPart, ttft: number | undefined, isTimed: boolean): Promise<NotedStep[]> {
  switch (part.kind) {
    case 'text':
      return [{ step: { text: wordsOf(part), ...(ttft === undefined ? {} : { pace: { ttft } }) } }];
    case 'refusal':
      return [{ step: { refusal: wordsOf(part) } }];
    case 'role':
      // The role alone: `text` without a word.
      return part.content === null
        ? []
        : [{ step: { text: '', ...(ttft === undefined ? {} : { pace: { ttft } }) } }];
    case 'search':
      return [await searchStep(part, isTimed)];
    case 'call':
      return [{ step: { toolCall: { name: part.name, arguments: argumentsOf(part.arguments) } } }];
    case 'error':
      return [{ step: { error: errorOf(part) } }];
    case 'comment':
      return [{ step: { comment: part.text } }];
    case 'raw':
      return [{ step: { raw: part.text }, note: 'No step says this: it is as it came.' }];
    default:
      return part satisfies never;
  }
}

const wordsOf = ({ pieces }: TextPart) => pieces.map(({ text }) => text).join('');

async function searchStep({ searches, hidden }: SearchPart, isTimed: boolean): Promise<NotedStep> {
  const specs = await Promise.all(
    searches.map(async (found, index) => {
      // Of the last one without an end, the time to the next first token is part of it.
      const to = found.to ?? searches[index + 1]?.from;
      const takes =
        !isTimed || found.from === undefined || to === undefined
          ? DEFAULT_SEARCH_TIME
          : friendly(to - found.from);
      return searchSpec(found, takes === DEFAULT_SEARCH_TIME ? undefined : takes);
    }),
  );
  const [first, ...others] = specs;
  const step: Step = { search: first === undefined || others.length > 0 ? specs : first };
  const unknown = searches.some(({ sources, failed }) => sources === undefined && failed === undefined);
  const note = hidden ? UNTOLD : unknown ? NO_SOURCES : undefined;
  return { step, ...(note === undefined ? {} : { note }) };
}

const STRING = /"(?:[^"\\]|\\.)*"/g;
const NUMBER = /-?\d[\d.eE+-]*/g;

/** Arguments as an object, unless they are none, or have numbers that JavaScript would write otherwise: `1.0`. */
export function argumentsOf(text: string): Record<string, never> | string {
  const value = parseJson(text);
  if (!isRecord(value)) return text;
  const numbers = text.replace(STRING, '').match(NUMBER) ?? [];
  return numbers.every((one) => String(Number(one)) === one) ? (value as Record<string, never>) : text;
}

type ErrorStep = Extract<Step, { error: unknown }>['error'];

/** An error event, whoever wrote it: some have a message alone, or a number as their code. */
function errorOf({ error, last }: Extract<AnswerPart, { kind: 'error' }>): ErrorStep {
  const { message: words, type, code, param } = objectOf(error);
  const message = stringOf(words) || stringOf(error) || JSON.stringify(error);
  const more = {
    ...(typeof type !== 'string' || type === 'server_error' ? {} : { type }),
    ...(code == null ? {} : { code: String(code) }),
    ...(param == null ? {} : { param: String(param) }),
    ...(last ? {} : { ends: false }),
  };
  return Object.keys(more).length === 0 ? message : { message, ...more };
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
