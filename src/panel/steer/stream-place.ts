import type { PlannedItem } from '../../session/recording.ts';
import type { Row } from '../store/row.ts';
import type { PanelClock } from '../store/store.ts';

/** Where the streams stand: what goes out next, if time runs on. */
export interface StreamPlace {
  readonly row: Row;
  readonly item: PlannedItem;
  /** The number that its frame will have; of a hold or a fault, that of the frame behind it. */
  readonly frame: number;
}

/** What comes next of all streams: that which is due first. A stream that waits at a hold sends nothing by itself. */
export function placeOfStreams(live: readonly Row[], clock: PanelClock): StreamPlace | undefined {
  const now = performance.now();
  const next = live.flatMap((row) => {
    const [item] = row.heldAt === undefined ? row.ahead : [];
    return item === undefined ? [] : [{ row, item, wait: item.at - row.played(now, clock) }];
  });
  const [first] = next.sort((a, b) => a.wait - b.wait);
  return first === undefined ? undefined : { ...first, frame: first.row.kinds.length + 1 };
}

/** An item as people say it: `sources`, `the last chunk`, `hold gate`. */
export function itemInWords({ kind, name }: Pick<PlannedItem, 'kind' | 'name'>): string {
  if (kind === 'hold' || kind === 'fault') return name === undefined ? kind : `${kind} ${name}`;
  return { finish: 'the last chunk', done: '[DONE]' }[kind] ?? kind;
}
