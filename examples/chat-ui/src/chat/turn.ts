import type { AppendedMessage, ChatEvent, SourceDocument } from './events.ts';
import { CUT_OFF, EMPTY, type Problem } from './problem.ts';

/** A question and its answer so far. */
export interface Turn {
  id: number;
  question: string;
  /** The answer in the order in which it arrived. */
  parts: Part[];
  state: TurnState;
  finishReason: string | null;
  /** The last error in the stream, as long as nothing followed it. */
  lastError: Problem | null;
  /** Frames that could not be read. */
  unreadable: number;
}

export type TurnState =
  | { phase: 'waiting' | 'reading' | 'writing' | 'complete' | 'stopped' }
  | { phase: 'searching'; search: Search }
  | { phase: 'failed'; problem: Problem };

export type Part =
  | { type: 'text'; text: string }
  | { type: 'refusal'; text: string }
  | { type: 'appended'; message: AppendedMessage }
  /** An error that the answer went on after. */
  | { type: 'notice'; message: string }
  | Search;

export interface Search {
  type: 'search';
  callId: string;
  index: string;
  query: string;
  filter: string;
  /** `null` until they arrive. */
  documents: SourceDocument[] | null;
  /** Meilisearch's words, when the search failed. */
  error: string | null;
}

export function startTurn(id: number, question: string): Turn {
  return {
    id,
    question,
    parts: [],
    state: { phase: 'waiting' },
    finishReason: null,
    lastError: null,
    unreadable: 0,
  };
}

export function isRunning({ state: { phase } }: Turn): boolean {
  return phase !== 'complete' && phase !== 'stopped' && phase !== 'failed';
}

/** The turn after one more event. */
export function receive(turn: Turn, event: ChatEvent): Turn {
  switch (event.type) {
    case 'text':
    case 'refusal': {
      const recovered = recover(turn);
      return { ...recovered, parts: appendText(recovered.parts, event), state: { phase: 'writing' } };
    }
    case 'search': {
      const recovered = recover(turn);
      const search: Search = { ...event, documents: null, error: null };
      return { ...recovered, parts: [...recovered.parts, search], state: { phase: 'searching', search } };
    }
    case 'sources':
      return { ...turn, parts: addDocuments(turn.parts, event), state: { phase: 'reading' } };
    case 'append':
      return { ...turn, parts: [...turn.parts, { type: 'appended', message: event.message }] };
    case 'error':
      return receiveError(turn, event);
    case 'finish':
      return { ...recover(turn), finishReason: event.reason };
    case 'unreadable':
      return { ...turn, unreadable: turn.unreadable + 1 };
    case 'done':
      return endTurn(turn, true);
    default:
      return event satisfies never;
  }
}

/** The turn when its stream is over. `whole`: Meilisearch itself said that it was. */
export function endTurn(turn: Turn, whole: boolean): Turn {
  if (!isRunning(turn)) return turn;
  const fail = (problem: Problem): Turn => ({ ...turn, state: { phase: 'failed', problem } });
  if (turn.lastError) return fail(turn.lastError);
  if (!whole && turn.finishReason === null) return fail(CUT_OFF);
  if (!hasAnswer(turn) && turn.finishReason !== 'content_filter') return fail(EMPTY);
  return { ...turn, state: { phase: 'complete' } };
}

export function hasAnswer(turn: Turn): boolean {
  return turn.parts.some((part) => part.type === 'text' || part.type === 'refusal');
}

export function searchesOf(turn: Turn): Search[] {
  return turn.parts.filter((part) => part.type === 'search');
}

function appendText(parts: Part[], { type, text }: { type: 'text' | 'refusal'; text: string }): Part[] {
  const last = parts.at(-1);
  if (last?.type !== type) return [...parts, { type, text }];
  return [...parts.slice(0, -1), { type, text: last.text + text }];
}

function addDocuments(
  parts: Part[],
  { callId, documents }: { callId: string; documents: SourceDocument[] },
): Part[] {
  if (parts.some((part) => part.type === 'search' && part.callId === callId)) {
    return parts.map((part) =>
      part.type === 'search' && part.callId === callId ? { ...part, documents } : part,
    );
  }
  // Sources of a search that was not announced: show them all the same.
  return [...parts, { type: 'search', callId, index: '', query: '', filter: '', documents, error: null }];
}

/** Something followed the last error, so it was not the end. What a search does not show becomes a notice. */
function recover(turn: Turn): Turn {
  if (!turn.lastError) return turn;
  const { message } = turn.lastError;
  const shown = searchesOf(turn).some((search) => search.error === message);
  return {
    ...turn,
    lastError: null,
    parts: shown ? turn.parts : [...turn.parts, { type: 'notice', message }],
  };
}

/** A failed search belongs to the search that still waits; Meilisearch runs one at a time. The answer goes on. */
function receiveError(
  turn: Turn,
  { kind, code, message }: { kind: string; code: string | null; message: string },
): Turn {
  const lastError: Problem = { title: 'The model could not answer.', message, code: code ?? undefined };
  const failed = turn.parts.findLast(
    (part) => part.type === 'search' && part.documents === null && !part.error,
  );
  if (kind !== 'response_error' || !failed) return { ...turn, lastError };
  return {
    ...turn,
    lastError,
    parts: turn.parts.map((part) => (part === failed ? { ...part, error: message } : part)),
    state: { phase: 'reading' },
  };
}
