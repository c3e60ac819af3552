import type { Tokenizer } from '../plan/tokens/tokens.ts';
import { isRecord } from '../scenario/problems/wording.ts';
import type { Pace, Step } from '../scenario/schema.ts';
import { DEFAULT_SEARCH_TIME, isSame, timedParts, usualTtft } from './axis.ts';
import { objectOf, parseJson, stringOf } from './json.ts';
import { friendly, measureSpeed } from './pace.ts';
import type { AnswerPart, TextPart, WireAnswer } from './parts.ts';
import { type SearchPart, searchSpec } from './searches.ts';

/** A step, and what a reader has to know of it. */
export interface NotedStep {
  readonly step: Step;
  readonly note?: string;
}

/** Waits that are shorter are not written, in ms. */
const SHORTEST_WAIT = 100;
const UNTOLD = 'The request did not ask to be told of it: what was searched is not known.';
const NO_SOURCES = 'The request did not ask for the sources: what was found is not known.';

/**
 * What an answer did as steps, with the pace that is measured.
 *
 * @param isTimed whether its times are known; else nothing is measured
 */
export async function stepsOf(
  answer: Pick<WireAnswer, 'parts' | 'finish'>,
  tokenizer: Tokenizer,
  isTimed: boolean,
): Promise<{ steps: NotedStep[]; pace: Pace; end: number }> {
  const speed = await measureSpeed(answer.parts, tokenizer);
  const { timed, end } = await timedParts(answer, speed, tokenizer);
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

/** Longer arguments stay a text, in characters: no person would read them as an object. */
const LONGEST_OBJECT = 1_000_000;
const STRING = /"(?:[^"\\]|\\.)*"/g;
const NUMBER = /-?\d[\d.eE+-]*/g;

/** Arguments as an object, unless they are none, or have numbers that JavaScript would write otherwise: `1.0`. */
export function argumentsOf(text: string): Record<string, never> | string {
  const value = text.length > LONGEST_OBJECT ? undefined : parseJson(text);
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
