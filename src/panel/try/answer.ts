import { createParser } from 'eventsource-parser';

/** A search that an answer tells of. */
export interface Search {
  readonly callId: string;
  readonly index: string;
  readonly q: string;
  readonly filter: string;
  /** Undefined while it is on its way. */
  sources: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** An answer while it streams. */
export interface TriedAnswer {
  status: number | undefined;
  scenario: string | null;
  warning: string | null;
  text: string;
  refusal: string;
  searches: Search[];
  calls: { name: string; arguments: string }[];
  errors: string[];
  finish: string | undefined;
  over: boolean;
}

export function newAnswer(): TriedAnswer {
  return {
    ...{ status: undefined, scenario: null, warning: null, text: '', refusal: '', searches: [], calls: [] },
    ...{ errors: [], finish: undefined, over: false },
  };
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: Delta;
    readonly message?: Delta;
    readonly finish_reason?: string | null;
  }[];
  readonly error?: { readonly message?: string; readonly code?: string | null };
  readonly message?: string;
  readonly code?: string;
}

interface Delta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  readonly tool_calls?:
    | readonly { readonly function: { readonly name: string | null; readonly arguments: string | null } }[]
    | null;
}

/** Reads a response into an answer, and tells of each change. Throws what breaks the connection. */
export async function readAnswer(
  response: Response,
  answer: TriedAnswer,
  changed: () => void,
): Promise<void> {
  answer.status = response.status;
  answer.scenario = response.headers.get('x-mock-scenario');
  answer.warning = response.headers.get('x-mock-warning');
  changed();
  if (!response.headers.get('content-type')?.includes('event-stream')) {
    take(jsonOf(await response.text()) ?? {}, answer);
    changed();
    return;
  }
  const parser = createParser({
    onEvent({ data }) {
      const chunk = jsonOf(data);
      if (chunk !== undefined) take(chunk, answer);
      changed();
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
}

function take({ choices = [], error, message, code }: Chunk, answer: TriedAnswer): void {
  if (error !== undefined)
    answer.errors.push(`${error.message ?? 'An error'}${error.code ? ` (${error.code})` : ''}`);
  else if (message !== undefined) answer.errors.push(`${message}${code === undefined ? '' : ` (${code})`}`);
  const [choice] = choices;
  const { content, refusal, tool_calls: calls } = choice?.delta ?? choice?.message ?? {};
  answer.text += content ?? '';
  answer.refusal += refusal ?? '';
  for (const { function: call } of calls ?? []) takeCall(call.name, call.arguments ?? '', answer);
  answer.finish = choice?.finish_reason ?? answer.finish;
}

function takeCall(name: string | null, text: string, answer: TriedAnswer): void {
  if (name === '_meiliSearchProgress') {
    const { call_id: callId = '', function_arguments: asked = '' } = recordOf(text);
    const { index_uid: index = '', q = '', filter = '' } = recordOf(String(asked));
    answer.searches.push({
      callId: String(callId),
      index: String(index),
      q: String(q),
      filter: String(filter),
      sources: undefined,
    });
  } else if (name === '_meiliSearchSources') {
    const { call_id: callId, sources } = recordOf(text);
    const search = answer.searches.find((one) => one.callId === callId) ?? answer.searches.at(-1);
    if (search !== undefined) search.sources = Array.isArray(sources) ? sources : [];
  } else if (name === null) {
    const last = answer.calls.at(-1);
    if (last !== undefined) last.arguments += text;
  } else if (!name.startsWith('_meili')) {
    answer.calls.push({ name, arguments: text });
  }
}

function recordOf(text: string): Record<string, unknown> {
  return (jsonOf(text) ?? {}) as Record<string, unknown>;
}

function jsonOf(text: string): Chunk | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
