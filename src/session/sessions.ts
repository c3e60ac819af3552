import { DEFAULT_SESSION } from './names.ts';
import { Session, type SessionOptions } from './session.ts';

/** The sessions of a simulator, made on first use and forgotten when they are idle. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #idle: number;
  readonly #options: SessionOptions;

  /** @param idle real ms after which a session that is not used is forgotten */
  constructor(idle: number, options: SessionOptions) {
    this.#idle = idle;
    this.#options = options;
  }

  /** In the order of their first use. */
  all(): Session[] {
    return [...this.#all.values()];
  }

  get(name: string): Session {
    // Not the clock of the machine: that one jumps.
    const now = performance.now();
    const session = this.#all.get(name) ?? this.#create(name, now);
    session.touched = now;
    return session;
  }

  #create(name: string, now: number): Session {
    for (const [other, { touched, busy }] of this.#all) {
      if (now - touched > this.#idle && !busy && other !== DEFAULT_SESSION) this.#all.delete(other);
    }
    const session: Session = new Session(name, {
      ...this.#options,
      emit: (event) => {
        const dropped = event.type === 'reset' && name !== DEFAULT_SESSION;
        if (dropped && this.#all.get(name) === session) this.#all.delete(name);
        this.#options.emit(event);
      },
    });
    this.#all.set(name, session);
    return session;
  }
}
