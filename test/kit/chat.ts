import { type IncomingHttpHeaders, request } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { Violation } from '../../src/plan/prover.ts';

/** The tools by which a client asks Meilisearch to tell of its searches. */
export const MEILI_TOOLS = ['_meiliSearchProgress', '_meiliSearchSources', '_meiliAppendConversationMessage'];

export const declare = (...names: string[]) =>
  names.map((name) => ({ type: 'function' as const, function: { name } }));

/** A chat request: one that every client could send, with what a test changes of it. */
export const chatBody = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'What is there to see?' }],
  ...more,
});

export interface AskOptions {
  readonly workspace?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The headers that each request has. */
export const chatHeaders = { 'content-type': 'application/json', authorization: 'Bearer any' };

/** Asks with `fetch`. A text or bytes go as they are. */
export function ask(url: string, body: unknown, options: AskOptions = {}): Promise<Response> {
  const { workspace = 'main', headers = {}, signal = null } = options;
  return fetch(`${url}/chats/${workspace}/chat/completions`, {
    method: 'POST',
    headers: { ...chatHeaders, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
    signal,
  });
}

/** Whether a client leaves, by what has come. It may take a while to say so. */
export type Enough = (text: string) => boolean | Promise<boolean>;

export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The same, as the pieces in which it came. */
  readonly parts: readonly Buffer[];
  /** Why the connection broke before the body was complete. */
  readonly broken: NodeJS.ErrnoException | undefined;
}

/**
 * Asks with `node:http`, which keeps all that came before a connection broke. When `enough` holds of what
 * has come, the client leaves.
 */
export function readWire(
  url: string,
  body: unknown,
  { workspace = 'main', headers = {}, enough }: AskOptions & { enough?: Enough } = {},
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    // Node may tell of a broken connection on the request as well as on the response.
    let answered = false;
    const sent = request(
      `${url}/chats/${workspace}/chat/completions`,
      { method: 'POST', headers: { ...chatHeaders, ...headers } },
      (res) => {
        answered = true;
        const parts: Buffer[] = [];
        let broken: NodeJS.ErrnoException | undefined;
        res.on('data', (part: Buffer) => {
          parts.push(part);
          const isEnough = Promise.resolve(enough?.(Buffer.concat(parts).toString()));
          void isEnough.then((leaves) => leaves === true && res.destroy());
        });
        res.on('error', (error) => {
          broken = error;
        });
        res.on('close', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            bytes: Buffer.concat(parts),
            parts,
            broken,
          }),
        );
      },
    );
    sent.on('error', (error) => {
      if (!answered) reject(error);
    });
    sent.end(JSON.stringify(body));
  });
}

interface ToolCallDelta {
  readonly index: number;
  readonly id: string | null;
  readonly type: 'function' | null;
  readonly function: { readonly name: string | null; readonly arguments: string | null } | null;
}

/** A chunk as tests look at it. */
export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly service_tier: string | null;
  readonly usage: { readonly [key: string]: unknown; readonly total_tokens: number } | null;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: {
      readonly content: string | null;
      readonly refusal: string | null;
      readonly role: string | null;
      readonly tool_calls: readonly ToolCallDelta[] | null;
      readonly function_call: { readonly name: string | null; readonly arguments: string | null } | null;
      readonly audio?: { readonly id?: string; readonly data?: string; readonly transcript?: string };
    };
    readonly finish_reason: string | null;
    readonly logprobs: {
      readonly content: readonly { token: string; logprob: number; top_logprobs: unknown[] }[] | null;
    } | null;
  }[];
}

export interface ErrorEvent {
  readonly event_id: string;
  readonly type: 'error';
  readonly error: { readonly type: string; readonly code: string | null; readonly message: string };
}

/** What a stream said. */
export interface StreamContent {
  readonly retry: number | undefined;
  readonly chunks: readonly Chunk[];
  readonly errors: readonly ErrorEvent[];
  readonly comments: readonly string[];
  /** How often `[DONE]` came, and whether nothing came after it. */
  readonly done: boolean;
  /** Of the first choice. */
  readonly text: string;
  readonly refusal: string;
  readonly finish: string | null;
  /** Meilisearch's events, in order: the name of the tool and the arguments read as JSON. */
  readonly events: readonly { readonly name: string; readonly value: unknown }[];
  /** Calls of the client's own functions. */
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
}

/** Reads a stream as the server-sent events that it is, with a parser that is not ours. */
export function readStream(text: string): StreamContent {
  const data: string[] = [];
  const comments: string[] = [];
  let retry: number | undefined;
  const parser = createParser({
    onEvent: (event) => data.push(event.data),
    onRetry: (ms) => {
      retry = ms;
    },
    onComment: (comment) => comments.push(comment),
    onError: (error) => {
      throw error;
    },
  });
  parser.feed(text);
  const done = data.indexOf('[DONE]') >= 0 && data.indexOf('[DONE]') === data.length - 1;
  const parsed = data.filter((one) => one !== '[DONE]').map((one) => JSON.parse(one) as Chunk | ErrorEvent);
  const chunks = parsed.filter((one): one is Chunk => 'choices' in one);
  const errors = parsed.filter((one): one is ErrorEvent => !('choices' in one));
  return { retry, chunks, errors, comments, done, ...contentOf(chunks, 0) };
}

/** What one choice of a stream said. */
export function contentOf(chunks: readonly Chunk[], choice: number) {
  const own = chunks.flatMap(({ choices }) => choices.filter(({ index }) => index === choice));
  const deltas = own.map(({ delta }) => delta);
  const calls: { id: string; name: string; arguments: string }[] = [];
  const events: { name: string; value: unknown }[] = [];
  for (const call of deltas.flatMap(({ tool_calls }) => tool_calls ?? [])) {
    const { name, arguments: text } = call.function ?? { name: null, arguments: null };
    if (name?.startsWith('_meili')) events.push({ name, value: JSON.parse(text ?? '') });
    else if (name !== null) calls[call.index] = { id: call.id ?? '', name, arguments: text ?? '' };
    else {
      const known = calls[call.index];
      if (known !== undefined) known.arguments += text ?? '';
    }
  }
  return {
    text: deltas.map(({ content }) => content ?? '').join(''),
    refusal: deltas.map(({ refusal }) => refusal ?? '').join(''),
    finish: own.findLast(({ finish_reason }) => finish_reason !== null)?.finish_reason ?? null,
    events,
    calls,
  };
}

/** Asks for a stream and reads it. */
export async function askStream(url: string, more: Record<string, unknown> = {}, options: AskOptions = {}) {
  const response = await ask(url, chatBody({ stream: true, ...more }), options);
  const wire = await response.text();
  return { response, wire, ...readStream(wire) };
}

/** What Prism found, as the response says it. */
export function violations(response: { readonly headers: Headers }): Violation[] {
  return JSON.parse(response.headers.get('sl-violations') ?? '[]') as Violation[];
}

/** The text that an error has to give the client: message, code, type and link, and nothing else. */
export interface MeiliErrorBody {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly link: string;
}
