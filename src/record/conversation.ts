import { DEFAULT_PACE } from '../playback/pace.ts';
import type { Outcome, Pace, ScenarioInput, Step } from '../scenario/schema.ts';
import type { Exchange } from '../upstream/exchange.ts';
import { type JsonObject, listOf, objectOf, stringOf } from './json.ts';
import { type Asked, matchFor } from './match.ts';
import { firstLine } from './name.ts';
import { unusualPace } from './pace.ts';
import type { RecordedReply } from './reply.ts';
import { argumentsOf, type NotedStep } from './steps.ts';

/** A remark on a part of a scenario, by its path; of an empty path, on all of it. */
export interface Note {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** A request as it stands in its conversation. */
export interface RequestPlace {
  readonly asked: Asked;
  /** The messages, but for what the app tells the model: that may change from request to request. */
  readonly messages: readonly string[];
  /** How many requests brought results of the client's functions since the last user message. */
  readonly toolRound: number;
  /** The steps of the answers to these, as far as the messages tell them. */
  readonly earlier: readonly NotedStep[];
}

/** What several exchanges are for their reader. */
const KINDS = { turns: 'conversation that begins with', attempts: 'series of answers to' } as const;

/** How a request goes on with a conversation. */
type Continuation = 'result' | 'turn' | 'retry';

/** Where a request stands. Nothing of its body is taken for granted: it may be no chat request at all. */
export function placeOfRequest({ workspace, request }: Exchange): RequestPlace {
  const all = listOf(objectOf(request).messages).map(objectOf);
  const messages = all.filter(({ role }) => role !== 'system' && role !== 'developer');
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const calls = messages.slice(lastUser + 1).filter(callsOwnFunction);
  return {
    asked: {
      workspace,
      message: contentOf(messages[lastUser]?.content),
      turn: Math.max(1, messages.filter(({ role }) => role === 'user').length),
    },
    messages: messages.map((message) => JSON.stringify(message)),
    toolRound: calls.length,
    earlier: calls.flatMap(stepsOfMessage),
  };
}

/** What an assistant said and called, read from its message. */
function stepsOfMessage({ content, tool_calls: calls, function_call: legacy }: JsonObject): NotedStep[] {
  const text = contentOf(content);
  const called = [
    ...listOf(calls).map((call) => objectOf(call).function),
    ...(legacy == null ? [] : [legacy]),
  ];
  const steps = called.map(objectOf).flatMap(({ name, arguments: given }): NotedStep[] => {
    if (typeof name !== 'string' || name === '' || name.startsWith('_meili')) return [];
    return [{ step: { toolCall: { name, arguments: argumentsOf(stringOf(given) ?? '') } } }];
  });
  const [first, ...others] = text === '' ? steps : [{ step: { text } }, ...steps];
  return first === undefined ? [] : [{ ...first, note: EARLIER }, ...others];
}

const EARLIER = 'Not recorded: made of the messages of the next request.';

function callsOwnFunction({ role, tool_calls: calls, function_call: legacy }: JsonObject): boolean {
  const names = [...listOf(calls).map((call) => objectOf(call).function), legacy].map(
    (one) => objectOf(one).name,
  );
  return role === 'assistant' && names.some((name) => typeof name === 'string' && !name.startsWith('_meili'));
}

const contentOf = (content: unknown): string =>
  stringOf(content) ??
  listOf(content)
    .map((part) => stringOf(objectOf(part).text) ?? '')
    .join('');

/** Exchanges that belong together, as one scenario: the turns of a conversation, or the attempts at one request. */
export class Conversation {
  readonly #replies: RecordedReply[][] = [];
  readonly #asked: Asked[] = [];
  #last: RequestPlace;
  #kind: 'turns' | 'attempts' = 'turns';

  constructor(position: RequestPlace, reply: RecordedReply) {
    this.#last = position;
    this.#asked.push(position.asked);
    const { earlier } = position;
    const before =
      earlier.length === 0 || reply.error !== undefined ? [] : [{ ...reply, steps: earlier, notes: [] }];
    this.#replies.push([...before, reply]);
  }

  get messages(): number {
    return this.#last.messages.length;
  }

  /** Takes an exchange that goes on with it; false: it does not, or a scenario cannot say how. */
  add(position: RequestPlace, reply: RecordedReply): boolean {
    const how = this.#goesOn(position, reply.error !== undefined);
    if (how === undefined) return false;
    if (how === 'result') this.#replies.at(-1)?.push(reply);
    else this.#replies.push([reply]);
    if (how === 'retry') this.#kind = 'attempts';
    else if (how === 'turn') this.#asked.push(position.asked);
    this.#last = position;
    return true;
  }

  #goesOn({ asked, messages, toolRound }: RequestPlace, failed: boolean): Continuation | undefined {
    const last = this.#last;
    if (asked.workspace !== last.asked.workspace || messages.length < last.messages.length) return undefined;
    if (last.messages.some((message, index) => message !== messages[index])) return undefined;
    const reply = this.#replies.at(-1)?.at(-1);
    const isStart = this.#asked.length === 1 && toolRound === 0;
    if (messages.length === last.messages.length) {
      const mayRetry = isStart && (this.#replies.length === 1 || this.#kind === 'attempts');
      return mayRetry && reply?.isWhole === false ? 'retry' : undefined;
    }
    if (this.#kind === 'attempts' && this.#replies.length > 1) return undefined;
    if (asked.turn === last.asked.turn) {
      const end = reply?.steps.at(-1)?.step;
      const calls = end !== undefined && 'toolCall' in end;
      return calls && !failed && toolRound === last.toolRound + 1 ? 'result' : undefined;
    }
    // `turns` begin with the first.
    const isNext = asked.turn === last.asked.turn + 1 && this.#asked[0]?.turn === 1;
    return isNext && toolRound === 0 ? 'turn' : undefined;
  }

  /** The scenario, and what is to be said of its parts. */
  scenario(name: string): { readonly input: ScenarioInput; readonly notes: readonly Note[] } {
    const all = this.#replies.flat();
    const [first] = this.#replies;
    const pace = unusualPace(first?.[0]?.pace ?? {});
    const [model, usage] = [
      all.find((one) => one.model !== undefined)?.model,
      all.find((one) => one.usage)?.usage,
    ];
    const isSingle = this.#replies.length === 1;
    const outcomes = this.#replies.map((replies) => outcomeOf(replies, isSingle ? undefined : (pace ?? {})));
    const match = matchFor(this.#asked);
    const message = firstLine(this.#asked[0]?.message ?? '');
    const base = {
      name,
      ...(message === ''
        ? {}
        : { description: `A recorded ${isSingle ? 'answer to' : KINDS[this.#kind]} “${message}”.` }),
      ...(match === undefined ? {} : { match }),
      ...(pace === undefined ? {} : { pace }),
      ...(model === undefined ? {} : { model }),
      ...(usage === undefined ? {} : { usage }),
    };
    const notes = [
      ...[...new Set(all.flatMap((one) => one.notes))].map((text) => ({ path: [], text })),
      ...this.#replies.flatMap((replies, index) => notesOf(replies, isSingle ? [] : [this.#kind, index])),
    ];
    const [outcome] = outcomes;
    if (outcome === undefined || !isSingle) return { input: { ...base, [this.#kind]: outcomes }, notes };
    return { input: { ...base, ...(Array.isArray(outcome) ? { reply: outcome } : outcome) }, notes };
  }
}

function outcomeOf(replies: readonly RecordedReply[], usual: Pace | undefined): Outcome {
  const [first] = replies;
  const failed = replies.find((one) => one.error !== undefined);
  if (replies.length === 1 && failed?.error !== undefined) return { error: failed.error };
  const usualTtft = first?.pace.ttft;
  const reply: Step[] = replies.flatMap(({ steps, pace: { ttft } }, index) =>
    steps.map(({ step }, place) =>
      index > 0 && place === 0 && ttft !== usualTtft ? withTtft(step, ttft) : step,
    ),
  );
  const pace =
    usual === undefined ? undefined : unusualPace(first?.pace ?? {}, { ...DEFAULT_PACE, ...usual });
  return { reply, ...(pace === undefined ? {} : { pace }) };
}

/** The response to a result may begin sooner, or later, than the one before it. */
function withTtft(step: Step, ttft: number | undefined): Step {
  return ttft === undefined || !('text' in step) ? step : { ...step, pace: { ...step.pace, ttft } };
}

function notesOf(replies: readonly RecordedReply[], path: Note['path']): Note[] {
  const steps = replies.flatMap((one) => one.steps);
  return steps.flatMap(({ note }, index) =>
    note === undefined ? [] : [{ path: [...path, 'reply', index], text: note }],
  );
}
