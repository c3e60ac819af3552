import { announce, whisper } from '../kit/announce.ts';
import { messageOf } from '../kit/text.ts';
import type { PanelStore } from '../store/store.ts';
import { ChangeTopic } from '../store/topic.ts';
import type { Action } from './actions.ts';
import { CALLS, type CodedCall, curlLine, curlScript, folded, testFile, testLine } from './code.ts';
import { type Done, storeDone, storedDone } from './done.ts';
import { type Looked, Looks } from './looks.ts';

/** In which language the line of code is. */
export type Language = 'test' | 'curl';

/** Runs actions, and keeps the lines of code that do the same. */
export class Steering {
  language: Language = 'test';
  readonly topic = new ChangeTopic();
  readonly looks = new Looks(
    () => this.topic.change(),
    () => this.#last !== undefined,
  );
  readonly #store: PanelStore;
  /** What was done, by session. */
  readonly #done = new Map<string, readonly Done[]>();
  /** A reset: it is done, and ends what was done. */
  #reset: { readonly session: string; readonly done: Done } | undefined;

  constructor(store: PanelStore) {
    this.#store = store;
  }

  /** What was done in the session, the last one last. */
  get done(): readonly Done[] {
    const { session } = this.#store;
    const all = this.#done.get(session) ?? storedDone(session);
    this.#done.set(session, all);
    return all;
  }

  get #last(): Done | undefined {
    const reset = this.#reset?.session === this.#store.session ? this.#reset.done : undefined;
    return this.done.at(-1) ?? reset;
  }

  /** The control whose line is shown: the one that is looked at, or that was used last. */
  get shown(): Looked {
    return this.looks.looked ?? this.#last ?? {};
  }

  /** Whether a control is looked at: if it has no line, none is shown. */
  get looking(): boolean {
    return this.looks.looked !== undefined;
  }

  speak(language: Language): void {
    this.language = language;
    this.topic.change();
  }

  forget(): void {
    this.#reset = undefined;
    this.#keep([]);
  }

  line(call: CodedCall): string {
    return this.language === 'test' ? testLine(call) : curlLine(call, ...this.#place);
  }

  /** How many lines of code do all that was done. */
  get count(): number {
    return folded(this.done).length;
  }

  /** All that was done, a line each; frames that were stepped one after the other are one. */
  get script(): string {
    const steps = folded(this.done);
    if (this.language === 'curl') return curlScript(steps, ...this.#place);
    return steps.map(({ call }) => testLine(call)).join('\n');
  }

  /** All that was done as a test of Playwright's. */
  get wholeTest(): string {
    return testFile(folded(this.done));
  }

  get #place(): readonly [url: string, session: string] {
    return [this.#store.transport.url ?? 'http://localhost:7700', this.#store.session];
  }

  #keep(all: readonly Done[]): void {
    const { session } = this.#store;
    this.#done.set(session, storeDone(session, all));
    this.topic.change();
  }

  /** Does it. What goes wrong is said. */
  async run({ label, call, said, heard, disabled }: Action): Promise<boolean> {
    if (disabled !== undefined) {
      announce(disabled);
      return false;
    }
    const { session, live } = this.#store;
    const done: Done = { label, call, streaming: live.length > 0 };
    try {
      await this.#store.call(call.route, { ...call.input });
    } catch (error) {
      announce(messageOf(error), 'bad');
      return false;
    }
    const isReset = call.method === CALLS.reset().method;
    this.#reset = isReset ? { session, done } : undefined;
    this.#keep(isReset ? [] : [...this.done, done]);
    this.looks.settle();
    void this.#store.refreshSessions();
    if (said !== undefined) announce(said);
    if (heard !== undefined) whisper(heard);
    return true;
  }
}
