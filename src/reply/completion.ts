import type { Act, FinishReason } from './acts.ts';
import { type Envelope, type ResponseObject, responseObject, type Usage } from './response-object.ts';
import type { Stamp } from './types.ts';

/** The acts of an answer as one `chat.completion` body: what `stream: false` gets. */
export function completion(
  choices: readonly (readonly Act[])[],
  envelope: Envelope,
  usage: Usage,
): ResponseObject {
  const said = (stamp: Stamp) => choices.map((acts, index) => choiceOf(acts, index, stamp));
  const withIds = choices.flat().some((act) => act.type === 'callBegins');
  return responseObject({
    object: 'chat.completion',
    envelope,
    round: 0,
    choices: withIds ? said : said(NO_STAMP),
    usage,
  });
}

/** For choices that have no ids in them. */
const NO_STAMP: Stamp = { id: () => '', created: () => 0, callId: () => '', uuid: () => '' };

function choiceOf(acts: readonly Act[], index: number, stamp: Stamp) {
  const content = textOf(acts, 'text');
  const refusal = textOf(acts, 'refusal');
  const calls = callsOf(acts, stamp);
  const [legacy] = calls.filter((call) => call.legacy);
  const tools = calls.filter((call) => !call.legacy).map(({ legacy: _, ...call }) => call);
  const contentLogprobs = logprobsOf(acts, 'text');
  const refusalLogprobs = logprobsOf(acts, 'refusal');
  return {
    index,
    message: {
      content,
      refusal,
      tool_calls: tools.length === 0 ? null : tools,
      role: 'assistant',
      function_call: legacy === undefined ? null : legacy.function,
      audio: audioOf(acts),
    },
    finish_reason: finishOf(acts),
    logprobs:
      contentLogprobs === null && refusalLogprobs === null
        ? null
        : { content: contentLogprobs, refusal: refusalLogprobs },
  };
}

function textOf(acts: readonly Act[], type: 'text' | 'refusal'): string | null {
  const pieces = acts.flatMap((act) => (act.type === type ? [act.piece.text] : []));
  if (pieces.length > 0) return pieces.join('');
  // A model that said nothing at all has said the empty text; one that called or refused has no text.
  const nothingElse = acts.every(
    (act) => act.type !== 'refusal' && act.type !== 'callBegins' && act.type !== 'audio',
  );
  return type === 'text' && nothingElse ? '' : null;
}

function logprobsOf(acts: readonly Act[], type: 'text' | 'refusal') {
  const all = acts.flatMap((act) => (act.type === type ? (act.logprobs ?? []) : []));
  return all.length === 0 ? null : all;
}

function callsOf(acts: readonly Act[], stamp: Stamp) {
  const begun = acts.flatMap((act) => (act.type === 'callBegins' ? [act] : []));
  return begun.map(({ index, callId, name, legacy }) => {
    const parts = acts.filter((act) => act.type === 'callArguments' && act.index === index);
    const text = parts.map((act) => (act.type === 'callArguments' ? act.piece.text : '')).join('');
    return { id: callId(stamp), type: 'function', function: { name, arguments: text }, legacy };
  });
}

/** The parts of the speech put together: base64 of whole bytes each, so the bytes are joined, not the texts. */
function audioOf(acts: readonly Act[]) {
  const deltas = acts.flatMap((act) => (act.type === 'audio' ? [act.audio] : []));
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

function finishOf(acts: readonly Act[]): FinishReason | null {
  const last = acts.findLast((act) => act.type === 'finish');
  return last?.type === 'finish' ? last.reason : null;
}
