import type { Tokenizer } from '../plan/tokens/tokens.ts';
import type { Fault } from '../playback/item.ts';
import { DEFAULT_PACE } from '../playback/pace.ts';
import { isRecord } from '../scenario/problems/wording.ts';
import type { ErrorSpec, Pace, UsageOverride } from '../scenario/schema.ts';
import type { Exchange } from '../upstream/exchange.ts';
import { DEFAULT_SEARCH_TIME } from './axis.ts';
import { eventsOfStream, isStream, type StreamEvent } from './events.ts';
import { httpError } from './http-error.ts';
import { type JsonObject, listOf, objectOf, parseJson, stringOf } from './json.ts';
import { friendly, friendlyRate, sum } from './pace.ts';
import { type AnswerPart, readParts, type WireAnswer } from './parts.ts';
import { type NotedStep, stepsOf } from './steps.ts';

/** What was answered to one request, as a scenario says it. */
export interface RecordedReply {
  /** Undefined: it is the error. */
  readonly steps: readonly NotedStep[];
  readonly error: ErrorSpec | undefined;
  readonly pace: Pace;
  /** The model that answered, if it is not the one that was asked. */
  readonly model: string | undefined;
  readonly usage: UsageOverride | undefined;
  /** What a reader has to know of all of it. */
  readonly notes: readonly string[];
  /** Whether the answer came to its end, and was none of the failures after which a client asks again. */
  readonly isWhole: boolean;
}

/** An exchange, with what is known of it besides what came. */
export interface RecordedExchange extends Exchange {
  /** How it ended, if that is known better than by what came. */
  readonly fault?: Fault | undefined;
  /** Of one whose frames have no times: what is known of its times, in ms. */
  readonly untimed?: { readonly ttft?: number | undefined; readonly took?: number | undefined };
}

/** Reads what a server answered. */
export async function replyOf(exchange: RecordedExchange, tokenizer: Tokenizer): Promise<RecordedReply> {
  if (exchange.status !== 200) {
    const { error, note } = httpError(exchange);
    return { ...NOTHING, error, notes: note === undefined ? [] : [note] };
  }
  const streams = isStream(exchange);
  const answer = readParts(streams ? eventsOfStream(exchange) : bodyEvents(exchange));
  const untimed = exchange.untimed ?? (streams ? undefined : { took: exchange.frames.at(-1)?.at });
  const { steps, pace, end } = await stepsOf(answer, tokenizer, untimed === undefined);
  const closing = closingOf(exchange, answer, {
    end: untimed === undefined ? end : Number.POSITIVE_INFINITY,
    isEmpty: steps.length === 0,
  });
  const asked = stringOf(objectOf(exchange.request).model);
  return {
    ...NOTHING,
    steps: [...steps, ...closing],
    pace: untimed === undefined ? pace : await wholePace(untimed, answer, tokenizer),
    model: asked === undefined || answer.model === asked ? undefined : answer.model,
    usage: streams && answer.usage !== undefined ? usageOf(answer.usage) : undefined,
    notes: notesOf(answer, exchange),
    isWhole: exchange.ending === 'complete' && (answer.done || answer.finish !== undefined),
  };
}

const NOTHING: RecordedReply = {
  ...{ steps: [], error: undefined, pace: {}, model: undefined, usage: undefined, notes: [] },
  isWhole: false,
};

/** One body as if it had been streamed in one chunk. */
function bodyEvents({ frames, ending }: Exchange): StreamEvent[] {
  const text = frames.map(({ data }) => data).join('');
  const at = frames.at(-1)?.at ?? 0;
  const body = parseJson(text);
  const done = { at, type: 'done' } as const;
  if (!isRecord(body))
    return text === '' || ending !== 'complete' ? [] : [{ at, type: 'unknown', data: text }, done];
  if (!Array.isArray(body.choices)) return [{ at, type: 'error', error: body.error ?? body }, done];
  const choices = body.choices.map(objectOf).map(({ message, ...choice }) => {
    const { tool_calls: calls, ...delta } = objectOf(message);
    const indexed = listOf(calls).map((call, index) => ({ ...objectOf(call), index }));
    return { ...choice, delta: { ...delta, ...(indexed.length === 0 ? {} : { tool_calls: indexed }) } };
  });
  return [{ at, type: 'chunk', chunk: { ...body, choices } }, done];
}

/** Where only the whole time is known: with the usual times of the rest, this rate makes the answer take as long. */
async function wholePace(
  { ttft = DEFAULT_PACE.ttft, took }: NonNullable<RecordedExchange['untimed']>,
  { parts }: WireAnswer,
  tokenizer: Tokenizer,
): Promise<Pace> {
  if (took === undefined) return {};
  const counts = await Promise.all(textsOf(parts).map((text) => tokenizer.count(text)));
  const searches = parts.flatMap((part) => (part.kind === 'search' ? part.searches : []));
  const rounds = 1 + parts.filter(({ kind }) => kind === 'search').length;
  const writing = took - rounds * ttft - searches.length * DEFAULT_SEARCH_TIME;
  if (writing <= 0) return { ttft: friendly(took / rounds), tps: 0 };
  const tokens = sum(counts);
  return { ttft: friendly(ttft), ...(tokens === 0 ? {} : { tps: friendlyRate((tokens * 1000) / writing) }) };
}

const textsOf = (parts: readonly AnswerPart[]) =>
  parts.flatMap((part) =>
    part.kind === 'call' ? [part.arguments] : 'pieces' in part ? part.pieces.map(({ text }) => text) : [],
  );

const LEFT = 'The client left here: what would have come is not known.';
/** Reasons that a reply has by itself. */
const NATURAL = new Set(['stop', 'tool_calls', 'function_call']);
const REASONS = ['length', 'content_filter'] as const;
/** A silence before the end that is worth a step, in ms. */
const LONG_SILENCE = 400;

/** The steps that end a reply: none, if it ends as replies do. */
function closingOf(
  { ending, fault, frames }: RecordedExchange,
  { finish, done, cut, parts }: WireAnswer,
  { end, isEmpty }: { readonly end: number; readonly isEmpty: boolean },
): NotedStep[] {
  const last = parts.at(-1);
  const over = finish?.at ?? frames.at(-1)?.at ?? 0;
  const wait =
    over - end >= LONG_SILENCE && last?.kind !== 'call' ? [{ step: { wait: friendly(over - end) } }] : [];
  const faulty = (kind: Fault): NotedStep[] => [...wait, { step: { fault: kind } }];
  if (ending === 'left' && fault === undefined && finish === undefined)
    return [{ step: { finish: 'stop' }, note: LEFT }];
  if (finish !== undefined) {
    if (!done && ending !== 'left' && fault !== 'stall') return faulty('no-done');
    const reason = REASONS.find((one) => one === finish.reason);
    if (reason !== undefined) return [...wait, { step: { finish: reason } }];
    return isEmpty || !NATURAL.has(finish.reason) ? [{ step: { finish: 'stop' } }] : wait;
  }
  if (done) {
    const ends = last?.kind === 'error' && last.last;
    return ends ? [] : [{ step: { finish: 'none' } }];
  }
  if (fault !== undefined) return faulty(fault);
  if (ending === 'broken') return faulty(cut ? 'half-frame' : 'reset');
  return faulty('truncate');
}

function notesOf({ choices, lost }: WireAnswer, { request }: Exchange): string[] {
  const { n } = objectOf(request);
  return [
    ...(choices < 2
      ? []
      : [
          `It had ${Math.max(choices, Number(n) || 0)} choices; this is the first. A scenario gives all of them the same.`,
        ]),
    ...(lost.size === 0 ? [] : [`Left out, since no step says it: ${[...lost].join(', ')}.`]),
  ];
}

function usageOf(usage: JsonObject): UsageOverride {
  const counts = (['prompt_tokens', 'completion_tokens', 'total_tokens'] as const).flatMap((name) => {
    const count = usage[name];
    return Number.isSafeInteger(count) && Number(count) >= 0 ? [[name, count]] : [];
  });
  return Object.fromEntries(counts);
}
