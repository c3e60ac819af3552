import { DEFAULT_PACE } from '../playback/pace.ts';
import type { Outcome, Pace, ScenarioInput, Step } from '../scenario/schema.ts';
import { type Asked, matchFor } from './match.ts';
import { firstLine } from './name.ts';
import { unusualPace } from './pace.ts';
import type { RecordedReply } from './reply.ts';
import type { RequestPlace } from './request-place.ts';

/** A remark on a part of a scenario, by its path; of an empty path, on all of it. */
export interface Note {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** What several exchanges are for their reader. */
const KINDS = { turns: 'conversation that begins with', attempts: 'series of answers to' } as const;

/** How a request goes on with a conversation. */
type Continuation = 'result' | 'turn' | 'retry';

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
