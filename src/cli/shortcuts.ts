import type { ScreenLog } from './log.ts';
import { type Key, Picker, type PickerEntry } from './picker.ts';

/** What the keys drive. */
export interface Controls {
  /** What can be picked. */
  entries(): readonly PickerEntry[];
  /** The scenario that answers whatever is asked. */
  used(): string | undefined;
  use(name: string | undefined): Promise<void>;
  /** Whether time stands. */
  paused(): boolean;
  pause(): void;
  resume(): void;
  /** How many streams are open. */
  streams(): number;
  reload(): Promise<void>;
  quit(): void;
  suspend(): Promise<void>;
}

export const SHORTCUTS = [
  ['h', 'this help'],
  ['r', 'reload the scenario files'],
  ['s', 'pick the scenario that answers'],
  ['p', 'pause, or go on'],
  ['q', 'quit (also Ctrl-C)'],
] as const;

/** What the keys do. Knows no terminal: it is given keys, and speaks through the log. */
export class Shortcuts {
  readonly #controls: Controls;
  readonly #log: ScreenLog;
  readonly #size: () => { columns: number; rows: number };
  #picker: Picker | undefined;

  constructor(controls: Controls, log: ScreenLog, size: () => { columns: number; rows: number }) {
    this.#controls = controls;
    this.#log = log;
    this.#size = size;
  }

  /** Carries out one key. Rejects never: what goes wrong is said in the log. */
  async press(key: Key): Promise<void> {
    try {
      if (key.ctrl === true) await this.#control(key);
      else if (this.#picker === undefined) await this.#command(key);
      else await this.#pick(this.#picker, key);
    } catch (error) {
      this.#log.say('error', error instanceof Error ? error.message : String(error));
    }
  }

  /** Puts away what is drawn. */
  close(): void {
    this.#picker = undefined;
    this.#log.overlay(undefined);
  }

  async #control(key: Key): Promise<void> {
    if (key.name === 'c' || key.name === 'd') {
      this.close();
      this.#controls.quit();
    } else if (key.name === 'z') {
      this.close();
      await this.#controls.suspend();
    } else if (this.#picker !== undefined) {
      await this.#pick(this.#picker, key);
    }
  }

  async #command({ name, sequence }: Key): Promise<void> {
    switch (name ?? sequence) {
      case 'h':
      case '?':
        this.#help();
        break;
      case 'r':
        await this.#controls.reload();
        break;
      case 's':
        this.#openPicker();
        break;
      case 'p':
        this.#togglePause();
        break;
      case 'q':
        this.#controls.quit();
        break;
      case 'return':
      case 'enter':
        // People part the lines of a log with it.
        this.#log.notice('');
        break;
      default:
    }
  }

  #help(): void {
    const { style } = this.#log;
    const used = this.#controls.used();
    const now = [
      used === undefined ? 'scenarios answer what they match' : `${used} answers, whatever is asked`,
      this.#controls.paused() ? 'time stands' : 'time runs',
    ];
    this.#log.notice(
      '',
      ...SHORTCUTS.map(([key, says]) => `  ${style('bold', key)}  ${says}`),
      '',
      `  ${style('dim', `Now: ${now.join(', ')}.`)}`,
      '',
    );
  }

  #togglePause(): void {
    const { style } = this.#log;
    if (this.#controls.paused()) {
      this.#controls.resume();
      this.#log.notice(`${style('green', '▶')} time runs again`);
      return;
    }
    this.#controls.pause();
    const streams = this.#controls.streams();
    const open =
      streams === 0 ? 'streams to come' : streams === 1 ? 'the open stream' : `${streams} open streams`;
    this.#log.notice(`${style('yellow', '⏸')} time stands for ${open}; ${style('bold', 'p')} to go on`);
  }

  #openPicker(): void {
    const { style } = this.#log;
    const none = { name: undefined, description: 'Back to matching: scenarios answer what they match' };
    const picker = new Picker([none, ...this.#controls.entries()], this.#controls.used());
    this.#picker = picker;
    let height = 0;
    this.#log.overlay({
      // Long lines are cut at the edge while wrapping is off, so that a line is a line.
      draw: () => {
        const lines = picker.lines(this.#size(), style);
        height = lines.length;
        return `\u001b[?25l\u001b[?7l${lines.join('\n')}\n\u001b[?7h`;
      },
      erase: () => `\u001b[${height}A\u001b[J\u001b[?25h`,
    });
  }

  async #pick(picker: Picker, key: Key): Promise<void> {
    const result = picker.press(key);
    if (result.type === 'open') {
      this.#log.redraw();
      return;
    }
    this.close();
    if (result.type === 'left') return;
    const { style } = this.#log;
    const { name } = result.entry;
    await this.#controls.use(name);
    this.#log.notice(
      name === undefined
        ? `${style('green', '✓')} scenarios answer what they match`
        : `${style('green', '✓')} ${style('cyan', name)} answers now, whatever is asked`,
    );
  }
}
