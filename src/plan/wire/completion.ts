import type { ResponseIds } from '../../playback/item.ts';
import type { AnswerEvent, FinishReason } from '../events.ts';
import type { ValueOf } from './json-frame.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';

/** The events of each choice as one `chat.completion` body: what `stream: false` gets. */
export function completion(
  choices: readonly (readonly AnswerEvent[])[],
  envelope: Envelope,
  usage: Usage,
): ValueOf {
  return (ids) =>
    responseObject('chat.completion', envelope, 0, ids, {
      choices: choices.map((events, index) => choiceOf(events, index, ids)),
      usage,
    });
}

function choiceOf(events: readonly AnswerEvent[], index: number, ids: ResponseIds) {
  const content = textOf(events, 'text');
  const refusal = textOf(events, 'refusal');
  const calls = callsOf(events, ids);
  const [legacy] = calls.filter((call) => call.legacy);
  const tools = calls.filter((call) => !call.legacy).map(({ legacy: _, ...call }) => call);
  const contentLogprobs = logprobsOf(events, 'text');
  const refusalLogprobs = logprobsOf(events, 'refusal');
  return {
    index,
    message: {
      content,
      refusal,
      tool_calls: tools.length === 0 ? null : tools,
      role: 'assistant',
      function_call: legacy === undefined ? null : legacy.function,
      audio: audioOf(events),
    },
    finish_reason: finishOf(events),
    logprobs:
      contentLogprobs === null && refusalLogprobs === null
        ? null
        : { content: contentLogprobs, refusal: refusalLogprobs },
  };
}

function textOf(events: readonly AnswerEvent[], type: 'text' | 'refusal'): string | null {
  const pieces = events.flatMap((event) => (event.type === type ? [event.piece.text] : []));
  if (pieces.length > 0) return pieces.join('');
  // A model that said nothing at all has said the empty text; one that called or refused has no text.
  const nothingElse = events.every(
    (event) => event.type !== 'refusal' && event.type !== 'callBegins' && event.type !== 'audio',
  );
  return type === 'text' && nothingElse ? '' : null;
}

function logprobsOf(events: readonly AnswerEvent[], type: 'text' | 'refusal') {
  const all = events.flatMap((event) => (event.type === type ? (event.logprobs ?? []) : []));
  return all.length === 0 ? null : all;
}

function callsOf(events: readonly AnswerEvent[], ids: ResponseIds) {
  const begun = events.flatMap((event) => (event.type === 'callBegins' ? [event] : []));
  return begun.map(({ index, callId, name, legacy }) => {
    const parts = events.filter((event) => event.type === 'callArguments' && event.index === index);
    const text = parts.map((event) => (event.type === 'callArguments' ? event.piece.text : '')).join('');
    return { id: callId(ids), type: 'function', function: { name, arguments: text }, legacy };
  });
}

/** The parts of the speech put together: base64 of whole bytes each, so the bytes are joined, not the texts. */
function audioOf(events: readonly AnswerEvent[]) {
  const deltas = events.flatMap((event) => (event.type === 'audio' ? [event.audio] : []));
  if (deltas.length === 0) return null;
  const bytes = deltas.map(({ data = '' }) => atob(data)).join('');
  const id = deltas.find((delta) => delta.id !== undefined)?.id ?? '';
  const expires_at = deltas.find((delta) => delta.expires_at !== undefined)?.expires_at ?? 0;
  return {
    id,
    expires_at,
    data: btoa(bytes),
    transcript: deltas.map(({ transcript = '' }) => transcript).join(''),
  };
}

function finishOf(events: readonly AnswerEvent[]): FinishReason | null {
  const last = events.findLast((event) => event.type === 'finish');
  return last?.type === 'finish' ? last.reason : null;
}
