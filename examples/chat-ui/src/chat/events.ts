/** What can arrive in an answer, in the terms of this app instead of the wire's. */
export type ChatEvent =
  | { type: 'text'; text: string }
  | { type: 'refusal'; text: string }
  | { type: 'search'; callId: string; index: string; query: string; filter: string }
  | { type: 'sources'; callId: string; documents: SourceDocument[] }
  | { type: 'append'; message: AppendedMessage }
  | { type: 'error'; kind: string; code: string | null; message: string }
  | { type: 'finish'; reason: string }
  | { type: 'done' }
  /** A frame that is no JSON, or not of a known form. The rest of the answer is not lost for it. */
  | { type: 'unreadable'; data: string };

export type SourceDocument = Record<string, unknown>;

/** A message that the next request must repeat, so that the model remembers what it searched and found. */
export type AppendedMessage =
  | {
      role: 'assistant';
      content?: string | null | undefined;
      tool_calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
    }
  | { role: 'tool'; content: string; tool_call_id: string };
