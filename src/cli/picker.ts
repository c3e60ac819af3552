import type { Style } from './io.ts';
import { clip, pad, widthOf } from './width.ts';

/** A key as `node:readline` decodes it. */
export interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

/** Something that can be picked. */
export interface PickerEntry {
  /** Undefined: none of them, back to matching. */
  readonly name: string | undefined;
  readonly description: string;
}

/** What came of a key. */
export type PickerResult =
  | { readonly type: 'open' }
  | { readonly type: 'left' }
  | { readonly type: 'picked'; readonly entry: PickerEntry };

const OPEN: PickerResult = { type: 'open' };
const LEFT: PickerResult = { type: 'left' };
const NONE = '(none)';

/** A list to pick from with the arrow keys, narrowed down by typing. Knows neither terminal nor server. */
export class Picker {
  readonly #entries: readonly PickerEntry[];
  #filter = '';
  #selected = 0;

  /** @param current the entry to begin at */
  constructor(entries: readonly PickerEntry[], current?: string) {
    this.#entries = entries;
    this.#selected = Math.max(
      0,
      entries.findIndex(({ name }) => name === current),
    );
  }

  press(key: Key): PickerResult {
    const shown = this.#shown();
    switch (key.name) {
      case 'escape':
        return LEFT;
      case 'return':
      case 'enter': {
        const entry = shown[this.#selected];
        return entry === undefined ? OPEN : { type: 'picked', entry };
      }
      case 'up':
        this.#move(-1, shown.length);
        return OPEN;
      case 'down':
      case 'tab':
        this.#move(1, shown.length);
        return OPEN;
      case 'home':
        this.#selected = 0;
        return OPEN;
      case 'end':
        this.#selected = Math.max(0, shown.length - 1);
        return OPEN;
      case 'pageup':
        this.#selected = Math.max(0, this.#selected - 10);
        return OPEN;
      case 'pagedown':
        this.#selected = Math.max(0, Math.min(shown.length - 1, this.#selected + 10));
        return OPEN;
      case 'backspace':
        this.#narrow(Array.from(this.#filter).slice(0, -1).join(''));
        return OPEN;
      default:
        this.#type(key);
        return OPEN;
    }
  }

  /** The list as lines that fit a terminal of this size. */
  lines(size: { readonly columns: number; readonly rows: number }, style: Style): string[] {
    const shown = this.#shown();
    const room = Math.max(3, Math.min(12, size.rows - 5));
    const first = Math.max(0, Math.min(this.#selected - Math.floor(room / 2), shown.length - room));
    const names = Math.min(32, Math.max(...this.#entries.map(({ name }) => widthOf(name ?? NONE))));
    const rows = shown.slice(first, first + room).map((entry, index) => {
      const selected = first + index === this.#selected;
      const name = pad(clip(entry.name ?? NONE, names), names);
      const room = size.columns - names - 7;
      const description = style('dim', clip(entry.description, Math.max(0, room)));
      return selected
        ? `${style('cyan', `  ❯ ${style('bold', name)}`)}  ${description}`
        : `    ${name}  ${description}`;
    });
    const below = shown.length - first - rows.length;
    const more = [first > 0 ? `${first} above` : '', below > 0 ? `${below} below` : ''].filter(
      (part) => part !== '',
    );
    return [
      '',
      `  ${style('bold', 'Scenario')} ${this.#filter === '' ? style('dim', 'type to narrow down') : this.#filter}`,
      ...(rows.length === 0 ? [style('dim', '    nothing has this in its name or description')] : rows),
      style('dim', `  ↑↓ move · Enter pick · Esc leave${more.length === 0 ? '' : ` · ${more.join(', ')}`}`),
    ];
  }

  #shown(): PickerEntry[] {
    const words = this.#filter.toLowerCase().split(' ');
    return this.#entries.filter(({ name = NONE, description }) => {
      const text = `${name} ${description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  #move(by: number, length: number): void {
    if (length > 0) this.#selected = (this.#selected + by + length) % length;
  }

  #type({ sequence = '', ctrl, meta, name }: Key): void {
    if (ctrl === true && name === 'u') this.#narrow('');
    if (ctrl === true || meta === true) return;
    if (/^[^\p{Cc}]+$/u.test(sequence)) this.#narrow(this.#filter + sequence);
  }

  #narrow(filter: string): void {
    const before = this.#shown()[this.#selected];
    this.#filter = filter;
    const at = before === undefined ? -1 : this.#shown().indexOf(before);
    this.#selected = Math.max(0, at);
  }
}
