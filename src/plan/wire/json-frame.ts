import type { ResponseIds } from '../../playback/item.ts';

/** A value that differs from one playing to the next only in its ids and times. */
export type ValueOf = (ids: ResponseIds) => unknown;

/** A part of a text that is another one in each playing. */
interface Slot {
  readonly kind: keyof ResponseIds;
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
const SLOTS = new RegExp(`${MARK}\\.(\\w+)\\.(\\d+)\\.|${TIME}(\\d{3})`, 'g');

/** Ids that are unlike those of `MARKED`: for a look at whether a template is right. */
const SAMPLE: ResponseIds = {
  id: (index) => `id-${index}`,
  created: (index) => index,
  callId: (index) => `call-${index}`,
  uuid: (index) => `uuid-${index}`,
};

/**
 * Makes JSON text of a value. A plan is played many times: from the second time on, a template that is cut from the
 * value's own `JSON.stringify` saves stringifying what is always the same. The text is `JSON.stringify(value(ids))` in any
 * case: where a template would say something else, there is none.
 *
 * @param frame puts the text into its frame
 */
export function jsonRenderer(value: ValueOf, frame: (json: string) => string): (ids: ResponseIds) => string {
  let template: readonly (string | Slot)[] | undefined;
  let played = 0;
  return (ids) => {
    played++;
    if (played === 2) template = templateOf(value, frame);
    return template === undefined ? frame(JSON.stringify(value(ids))) : fill(template, ids);
  };
}

function templateOf(value: ValueOf, frame: (json: string) => string): readonly (string | Slot)[] | undefined {
  const marked = frame(JSON.stringify(value(MARKED)));
  const parts: (string | Slot)[] = [];
  let end = 0;
  for (const { index: start, 0: text, 1: kind, 2: index, 3: round } of marked.matchAll(SLOTS)) {
    parts.push(marked.slice(end, start));
    parts.push({ kind: (kind ?? 'created') as Slot['kind'], index: Number(index ?? round) });
    end = start + text.length;
  }
  parts.push(marked.slice(end));
  return fill(parts, SAMPLE) === frame(JSON.stringify(value(SAMPLE))) ? parts : undefined;
}

function fill(template: readonly (string | Slot)[], ids: ResponseIds): string {
  let text = '';
  for (const part of template) text += typeof part === 'string' ? part : ids[part.kind](part.index);
  return text;
}
