import type { ChatMock } from '../../control/chat-mock.ts';
import type { VerbInput } from '../../control/verb.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';

/** The mock of one story, in the page or on a server. */
export interface StoryMock {
  readonly chat: ChatMock;
  /** Answers a chat request of the page. Rejects as `fetch` does. */
  answer(request: Request): Promise<Response>;
  /** Runs a verb of the control table by its route: `POST /clock/next`. Rejects with a `ChatMockError`. */
  call(route: string, input?: VerbInput): Promise<unknown>;
  /** Tells what happens, until the returned function is called. */
  watch(listener: (event: SimulatorEvent) => void): () => void;
  /** Ends its streams; nothing is answered any more. */
  end(): Promise<void>;
}

/** What a story's mock is made of. */
export interface StoryMockOptions {
  readonly seed: number;
}
