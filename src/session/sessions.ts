import { timers } from '../timers.ts';
import { MemoryBudget } from './memory-budget.ts';
import { DEFAULT_SESSION } from './names.ts';
import { Session, type SessionOptions } from './session.ts';

/** The sessions of a simulator, made on first use; idle ones are forgotten after some time, or when memory is short. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #idle: number;
  readonly #options: SessionOptions;
  readonly #budget: MemoryBudget;

  /** @param idle real ms after which a session that is not used is forgotten */
  constructor(idle: number, options: SessionOptions) {
    this.#idle = idle;
    this.#options = options;
    this.#budget = options.budget ?? new MemoryBudget();
    this.#budget.onLastResort(() => this.#dropOldest());
  }

  /** In the order of their first use. */
  all(): Session[] {
    return [...this.#all.values()];
  }

  get(name: string): Session {
    // Not the clock of the machine: that one jumps.
    const now = timers.now();
    const session = this.#all.get(name) ?? this.#create(name, now);
    session.touched = now;
    return session;
  }

  #create(name: string, now: number): Session {
    for (const session of this.#all.values()) {
      const { touched, busy } = session;
      if (now - touched > this.#idle && !busy && session.name !== DEFAULT_SESSION) this.#drop(session);
    }
    this.#budget.relieve();
    const session: Session = new Session(name, {
      ...this.#options,
      budget: this.#budget,
      emit: (event) => {
        const reset = event.type === 'reset' && name !== DEFAULT_SESSION;
        if (reset && this.#all.get(name) === session) this.#drop(session);
        this.#options.emit(event);
      },
    });
    this.#all.set(name, session);
    return session;
  }

  #drop(session: Session): void {
    this.#all.delete(session.name);
    session.close();
  }

  /** Forgets the idle session that has not been used for the longest time. Returns false when there is none. */
  #dropOldest(): boolean {
    const idle = this.all().filter((session) => session.idle && session.name !== DEFAULT_SESSION);
    const [first, ...others] = idle;
    if (first === undefined) return false;
    this.#drop(others.reduce((oldest, one) => (one.touched < oldest.touched ? one : oldest), first));
    return true;
  }
}
