import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { jsonSchema, type LanguageModel, type ModelMessage, streamText, type ToolSet } from 'ai';
import { Meilisearch } from 'meilisearch';
import OpenAI from 'openai';
import { ask, type Chunk, chatBody, contentOf, declare, MEILI_TOOLS, readStream } from '../kit/chat.ts';

/** A call of one of the client's own functions, as the client sees it. */
export interface SeenCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** What a client made of one response. */
export interface Seen {
  readonly text: string;
  readonly refusal: string;
  readonly finish: string | null | undefined;
  /** Meilisearch's events, in the order in which the client told of them. */
  readonly events: readonly { readonly name: string; readonly value: unknown }[];
  readonly calls: readonly SeenCall[];
  /** In the words of the client: which class, and what it says of it. */
  readonly error: Record<string, unknown> | undefined;
}

export type Message =
  | { readonly role: 'user' | 'assistant'; readonly content: string }
  | { readonly role: 'assistant'; readonly calls: readonly SeenCall[] }
  | { readonly role: 'tool'; readonly call: SeenCall; readonly content: string };

export interface Question {
  /** The base URL of the mock. */
  readonly url: string;
  readonly scenario: string;
  readonly messages: readonly Message[];
  /** The client's own functions, beside Meilisearch's tools. */
  readonly functions: readonly string[];
  readonly signal: AbortSignal;
  /** Told the whole text whenever it grows. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** A client of the mock, as an app would use it. */
export interface Client {
  readonly name: string;
  ask(question: Question): Promise<Seen>;
}

const toolNames = ({ functions }: Question) => [...MEILI_TOOLS, ...functions];
const headersOf = ({ scenario }: Question) => ({ 'x-mock-scenario': scenario });

function bodyOf(question: Question): Record<string, unknown> {
  const messages = question.messages.map((message) => {
    if ('calls' in message)
      return { role: 'assistant', content: null, tool_calls: message.calls.map(toolCallOf) };
    if ('call' in message) return { role: 'tool', content: message.content, tool_call_id: message.call.id };
    return message;
  });
  return chatBody({ stream: true, messages, tools: declare(...toolNames(question)) });
}

const toolCallOf = ({ id, name, arguments: value }: SeenCall) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(value) },
});

/** Reads a body's bytes as an app does that parses by itself; keeps what came before an error. */
async function readBytes(stream: ReadableStream<Uint8Array>, question: Question): Promise<Seen> {
  const decoder = new TextDecoder();
  let wire = '';
  let error: Record<string, unknown> | undefined;
  const reader = stream.getReader();
  // No text: what waits for bytes must not wait for ever.
  const leave = () => void reader.cancel().catch(() => undefined);
  question.signal.addEventListener('abort', leave);
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      wire += decoder.decode(next.value, { stream: true });
      question.onText?.(readStream(wire).text);
    }
  } catch (thrown) {
    error = wordsOf(thrown);
  }
  const { text, refusal, finish, events, calls, errors } = readStream(wire);
  const [event] = errors;
  return {
    text,
    refusal,
    finish,
    events,
    calls: calls.map((call) => ({ ...call, arguments: JSON.parse(call.arguments) })),
    error:
      error ?? (event && { event: event.error.type, code: event.error.code, message: event.error.message }),
  };
}

const nothing: Seen = { text: '', refusal: '', finish: undefined, events: [], calls: [], error: undefined };

/** Whatever an error says of itself in fields that apps look at. */
function wordsOf(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { thrown };
  const { status, statusCode, code, cause } = thrown as Error & Record<string, unknown>;
  const known = Object.entries({ status, statusCode, code }).filter(([, value]) => value !== undefined);
  const deeper =
    cause instanceof Error
      ? (cause as Error & { code?: unknown }).code
      : (cause as { code?: unknown } | undefined)?.code;
  return {
    // Some set a name, some have a class of their own, and one is minified.
    class: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
    message: thrown.message,
    ...Object.fromEntries(known),
    ...(deeper === undefined ? {} : { cause: deeper }),
  };
}

const fetchClient: Client = {
  name: 'fetch',
  async ask(question) {
    const response = await ask(question.url, bodyOf(question), { headers: headersOf(question) });
    if (response.status !== 200 || response.body === null) {
      const { code } = (await response.json()) as { code: string };
      return { ...nothing, error: { status: response.status, code } };
    }
    return readBytes(response.body, question);
  },
};

const meilisearch: Client = {
  name: 'meilisearch',
  async ask(question) {
    const client = new Meilisearch({
      host: question.url,
      apiKey: 'any',
      requestInit: { headers: headersOf(question) },
    });
    try {
      // Its type of a request knows neither tools nor the messages of tools; it sends them all the same.
      const stream = await client.chat('main').streamCompletion(bodyOf(question) as never);
      return await readBytes(stream, question);
    } catch (error) {
      return { ...nothing, error: wordsOf(error) };
    }
  },
};

function openaiOf(question: Question): OpenAI {
  return new OpenAI({
    baseURL: `${question.url}/chats/main`,
    apiKey: 'any',
    // By default it sends a request again that got a 5xx, after a pause.
    maxRetries: 0,
    defaultHeaders: headersOf(question),
  });
}

const openai: Client = {
  name: 'openai',
  async ask(question) {
    const chunks: Chunk[] = [];
    let error: Record<string, unknown> | undefined;
    try {
      const stream = await openaiOf(question).chat.completions.create(
        bodyOf(question) as unknown as OpenAI.Chat.ChatCompletionCreateParamsStreaming,
        { signal: question.signal },
      );
      for await (const chunk of stream) {
        chunks.push(chunk as unknown as Chunk);
        question.onText?.(contentOf(chunks, 0).text);
      }
    } catch (thrown) {
      error = wordsOf(thrown);
    }
    const { calls, ...seen } = contentOf(chunks, 0);
    return {
      ...seen,
      calls: calls.map((call) => ({ ...call, arguments: JSON.parse(call.arguments) })),
      error,
    };
  },
};

/** The helper that puts a message together. It adds up calls by index, so Meilisearch's tools are not declared. */
const openaiHelper: Client = {
  name: 'openai .stream()',
  async ask(question) {
    const { tools: _, ...body } = bodyOf(question);
    const tools = question.functions.length === 0 ? {} : { tools: declare(...question.functions) };
    let text = '';
    const stream = openaiOf(question).chat.completions.stream(
      { ...body, ...tools } as unknown as Parameters<OpenAI['chat']['completions']['stream']>[0],
      { signal: question.signal },
    );
    stream.on('content', (_delta, snapshot) => {
      text = snapshot;
      question.onText?.(snapshot);
    });
    try {
      const { choices } = await stream.finalChatCompletion();
      const [choice] = choices;
      const calls = (choice?.message.tool_calls ?? []).flatMap((call) =>
        call.type === 'function'
          ? [
              {
                id: call.id,
                name: call.function.name,
                arguments: JSON.parse(call.function.arguments) as unknown,
              },
            ]
          : [],
      );
      return {
        ...nothing,
        text: choice?.message.content ?? '',
        refusal: choice?.message.refusal ?? '',
        finish: choice?.finish_reason,
        calls,
      };
    } catch (thrown) {
      return { ...nothing, text, error: wordsOf(thrown) };
    }
  },
};

function aiMessages(messages: readonly Message[]): ModelMessage[] {
  return messages.map((message): ModelMessage => {
    if ('calls' in message) {
      return {
        role: 'assistant',
        content: message.calls.map(({ id, name, arguments: input }) => ({
          type: 'tool-call',
          toolCallId: id,
          toolName: name,
          input,
        })),
      };
    }
    if ('call' in message) {
      const { id, name } = message.call;
      const output = { type: 'text', value: message.content } as const;
      return { role: 'tool', content: [{ type: 'tool-result', toolCallId: id, toolName: name, output }] };
    }
    return message;
  });
}

async function askAi(model: LanguageModel, question: Question): Promise<Seen> {
  const any: ToolSet[string] = { inputSchema: jsonSchema({ type: 'object' }) };
  const tools: ToolSet = Object.fromEntries(toolNames(question).map((name) => [name, any]));
  let text = '';
  let finish: string | undefined;
  let error: Record<string, unknown> | undefined;
  const all: SeenCall[] = [];
  const { fullStream } = streamText({
    model,
    messages: aiMessages(question.messages),
    tools,
    maxRetries: 0,
    abortSignal: question.signal,
    onError: () => undefined,
  });
  try {
    for await (const part of fullStream) {
      if (part.type === 'text-delta') {
        text += part.text;
        question.onText?.(text);
      } else if (part.type === 'tool-call') {
        all.push({ id: part.toolCallId, name: part.toolName, arguments: part.input });
      } else if (part.type === 'error') {
        error ??= part.error instanceof Error ? wordsOf(part.error) : { event: part.error };
      } else if (part.type === 'abort') {
        error ??= { aborted: true };
      } else if (part.type === 'finish') {
        finish = part.finishReason;
      }
    }
  } catch (thrown) {
    error ??= wordsOf(thrown);
  }
  const events = all.filter(({ name }) => name.startsWith('_meili'));
  return {
    text,
    refusal: '',
    finish,
    events: events.map(({ name, arguments: value }) => ({ name, value })),
    calls: all.filter((call) => !events.includes(call)),
    error,
  };
}

const aiOpenai: Client = {
  name: 'ai, @ai-sdk/openai .chat()',
  ask(question) {
    const baseURL = `${question.url}/chats/main`;
    const provider = createOpenAI({ baseURL, apiKey: 'any', headers: headersOf(question) });
    return askAi(provider.chat('gpt-4o'), question);
  },
};

const aiCompatible: Client = {
  name: 'ai, @ai-sdk/openai-compatible',
  ask(question) {
    const baseURL = `${question.url}/chats/main`;
    const provider = createOpenAICompatible({
      name: 'meilisearch',
      baseURL,
      apiKey: 'any',
      headers: headersOf(question),
    });
    return askAi(provider.chatModel('gpt-4o'), question);
  },
};

export const CLIENTS: readonly Client[] = [
  fetchClient,
  meilisearch,
  openai,
  openaiHelper,
  aiOpenai,
  aiCompatible,
];
