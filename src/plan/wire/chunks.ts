import { MEILI_TOOLS } from '../../meilisearch/tools.ts';
import type { AnswerEvent, SearchEvent } from '../events.ts';
import type { FrameKind, PlannedItem, ResponseIds } from '../types.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';
import { commentEvent, dataEvent } from './sse.ts';

const DELTA = { content: null, function_call: null, tool_calls: null, role: null, refusal: null };

/** An event of a streamed answer, as what goes on the wire. Key order, nulls and all are the real server's. */
export function streamItem(event: AnswerEvent, envelope: Envelope): PlannedItem {
  const { at, step, path } = event;
  const place = { type: 'frame', at, step, path } as const;
  switch (event.type) {
    case 'hold':
      return { type: 'hold', name: event.name, at, step };
    case 'fault':
      return { type: 'fault', fault: event.fault, at, step };
    case 'comment':
      return { ...place, kind: 'comment', spec: () => undefined, render: () => commentEvent(event.text) };
    case 'raw':
      return { ...place, kind: 'raw', spec: () => undefined, render: () => event.data };
    case 'error': {
      const value = (ids: ResponseIds) => ({
        event_id: ids.uuid(event.event),
        type: 'error',
        error: { ...errorKeys(event.error), event_id: null },
      });
      return {
        ...place,
        kind: 'error',
        spec: value,
        render: (ids) => dataEvent(JSON.stringify(value(ids))),
      };
    }
    default:
      return { ...place, ...chunkFrame(event, envelope) };
  }
}

/** The last chunk of a stream that was asked for its usage. */
export function usageItem(usage: Usage, at: number, round: number, envelope: Envelope): PlannedItem {
  const frame = chunk('usage', round, envelope, [], usage);
  return { type: 'frame', at, step: undefined, path: ['usage'], ...frame };
}

type ChunkEvent = Exclude<AnswerEvent, { type: 'hold' | 'fault' | 'comment' | 'raw' | 'error' }>;
type ChunkFrame = Pick<Extract<PlannedItem, { type: 'frame' }>, 'kind' | 'spec' | 'render'>;

function chunkFrame(event: ChunkEvent, envelope: Envelope): ChunkFrame {
  const { choice: index, round } = event;
  const one = (
    kind: FrameKind,
    delta: object,
    rest: { finish_reason?: string; logprobs?: object | null } = {},
  ): ChunkFrame => {
    const { finish_reason = null, logprobs = null } = rest;
    const choices = [{ index, delta: { ...DELTA, ...delta }, finish_reason, logprobs }];
    return chunk(kind, round, envelope, choices);
  };
  switch (event.type) {
    case 'role':
      return one('role', { content: event.content, role: 'assistant' });
    case 'text':
      return one(
        'text',
        { content: event.piece.text },
        event.logprobs && { logprobs: { content: event.logprobs, refusal: null } },
      );
    case 'refusal':
      return one(
        'refusal',
        { refusal: event.piece.text },
        event.logprobs && { logprobs: { content: null, refusal: event.logprobs } },
      );
    case 'audio':
      return one('audio', { audio: event.audio });
    case 'finish':
      return one('finish', {}, { finish_reason: event.reason });
    case 'callArguments':
      if (event.legacy)
        return one('functionCall', { function_call: { name: null, arguments: event.piece.text } });
      return one('toolCall', {
        tool_calls: [toolCall(event.index, null, null, { name: null, arguments: event.piece.text })],
      });
    case 'callBegins': {
      const role = event.first ? 'assistant' : null;
      const begins = { name: event.name, arguments: '' };
      if (event.legacy) return one('functionCall', { function_call: begins, role });
      return chunk('toolCall', round, envelope, (ids) => [
        {
          index,
          delta: {
            ...DELTA,
            tool_calls: [toolCall(event.index, event.callId(ids), 'function', begins)],
            role,
          },
          finish_reason: null,
          logprobs: null,
        },
      ]);
    }
    case 'progress':
    case 'append':
    case 'sources':
      return chunk(event.type, round, envelope, (ids) => [meiliChoice(event, ids)]);
    default:
      return event satisfies never;
  }
}

/** Meilisearch's own events: always index 0, the whole JSON in one chunk, a UUID that is not the call's id. */
function meiliChoice(event: SearchEvent, ids: ResponseIds) {
  const call = { name: MEILI_TOOLS[event.type], arguments: event.arguments(ids) };
  return {
    index: 0,
    delta: {
      ...DELTA,
      tool_calls: [toolCall(0, ids.uuid(event.event), 'function', call)],
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
  choices: readonly unknown[] | ((ids: ResponseIds) => readonly unknown[]),
  usage: Usage | null = null,
): ChunkFrame {
  const { spec, json } = responseObject({ object: 'chat.completion.chunk', envelope, round, choices, usage });
  return { kind, spec, render: (ids) => dataEvent(json(ids)) };
}
