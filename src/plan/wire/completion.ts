import type { ResponseIds } from '../../playback/item.ts';
import type { Turns } from '../../turns.ts';
import type { AnswerEvent } from '../events.ts';
import type { ChoiceEvents } from '../expand.ts';
import type { AudioDelta } from '../made-up/audio.ts';
import type { TokenLogprob } from '../made-up/logprobs.ts';
import type { ValueOf } from './json-frame.ts';
import { type Envelope, responseObject, type Usage } from './response-object.ts';

/** The events of each choice as one `chat.completion` body: what `stream: false` gets. */
export async function completion(
  choices: readonly ChoiceEvents[],
  { envelope, usage, turns }: { readonly envelope: Envelope; readonly usage: Usage; readonly turns: Turns },
): Promise<ValueOf> {
  const all: ((ids: ResponseIds) => unknown)[] = [];
  for (const [index, { events }] of choices.entries()) {
    const said = await summary(events, turns);
    all.push((ids) => choiceOf(said, index, ids));
  }
  return (ids) => {
    const values = all.map((choice) => choice(ids));
    return responseObject('chat.completion', envelope, 0, ids, { choices: values, usage });
  };
}

/** What is said in a choice. */
interface Said {
  text: string | null;
  refusal: string | null;
  reason: string | null;
  readonly textLogprobs: TokenLogprob[];
  readonly refusalLogprobs: TokenLogprob[];
  readonly audio: AudioDelta[];
  readonly calls: Map<number, Call>;
}

type Call = Pick<Extract<AnswerEvent, { type: 'callBegins' }>, 'callId' | 'name' | 'legacy'> & {
  arguments: string;
};

async function summary(events: readonly AnswerEvent[], turns: Turns): Promise<Said> {
  const said: Said = {
    ...{ text: null, refusal: null, reason: null },
    ...{ textLogprobs: [], refusalLogprobs: [], audio: [], calls: new Map() },
  };
  for (const event of events) {
    add(said, event);
    if (turns.due) await turns.next();
  }
  // A model that said nothing at all has said the empty text; one that called or refused has no text.
  if (said.refusal === null && said.calls.size === 0 && said.audio.length === 0) said.text ??= '';
  return said;
}

function add(said: Said, event: AnswerEvent): void {
  if (event.type === 'text' || event.type === 'refusal') {
    said[event.type] = (said[event.type] ?? '') + event.text;
    if (event.logprobs !== undefined) said[`${event.type}Logprobs`].push(...event.logprobs);
  } else if (event.type === 'audio') {
    said.audio.push(event.audio);
  } else if (event.type === 'callBegins') {
    const { index, callId, name, legacy } = event;
    said.calls.set(index, { callId, name, legacy, arguments: '' });
  } else if (event.type === 'callArguments') {
    const call = said.calls.get(event.index);
    if (call !== undefined) call.arguments += event.text;
  } else if (event.type === 'finish') {
    said.reason = event.reason;
  }
}

function choiceOf(said: Said, index: number, ids: ResponseIds) {
  const calls = [...said.calls.values()].map(({ callId, name, arguments: text, legacy }) => {
    return { id: callId(ids), type: 'function', function: { name, arguments: text }, legacy };
  });
  const legacy = calls.find((call) => call.legacy);
  const tools = calls.filter((call) => !call.legacy).map(({ legacy: _, ...call }) => call);
  const [content, refusal] = [said.textLogprobs, said.refusalLogprobs].map((all) =>
    all.length === 0 ? null : all,
  );
  return {
    index,
    message: {
      content: said.text,
      refusal: said.refusal,
      tool_calls: tools.length === 0 ? null : tools,
      role: 'assistant',
      function_call: legacy?.function ?? null,
      audio: audioOf(said.audio),
    },
    finish_reason: said.reason,
    logprobs: content === null && refusal === null ? null : { content, refusal },
  };
}

/** The parts of the speech put together: base64 of whole bytes each, so the bytes are joined, not the texts. */
function audioOf(deltas: readonly AudioDelta[]) {
  if (deltas.length === 0) return null;
  const { id = '', expires_at = 0 }: AudioDelta = Object.assign({}, ...deltas);
  const bytes = deltas.map(({ data = '' }) => atob(data)).join('');
  const transcript = deltas.map((delta) => delta.transcript ?? '').join('');
  return { id, expires_at, data: btoa(bytes), transcript };
}
