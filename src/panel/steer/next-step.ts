import type { PlannedItem } from '../../session/recording.ts';
import { itemInWords } from './stream-place.ts';

/** What has no id of its own: what it is says where it is. The last frames have the id of the step before them. */
const BY_KIND = ['hold', 'fault', 'finish', 'usage', 'done'];
/** The frames of a search, which is one step. */
const OF_A_SEARCH = ['progress', 'append', 'sources'];

/** Where the next step of a stream begins: what `clock.pauseAt` is given to stop there, and its words. Undefined: none comes. */
export function nextStep(
  ahead: readonly PlannedItem[],
): { readonly target: string; readonly words: string } | undefined {
  const first = ahead.find((item) => !isOpening(item));
  if (first === undefined) return undefined;
  // What is met before it would stop the stream there.
  const met = new Set<string>();
  for (const item of ahead) {
    const target = idOf(item) ?? item.kind;
    if (!isOpening(item) && stepOf(item) !== stepOf(first) && !met.has(target))
      return { target, words: idOf(item) ?? itemInWords(item) };
    met.add(item.kind);
    if (item.name !== undefined) met.add(item.name);
  }
  return undefined;
}

const idOf = ({ kind, name }: PlannedItem) => (BY_KIND.includes(kind) ? undefined : name);

/** The first frame of a call of the model, where the step that it begins has no id. */
const isOpening = (item: PlannedItem) => item.kind === 'role' && idOf(item) === undefined;

function stepOf(item: PlannedItem): string {
  const id = idOf(item);
  if (id !== undefined) return `step ${id}`;
  return OF_A_SEARCH.includes(item.kind) ? 'a search' : itemInWords(item);
}
