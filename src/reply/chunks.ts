import type { Act, MeiliAct } from './acts.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';
import { MEILI_TOOLS } from './search.ts';
import { commentEvent, dataEvent } from './sse.ts';
import type { FrameKind, PlannedItem, Stamp } from './types.ts';

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
  const frame = chunk('usage', round, envelope, [], usage);
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
    return chunk(kind, round, envelope, choices);
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

function chunk(
  kind: FrameKind,
  round: number,
  envelope: Envelope,
  choices: readonly unknown[] | ((stamp: Stamp) => readonly unknown[]),
  usage: Usage | null = null,
): ChunkFrame {
  const { spec, json } = responseObject({ object: 'chat.completion.chunk', envelope, round, choices, usage });
  return { kind, spec, render: (stamp) => dataEvent(json(stamp)) };
}
