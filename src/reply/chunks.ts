import type { Act, MeiliAct } from './acts.ts';
import { MEILI_TOOLS } from './search.ts';
import { commentEvent, dataEvent } from './sse.ts';
import type { FrameKind, PlannedItem, Stamp } from './types.ts';

/** What all chunks of a response have in common. */
export interface Envelope {
  readonly model: string;
  readonly serviceTier: 'scale' | 'default' | 'auto' | null;
  readonly systemFingerprint: string | null;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly audio_tokens: number; readonly cached_tokens: number };
  readonly completion_tokens_details: {
    readonly accepted_prediction_tokens: number;
    readonly audio_tokens: number;
    readonly reasoning_tokens: number;
    readonly rejected_prediction_tokens: number;
  };
}

const DELTA = { content: null, function_call: null, tool_calls: null, role: null, refusal: null };

/** An act of a streamed answer, as what goes on the wire. Key order, nulls and all are the real server's. */
export function streamItem(act: Act, envelope: Envelope): PlannedItem {
  const { at, step, path } = act;
  const place = { type: 'frame', at, step, path } as const;
  switch (act.type) {
    case 'hold':
      return { type: 'hold', name: act.name, at, step };
    case 'fault':
      return { type: 'fault', fault: act.fault, at, step };
    case 'comment':
      return { ...place, kind: 'comment', spec: () => undefined, render: () => commentEvent(act.text) };
    case 'raw':
      return { ...place, kind: 'raw', spec: () => undefined, render: () => act.data };
    case 'error': {
      const event = (stamp: Stamp) => ({
        event_id: stamp.uuid(act.event),
        type: 'error',
        error: { ...errorKeys(act.error), event_id: null },
      });
      return {
        ...place,
        kind: 'error',
        spec: event,
        render: (stamp) => dataEvent(JSON.stringify(event(stamp))),
      };
    }
    default:
      return { ...place, ...chunkFrame(act, envelope) };
  }
}

/** The last chunk of a stream that was asked for its usage. */
export function usageItem(usage: Usage, at: number, round: number, envelope: Envelope): PlannedItem {
  const frame = chunk('usage', round, envelope, () => [], usage);
  return { type: 'frame', at, step: undefined, path: ['usage'], ...frame };
}

type ChunkAct = Exclude<Act, { type: 'hold' | 'fault' | 'comment' | 'raw' | 'error' }>;
type ChunkFrame = Pick<Extract<PlannedItem, { type: 'frame' }>, 'kind' | 'spec' | 'render'>;

function chunkFrame(act: ChunkAct, envelope: Envelope): ChunkFrame {
  const { choice: index, round } = act;
  const one = (
    kind: FrameKind,
    delta: object,
    rest: { finish_reason?: string; logprobs?: object | null } = {},
  ): ChunkFrame => {
    const { finish_reason = null, logprobs = null } = rest;
    const choices = [{ index, delta: { ...DELTA, ...delta }, finish_reason, logprobs }];
    return chunk(kind, round, envelope, () => choices);
  };
  switch (act.type) {
    case 'role':
      return one('role', { content: act.content, role: 'assistant' });
    case 'text':
      return one(
        'text',
        { content: act.piece.text },
        act.logprobs && { logprobs: { content: act.logprobs, refusal: null } },
      );
    case 'refusal':
      return one(
        'refusal',
        { refusal: act.piece.text },
        act.logprobs && { logprobs: { content: null, refusal: act.logprobs } },
      );
    case 'audio':
      return one('audio', { audio: act.audio });
    case 'finish':
      return one('finish', {}, { finish_reason: act.reason });
    case 'callArguments':
      if (act.legacy)
        return one('functionCall', { function_call: { name: null, arguments: act.piece.text } });
      return one('toolCall', {
        tool_calls: [toolCall(act.index, null, null, { name: null, arguments: act.piece.text })],
      });
    case 'callBegins': {
      const role = act.first ? 'assistant' : null;
      const begins = { name: act.name, arguments: '' };
      if (act.legacy) return one('functionCall', { function_call: begins, role });
      return chunk('toolCall', round, envelope, (stamp) => [
        {
          index,
          delta: { ...DELTA, tool_calls: [toolCall(act.index, act.callId(stamp), 'function', begins)], role },
          finish_reason: null,
          logprobs: null,
        },
      ]);
    }
    case 'progress':
    case 'append':
    case 'sources':
      return chunk(act.type, round, envelope, (stamp) => [meiliChoice(act, stamp)]);
    default:
      return act satisfies never;
  }
}

/** Meilisearch's own events: always index 0, the whole JSON in one chunk, a UUID that is not the call's id. */
function meiliChoice(act: MeiliAct, stamp: Stamp) {
  const call = { name: MEILI_TOOLS[act.type], arguments: act.arguments(stamp) };
  return {
    index: 0,
    delta: {
      ...DELTA,
      tool_calls: [toolCall(0, stamp.uuid(act.event), 'function', call)],
      role: 'assistant',
    },
    finish_reason: null,
    logprobs: null,
  };
}

function toolCall(
  index: number,
  id: string | null,
  type: 'function' | null,
  call: { readonly name: string | null; readonly arguments: string },
) {
  return { index, id, type, function: call };
}

function errorKeys(error: { type: string; code: string | null; message: string; param: string | null }) {
  return { type: error.type, code: error.code, message: error.message, param: error.param };
}

/**
 * A chunk. What is the same in every playing of it is made into JSON once: a plan is played many
 * times, and only ids and times differ.
 */
function chunk(
  kind: FrameKind,
  round: number,
  envelope: Envelope,
  choices: (stamp: Stamp) => unknown[],
  usage: Usage | null = null,
): ChunkFrame {
  const tail = {
    model: envelope.model,
    service_tier: envelope.serviceTier,
    system_fingerprint: envelope.systemFingerprint,
    object: 'chat.completion.chunk',
    usage,
  };
  const tailJson = JSON.stringify(tail).slice(1);
  const fixed =
    choices.length === 0 ? `","choices":${JSON.stringify(choices(NO_STAMP))},"created":` : undefined;
  return {
    kind,
    spec: (stamp) => ({
      id: stamp.id(round),
      choices: choices(stamp),
      created: stamp.created(round),
      ...tail,
    }),
    render: (stamp) => {
      const middle = fixed ?? `","choices":${JSON.stringify(choices(stamp))},"created":`;
      return `data: {"id":"${stamp.id(round)}${middle}${stamp.created(round)},${tailJson}\n\n`;
    },
  };
}

/** For choices that use no stamp. */
const NO_STAMP: Stamp = { id: () => '', created: () => 0, callId: () => '', uuid: () => '' };
