import type { Scenario } from '../scenario/scenario.ts';
import { DEFAULT_SESSION } from './names.ts';
import { Session, type SessionEvent } from './session.ts';

export interface SessionsOptions {
  readonly scenarios: () => readonly Scenario[];
  /** The workspaces that exist; none: all do. */
  readonly workspaces: readonly string[];
  readonly speed: number;
  readonly journalLimit: number;
  /** Real ms after which a session that nobody asks for is forgotten. */
  readonly idle: number;
  readonly emit: (event: SessionEvent) => void;
}

/** The sessions of a simulator, made on first use and forgotten when nobody asks for them. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** In the order of their first use. */
  all(): Session[] {
    return [...this.#all.values()];
  }

  find(name: string): Session | undefined {
    return this.#all.get(name);
  }

  get(name: string): Session {
    const now = Date.now();
    const session = this.#all.get(name) ?? this.#create(name, now);
    session.touched = now;
    return session;
  }

  #create(name: string, now: number): Session {
    for (const [other, { touched, busy }] of this.#all) {
      if (now - touched > this.#options.idle && !busy && other !== DEFAULT_SESSION) this.#all.delete(other);
    }
    const { emit, ...options } = this.#options;
    const session: Session = new Session(name, {
      ...options,
      emit: (event) => {
        const dropped = event.type === 'reset' && name !== DEFAULT_SESSION;
        if (dropped && this.#all.get(name) === session) this.#all.delete(name);
        emit(event);
      },
    });
    this.#all.set(name, session);
    return session;
  }
}
