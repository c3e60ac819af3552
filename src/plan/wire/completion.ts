import type { ResponseIds } from '../../playback/item.ts';
import type { AnswerEvent } from '../events.ts';
import type { ChoiceEvents } from '../expand.ts';
import type { AudioDelta } from '../made-up/audio.ts';
import type { ValueOf } from './json-frame.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';

/** The events of each choice as one `chat.completion` body: what `stream: false` gets. */
export function completion(choices: readonly ChoiceEvents[], envelope: Envelope, usage: Usage): ValueOf {
  return (ids) =>
    responseObject('chat.completion', envelope, 0, ids, {
      choices: choices.map(({ events }, index) => choiceOf(events, index, ids)),
      usage,
    });
}

function choiceOf(events: readonly AnswerEvent[], index: number, ids: ResponseIds) {
  const calls = callsOf(events, ids);
  const legacy = calls.find((call) => call.legacy);
  const tools = calls.filter((call) => !call.legacy).map(({ legacy: _, ...call }) => call);
  const finish = events.findLast((event) => event.type === 'finish');
  return {
    index,
    message: {
      content: textOf(events, 'text'),
      refusal: textOf(events, 'refusal'),
      tool_calls: tools.length === 0 ? null : tools,
      role: 'assistant',
      function_call: legacy?.function ?? null,
      audio: audioOf(events),
    },
    finish_reason: finish?.reason ?? null,
    logprobs: logprobsOf(events),
  };
}

function textOf(events: readonly AnswerEvent[], type: 'text' | 'refusal'): string | null {
  const pieces = events.flatMap((event) => (event.type === type ? [event.text] : []));
  if (pieces.length > 0) return pieces.join('');
  // A model that said nothing at all has said the empty text; one that called or refused has no text.
  const nothingElse = events.every(
    (event) => event.type !== 'refusal' && event.type !== 'callBegins' && event.type !== 'audio',
  );
  return type === 'text' && nothingElse ? '' : null;
}

function logprobsOf(events: readonly AnswerEvent[]) {
  const [content, refusal] = (['text', 'refusal'] as const).map((type) => {
    const all = events.flatMap((event) => (event.type === type ? (event.logprobs ?? []) : []));
    return all.length === 0 ? null : all;
  });
  return content === null && refusal === null ? null : { content, refusal };
}

function callsOf(events: readonly AnswerEvent[], ids: ResponseIds) {
  const parts = events.filter((event) => event.type === 'callArguments');
  const begun = events.filter((event) => event.type === 'callBegins');
  return begun.map(({ index, callId, name, legacy }) => {
    const own = parts.filter((part) => part.index === index);
    const text = own.map((part) => part.text).join('');
    return { id: callId(ids), type: 'function', function: { name, arguments: text }, legacy };
  });
}

/** The parts of the speech put together: base64 of whole bytes each, so the bytes are joined, not the texts. */
function audioOf(events: readonly AnswerEvent[]) {
  const deltas = events.flatMap((event) => (event.type === 'audio' ? [event.audio] : []));
  if (deltas.length === 0) return null;
  const { id = '', expires_at = 0 }: AudioDelta = Object.assign({}, ...deltas);
  const bytes = deltas.map(({ data = '' }) => atob(data)).join('');
  const transcript = deltas.map((delta) => delta.transcript ?? '').join('');
  return { id, expires_at, data: btoa(bytes), transcript };
}
