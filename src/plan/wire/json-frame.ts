import type { FrameItem, FrameKind, ResponseIds } from '../../playback/item.ts';

/** A value that differs from one playing to the next only in its ids and times, and from one frame to another in one text. */
export type ValueOf = (ids: ResponseIds, text: string) => unknown;

/** Where and when a frame is. */
export type FramePlace = Pick<FrameItem, 'at' | 'step' | 'path'>;

/** A part of a text that is another one in each playing. */
interface Slot {
  readonly kind: keyof ResponseIds | 'text';
  readonly index: number;
}

/** Random, so that no scenario can hold it by chance: what marks an id, and what a time begins with. */
const MARK = `mark${Math.random().toString(36).slice(2)}`;
const TIME = String(7_000_000_000_000 + Math.floor(Math.random() * 1e12));

/** Stand for the ids of a playing: each says which one it is. */
const MARKED: ResponseIds = {
  id: (index) => `${MARK}.id.${index}.`,
  created: (index) => Number(`${TIME}${String(index).padStart(3, '0')}`),
  callId: (index) => `${MARK}.callId.${index}.`,
  uuid: (index) => `${MARK}.uuid.${index}.`,
};
const MARKED_TEXT = `${MARK}.text.0.`;
const SLOTS = new RegExp(`${MARK}\\.(\\w+)\\.(\\d+)\\.|${TIME}(\\d{3})`, 'g');

/** Ids that are unlike those of `MARKED`: for a look at whether a template is right. */
const SAMPLE: ResponseIds = {
  id: (index) => `id-${index}`,
  created: (index) => index,
  callId: (index) => `call-${index}`,
  uuid: (index) => `uuid-${index}`,
};
const SAMPLE_TEXT = 'a "sample"\n';

/**
 * What the frames of a plan that differ in one text have in common. A plan has thousands of them and is played many times: from
 * the second frame on, a template that is cut from the value's own `JSON.stringify` saves stringifying what is always the
 * same. The text is `JSON.stringify(value(ids, text))` in any case: where a template would say something else, there is none.
 */
export class JsonShape {
  readonly value: ValueOf;
  readonly #frame: (json: string) => string;
  #template: readonly (string | Slot)[] | undefined;
  #rendered = 0;

  /** @param frame puts the JSON into its frame */
  constructor(value: ValueOf, frame: (json: string) => string) {
    this.value = value;
    this.#frame = frame;
  }

  /** @param escaped the text as it is within JSON */
  render(ids: ResponseIds, text: string, escaped: string): string {
    this.#rendered++;
    if (this.#rendered === 2) this.#template = this.#cut();
    return this.#template === undefined ? this.#whole(ids, text) : fill(this.#template, ids, escaped);
  }

  #whole(ids: ResponseIds, text: string): string {
    return this.#frame(JSON.stringify(this.value(ids, text)));
  }

  #cut(): readonly (string | Slot)[] | undefined {
    const marked = this.#whole(MARKED, MARKED_TEXT);
    const parts: (string | Slot)[] = [];
    let end = 0;
    for (const { index: start, 0: text, 1: kind, 2: index, 3: round } of marked.matchAll(SLOTS)) {
      parts.push(marked.slice(end, start));
      parts.push({ kind: (kind ?? 'created') as Slot['kind'], index: Number(index ?? round) });
      end = start + text.length;
    }
    parts.push(marked.slice(end));
    const right = this.#whole(SAMPLE, SAMPLE_TEXT);
    return fill(parts, SAMPLE, escapeText(SAMPLE_TEXT)) === right ? parts : undefined;
  }
}

/** A frame that sends JSON. A class, since there may be thousands in each of hundreds of plans. */
export class JsonFrame implements FrameItem {
  readonly type = 'frame';
  readonly kind: FrameKind;
  readonly at: number;
  readonly step: string | undefined;
  readonly path: FrameItem['path'];
  readonly #shape: JsonShape;
  readonly #text: string;
  readonly #escaped: string;

  constructor(kind: FrameKind, { at, step, path }: FramePlace, shape: JsonShape, text = '') {
    this.kind = kind;
    this.at = at;
    this.step = step;
    this.path = path;
    this.#shape = shape;
    this.#text = text;
    const escaped = escapeText(text);
    this.#escaped = escaped === text ? text : escaped;
  }

  value(ids: ResponseIds): unknown {
    return this.#shape.value(ids, this.#text);
  }

  render(ids: ResponseIds): string {
    return this.#shape.render(ids, this.#text, this.#escaped);
  }
}

const escapeText = (text: string): string => JSON.stringify(text).slice(1, -1);

function fill(template: readonly (string | Slot)[], ids: ResponseIds, escaped: string): string {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') text += part;
    else text += part.kind === 'text' ? escaped : ids[part.kind](part.index);
  }
  return text;
}
