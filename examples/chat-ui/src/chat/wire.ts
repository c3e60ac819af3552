import * as z from 'zod/mini';
import type { AppendedMessage, ChatEvent } from './events.ts';

const toolCall = z.object({ function: z.object({ name: z.string(), arguments: z.string() }) });

const delta = z.object({
  content: z.nullish(z.string()),
  refusal: z.nullish(z.string()),
  tool_calls: z.nullish(z.array(toolCall)),
});

const chunk = z.object({
  choices: z.array(z.object({ delta, finish_reason: z.nullish(z.string()) })),
});

const errorEvent = z.object({
  type: z.literal('error'),
  error: z.object({ type: z.string(), code: z.nullish(z.string()), message: z.string() }),
});

// Meilisearch sends `function_arguments` and `sources`; its documentation says `function_parameters` and
// `documents`. Both are read, so that neither a release nor a mock that follows the page can surprise us.
const progress = z.object({
  call_id: z.string(),
  function_arguments: z.optional(z.string()),
  function_parameters: z.optional(z.string()),
});

const sources = z.object({
  call_id: z.string(),
  sources: z.optional(z.array(z.record(z.string(), z.unknown()))),
  documents: z.optional(z.array(z.record(z.string(), z.unknown()))),
});

const searchArguments = z.object({
  index_uid: z.string(),
  q: z.nullish(z.string()),
  filter: z.nullish(z.string()),
});

const searchCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const appended = z.discriminatedUnion('role', [
  z.object({ role: z.literal('assistant'), content: z.nullish(z.string()), tool_calls: z.array(searchCall) }),
  z.object({ role: z.literal('tool'), content: z.string(), tool_call_id: z.string() }),
]) satisfies z.ZodMiniType<AppendedMessage>;

/** Translates the data of one server-sent event. One frame can say several things, or (a bare role) nothing. */
export function parseFrame(data: string): ChatEvent[] {
  if (data === '[DONE]') return [{ type: 'done' }];
  const json = parseJson(data);

  const error = errorEvent.safeParse(json);
  if (error.success) {
    const { type: kind, code, message } = error.data.error;
    return [{ type: 'error', kind, code: code ?? null, message }];
  }

  const parsed = chunk.safeParse(json);
  if (!parsed.success) return [{ type: 'unreadable', data }];
  return parsed.data.choices.flatMap(({ delta, finish_reason }) => [
    ...(delta.content ? [{ type: 'text', text: delta.content } as const] : []),
    ...(delta.refusal ? [{ type: 'refusal', text: delta.refusal } as const] : []),
    ...(delta.tool_calls ?? []).map((call) => parseTool(call.function.name, call.function.arguments)),
    ...(finish_reason ? [{ type: 'finish', reason: finish_reason } as const] : []),
  ]);
}

// Each event is a complete call of its own: they all carry `index: 0`, and their arguments are never split over
// chunks. Code that joins the fragments of a call by its index, as OpenAI's protocol asks for, glues them together.
function parseTool(name: string, text: string): ChatEvent {
  const json = parseJson(text);
  const unreadable: ChatEvent = { type: 'unreadable', data: text };
  switch (name) {
    case '_meiliSearchProgress': {
      const call = progress.safeParse(json);
      if (!call.success) return unreadable;
      const { call_id, function_arguments, function_parameters } = call.data;
      // The model wrote these itself. When it wrote nonsense, there still was a search.
      const search = searchArguments.safeParse(parseJson(function_arguments ?? function_parameters ?? ''));
      if (!search.success) return { type: 'search', callId: call_id, index: '', query: '', filter: '' };
      const { index_uid: index, q, filter } = search.data;
      return { type: 'search', callId: call_id, index, query: q ?? '', filter: filter ?? '' };
    }
    case '_meiliSearchSources': {
      const call = sources.safeParse(json);
      if (!call.success) return unreadable;
      const { call_id, sources: found, documents } = call.data;
      return { type: 'sources', callId: call_id, documents: found ?? documents ?? [] };
    }
    case '_meiliAppendConversationMessage': {
      const message = appended.safeParse(json);
      return message.success ? { type: 'append', message: message.data } : unreadable;
    }
    default:
      return unreadable;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
