import type { ChatEvent } from './events.ts';
import type { Problem } from './problem.ts';
import { endTurn, isRunning, receive, startTurn, type Turn } from './turn.ts';

export type Action =
  | { type: 'asked'; id: number; question: string }
  /** The same question again, in the place of its failed answer. */
  | { type: 'retried'; id: number; question: string }
  | { type: 'received'; id: number; event: ChatEvent }
  /** The stream is over without a word from Meilisearch that it should be. */
  | { type: 'closed'; id: number }
  | { type: 'failed'; id: number; problem: Problem }
  | { type: 'stopped'; id: number }
  | { type: 'cleared' };

export function conversation(turns: Turn[], action: Action): Turn[] {
  switch (action.type) {
    case 'asked':
      return [...turns, startTurn(action.id, action.question)];
    case 'retried':
      return [...turns.slice(0, -1), startTurn(action.id, action.question)];
    case 'received':
      return update(turns, action.id, (turn) => receive(turn, action.event));
    case 'closed':
      return update(turns, action.id, (turn) => endTurn(turn, false));
    case 'failed':
      return update(turns, action.id, (turn) => ({
        ...turn,
        state: { phase: 'failed', problem: action.problem },
      }));
    case 'stopped':
      return update(turns, action.id, (turn) => ({ ...turn, state: { phase: 'stopped' } }));
    case 'cleared':
      return [];
    default:
      return action satisfies never;
  }
}

/** A turn that has ended takes no more events: what was on its way when Stop was pressed comes too late. */
function update(turns: Turn[], id: number, change: (turn: Turn) => Turn): Turn[] {
  return turns.map((turn) => (turn.id === id && isRunning(turn) ? change(turn) : turn));
}
