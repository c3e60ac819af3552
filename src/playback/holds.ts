import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { beginWait, type Timed, within } from './waiting.ts';

/** The holds of one session: streams wait at them until they are released by name. */
export class Holds {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #changed = new Set<() => void>();
  readonly #known: () => ReadonlySet<string>;
  readonly #saw: () => string;

  /**
   * @param known names that a script of this session can come to
   * @param saw what the session's streams are doing, for error messages
   */
  constructor(known: () => ReadonlySet<string>, saw: () => string) {
    this.#known = known;
    this.#saw = saw;
  }

  /** The names at which streams wait now. */
  names(): string[] {
    return [...this.#waiting.keys()];
  }

  /**
   * Resolves when a stream waits at this hold.
   *
   * @throws ChatMockError `unknown-name` when no scenario has it, `timeout`
   */
  async reached(name: string, options: Timed = {}): Promise<void> {
    const known = [...this.#known()];
    if (!known.includes(name) && !this.#waiting.has(name)) {
      const names = known.length === 0 ? 'No scenario has one.' : `The holds are: ${known.join(', ')}.`;
      const hint = `${didYouMean(name, known)} ${names}`.trim();
      throw new ChatMockError('unknown-name', `There is no hold "${name}".`, { hint });
    }
    await within(beginWait(options), {
      condition: () => this.#waiting.has(name),
      wanted: () => `a stream to come to the hold "${name}"`,
      saw: this.#saw,
      watch: (listener) => {
        this.#changed.add(listener);
        return () => this.#changed.delete(listener);
      },
    });
  }

  /** Lets every stream at this hold go on; waits for one to come there first. */
  async release(name: string, options: Timed = {}): Promise<void> {
    await this.reached(name, options);
    for (const resume of [...(this.#waiting.get(name) ?? [])]) resume();
  }

  /** A stream has come to a hold. Returns what to call when it leaves it, released or not. */
  wait(name: string, resume: () => void): () => void {
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(resume));
    for (const listener of [...this.#changed]) listener();
    return () => {
      waiting.delete(resume);
      if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name);
    };
  }
}
