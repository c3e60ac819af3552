import { useEffect, useReducer, useRef } from 'react';
import { config } from '../config.ts';
import { requestAnswer } from './client.ts';
import { conversation } from './conversation.ts';
import { toMessages } from './history.ts';
import { describeRequestError } from './problem.ts';
import { readChatStream } from './stream.ts';
import { isRunning, type Turn } from './turn.ts';

export interface Chat {
  turns: Turn[];
  /** An answer is on its way. */
  running: boolean;
  send(question: string): void;
  stop(): void;
  /** Asks the last question again. */
  retry(): void;
  clear(): void;
}

/** A conversation with the configured workspace. */
export function useChat(): Chat {
  const [turns, dispatch] = useReducer(conversation, []);
  const request = useRef<AbortController>(null);
  const nextId = useRef(1);
  const last = turns.at(-1);
  const running = last !== undefined && isRunning(last);

  useEffect(() => () => request.current?.abort(), []);

  async function run(id: number, earlier: Turn[], question: string) {
    const controller = new AbortController();
    request.current = controller;
    try {
      const body = await requestAnswer(toMessages(earlier, question), controller.signal);
      try {
        for await (const event of readChatStream(body)) dispatch({ type: 'received', id, event });
      } catch {
        // The connection was lost, or we left. What came stays; `closed` says that the rest is missing.
      }
      dispatch({ type: 'closed', id });
    } catch (error) {
      dispatch({ type: 'failed', id, problem: describeRequestError(error, config.host, Date.now()) });
    }
  }

  return {
    turns,
    running,
    send(question) {
      if (running) return;
      const id = nextId.current++;
      dispatch({ type: 'asked', id, question });
      void run(id, turns, question);
    },
    stop() {
      if (!running) return;
      dispatch({ type: 'stopped', id: last.id });
      request.current?.abort();
    },
    retry() {
      if (!last || running) return;
      const id = nextId.current++;
      dispatch({ type: 'retried', id, question: last.question });
      void run(id, turns.slice(0, -1), last.question);
    },
    clear() {
      dispatch({ type: 'cleared' });
      request.current?.abort();
    },
  };
}
