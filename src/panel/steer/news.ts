import { whisper } from '../kit/announce.ts';
import type { Row } from '../store/row.ts';
import type { PanelStore } from '../store/store.ts';
import { itemInWords, placeOfStreams } from './stream-place.ts';

/** Tells screen readers where time has stopped, and which frames are sent while it stands. Returns what ends it. */
export function tellNews(store: PanelStore): () => void {
  let stood = store.clock.paused;
  /** How many stops were told of: between two looks time may have run, and stopped again. */
  let told = store.stops;
  let sent = new Map<Row, number>();
  const look = () => {
    if (stood) for (const [row, before] of sent) tellFrames(row, before);
    stood = store.clock.paused;
    // Told as soon as it is known what comes next.
    if (store.stops > told && (!stood || tellStop(store))) told = store.stops;
    sent = new Map(store.live.map((row) => [row, row.kinds.length]));
  };
  const unlisten = [store.clocks, store.list, store.ticks].map((topic) => topic.listen(look));
  return () => {
    for (const end of unlisten) end();
  };
}

function tellFrames({ kinds }: Row, before: number): void {
  const last = kinds.at(-1);
  if (kinds.length > before && last !== undefined) whisper(`Frame ${kinds.length}: ${last}`);
}

function tellStop({ live, clock }: PanelStore): boolean {
  const next = placeOfStreams(live, clock);
  if (next !== undefined) whisper(`Stopped before ${itemInWords(next.item)}`);
  else if (live.length === 0) whisper('Paused: the next request will wait');
  else return false;
  return true;
}
