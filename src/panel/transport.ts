import type { SimulatorEvent } from '../simulator/simulator.ts';

/** What the panel is told: what happens in the mock, and whether the mock is there. */
export type PanelEvent = SimulatorEvent | { readonly type: 'connection'; readonly open: boolean };

/** A chat request to try. */
export interface ChatToTry {
  readonly workspace: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  readonly signal: AbortSignal;
}

/** How the panel reaches its mock: HTTP in the server's page, a channel where it is docked. */
export interface PanelTransport {
  /** Runs a verb of the control table by its route: `call('POST /clock/next', { count: 1 })`. Rejects with a ChatMockError. */
  call(route: string, input?: Record<string, unknown>): Promise<unknown>;
  /** Every event of all sessions, until the returned function is called. */
  watch(listener: (event: PanelEvent) => void): () => void;
  /** The same mock, another session of it. Undefined: there is only this one. */
  readonly session?: (name: string) => PanelTransport;
  /** Sends a chat request as a client does. Undefined: nothing can be tried from here. */
  readonly ask?: (chat: ChatToTry) => Promise<Response>;
  /** The URL of the mock, for the lines of code; without a session. */
  readonly url?: string;
}
