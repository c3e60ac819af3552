import { announce, whisper } from '../kit/announce.ts';
import { messageOf } from '../kit/text.ts';
import type { PanelStore } from '../store/store.ts';
import { ChangeTopic } from '../store/topic.ts';
import type { Action } from './actions.ts';
import { type CodedCall, curlLine, type Done, folded, testFile, testLine } from './code.ts';

/** In which language the line of code is. */
export type Language = 'test' | 'curl';

/** What a line of code is shown of; `call` is undefined where there is nothing that could be done. */
type Looked = Pick<Action, 'note'> & { readonly call: CodedCall | undefined };

/** How long a line stays when its control is left, in ms: on the way to the button that copies it. */
const STAYS = 700;

/** Runs actions, and keeps the lines of code that do the same. */
export class Steering {
  /** What was done, the last one last. */
  done: readonly Done[] = [];
  language: Language = 'test';
  readonly topic = new ChangeTopic();
  readonly #store: PanelStore;
  #looked: Looked | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(store: PanelStore) {
    this.#store = store;
  }

  /** The call whose line is shown: of the control that is looked at, or that was used last. */
  get shown(): Looked {
    return this.#looked ?? { call: this.done.at(-1)?.call };
  }

  /** Whether a control is looked at: if it has no line, none is shown. */
  get looking(): boolean {
    return this.#looked !== undefined;
  }

  /** A control is looked at, by a pointer that moves or with the focus: one that comes under a pointer that rests is not. */
  look(looked: Looked | undefined): void {
    this.stay();
    this.#looked = looked ?? { call: undefined };
    this.topic.change();
  }

  /** The line is looked at: it stays. */
  stay(): void {
    clearTimeout(this.#leaving);
  }

  /** The control is looked at no more: the line is again that of what was done last. */
  leave(): void {
    this.stay();
    this.#leaving = setTimeout(() => this.forgetLook(), STAYS);
  }

  forgetLook(): void {
    this.stay();
    this.#looked = undefined;
    this.topic.change();
  }

  /** What a control outside of the bar needs, so that its line is shown while it is looked at. */
  shows(action: Action) {
    const [look, leave] = [() => this.look(action), () => this.leave()];
    return { onPointerMove: look, onFocus: look, onPointerLeave: leave, onBlur: leave };
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

  /** All that was done, a line each; frames that were stepped one after the other are one. */
  get lines(): readonly string[] {
    return folded(this.done).map(({ call }) => this.line(call));
  }

  /** All that was done as a test of Playwright's. */
  get wholeTest(): string {
    return testFile(folded(this.done));
  }

  /** Does it. What goes wrong is said. */
  async run({ call, said, heard, disabled }: Action): Promise<boolean> {
    if (disabled !== undefined) {
      announce(disabled);
      return false;
    }
    const streaming = this.#store.live.length > 0;
    try {
      await this.#store.call(call.route, { ...call.input });
    } catch (error) {
      announce(messageOf(error), 'bad');
      return false;
    }
    this.done = [...this.done, { call, streaming }].slice(-200);
    this.forgetLook();
    void this.#store.refreshSessions();
    if (said !== undefined) announce(said);
    if (heard !== undefined) whisper(heard);
    return true;
  }
}
