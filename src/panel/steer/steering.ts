import { announce } from '../kit/announce.ts';
import { messageOf } from '../kit/text.ts';
import type { PanelStore } from '../store/store.ts';
import { ChangeTopic } from '../store/topic.ts';
import type { Action } from './actions.ts';
import { type CodedCall, curlLine, testLine } from './code.ts';

/** In which language the line of code is. */
export type Language = 'test' | 'curl';

/** Runs actions, and keeps the lines of code that do the same. */
export class Steering {
  /** What was done, the last one last. */
  done: readonly CodedCall[] = [];
  language: Language = 'test';
  readonly topic = new ChangeTopic();
  readonly #store: PanelStore;
  #looked: CodedCall | undefined;

  constructor(store: PanelStore) {
    this.#store = store;
  }

  /** The call whose line is shown: of the control that is looked at, or that was used last. */
  get shown(): CodedCall | undefined {
    return this.#looked ?? this.done.at(-1);
  }

  /** A control is looked at, by the pointer or with the focus: its line stays, so that it can be copied. */
  look(call: CodedCall): void {
    this.#looked = call;
    this.topic.change();
  }

  speak(language: Language): void {
    this.language = language;
    this.topic.change();
  }

  forget(): void {
    this.done = [];
    this.topic.change();
  }

  line(call: CodedCall): string {
    if (this.language === 'test') return testLine(call);
    return curlLine(call, this.#store.transport.url ?? 'http://localhost:7700', this.#store.session);
  }

  /** Does it. What goes wrong is said. */
  async run({ call, label, said, disabled }: Action): Promise<boolean> {
    if (disabled !== undefined) {
      announce(`${label}: ${disabled}.`, 'bad');
      return false;
    }
    try {
      await this.#store.call(call.route, { ...call.input });
      this.done = [...this.done, call].slice(-50);
      this.#looked = undefined;
      this.topic.change();
      void this.#store.refreshSessions();
      announce(said ?? `${label}: done.`, said === undefined ? 'quiet' : 'normal');
      return true;
    } catch (error) {
      announce(messageOf(error), 'bad');
      return false;
    }
  }
}
