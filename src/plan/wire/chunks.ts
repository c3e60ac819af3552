import { MEILI_TOOLS } from '../../meilisearch/tools.ts';
import type { FrameItem, FrameKind, Item, ResponseIds } from '../../playback/item.ts';
import type { AnswerEvent } from '../events.ts';
import { JsonFrame, JsonShape, type ValueOf } from './json-frame.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';
import { commentEvent, dataEvent, eventFrame } from './sse.ts';
import { errorFrame } from './stream-error.ts';

const DELTA = { content: null, function_call: null, tool_calls: null, role: null, refusal: null };

/** What chunks that differ in their text only have in common, by {@link likeness}. */
export type Shapes = Map<string, JsonShape>;

/** An event of a streamed answer, as what goes on the wire. */
export function streamItem(event: AnswerEvent, envelope: Envelope, shapes: Shapes): Item {
  const { at, step, path } = event;
  switch (event.type) {
    case 'hold':
      return { type: 'hold', name: event.name, at, step };
    case 'fault':
      return { type: 'fault', fault: event.fault, at, step };
    case 'comment':
    case 'raw': {
      const data = event.type === 'raw' ? event.data : commentEvent(event.text);
      return { type: 'frame', kind: event.type, at, step, path, render: () => data };
    }
    case 'error':
      return errorFrame(event.error, event.event, { at, step, path });
    default: {
      const like = likeness(event);
      const shape = shapes.get(like) ?? new JsonShape(chunkValue(event, envelope), dataEvent);
      if (like !== '') shapes.set(like, shape);
      return new JsonFrame(kindOf(event), { at, step, path }, shape, 'text' in event ? event.text : '');
    }
  }
}

/** The last chunk of a stream that was asked for its usage. */
export function usageFrame(usage: Usage, at: number, round: number, envelope: Envelope): FrameItem {
  const value = (ids: ResponseIds) =>
    responseObject('chat.completion.chunk', envelope, round, ids, { choices: [], usage });
  return eventFrame('usage', value, { at, step: undefined, path: ['usage'] });
}

type ChunkEvent = Exclude<AnswerEvent, { type: 'hold' | 'fault' | 'comment' | 'raw' | 'error' }>;

/** The name of a chunk's kind: a call is one kind in both of its parts. */
function kindOf(event: ChunkEvent): FrameKind {
  if (event.type !== 'callBegins' && event.type !== 'callArguments') return event.type;
  return event.legacy ? 'functionCall' : 'toolCall';
}

/** The same for chunks that differ in their text only; '' for one that has no like. */
function likeness(event: ChunkEvent): string {
  const { type, choice, round } = event;
  if (type === 'callArguments') return `${type} ${choice} ${round} ${event.index} ${event.legacy}`;
  if (type !== 'text' && type !== 'refusal') return '';
  return event.logprobs === undefined ? `${type} ${choice} ${round}` : '';
}

function chunkValue(event: ChunkEvent, envelope: Envelope): ValueOf {
  return (ids, text) => {
    const choices = [choiceOf('text' in event ? { ...event, text } : event, ids)];
    return responseObject('chat.completion.chunk', envelope, event.round, ids, { choices });
  };
}

function choiceOf(event: ChunkEvent, ids: ResponseIds) {
  return {
    index: event.choice,
    delta: { ...DELTA, ...deltaOf(event, ids) },
    finish_reason: event.type === 'finish' ? event.reason : null,
    logprobs: logprobsOf(event),
  };
}

function deltaOf(event: ChunkEvent, ids: ResponseIds): object {
  switch (event.type) {
    case 'role':
      return { content: event.content, role: 'assistant' };
    case 'text':
      return { content: event.text };
    case 'refusal':
      return { refusal: event.text };
    case 'audio':
      return { audio: event.audio };
    case 'finish':
      return {};
    case 'callBegins': {
      const call = { name: event.name, arguments: '' };
      const role = event.first ? 'assistant' : null;
      if (event.legacy) return { function_call: call, role };
      const { index } = event;
      return { tool_calls: [{ index, id: event.callId(ids), type: 'function', function: call }], role };
    }
    case 'callArguments': {
      const call = { name: null, arguments: event.text };
      if (event.legacy) return { function_call: call };
      return { tool_calls: [{ index: event.index, id: null, type: null, function: call }] };
    }
    case 'progress':
    case 'append':
    case 'sources': {
      // Meilisearch's own events: the whole JSON in one chunk, and a UUID that is not the call's id.
      const call = { name: MEILI_TOOLS[event.type], arguments: event.arguments(ids) };
      const id = ids.uuid(event.event);
      return { tool_calls: [{ index: 0, id, type: 'function', function: call }], role: 'assistant' };
    }
    default:
      return event satisfies never;
  }
}

function logprobsOf(event: ChunkEvent) {
  if ((event.type !== 'text' && event.type !== 'refusal') || event.logprobs === undefined) return null;
  const { type, logprobs } = event;
  return { content: type === 'text' ? logprobs : null, refusal: type === 'refusal' ? logprobs : null };
}
