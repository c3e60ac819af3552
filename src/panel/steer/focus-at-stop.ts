import { useEffect, useRef } from 'preact/hooks';
import { find } from '../kit/find.ts';
import type { PanelStore } from '../store/store.ts';
import { placeOfStreams } from './stream-place.ts';

/** The id of the menu that says where to stop. */
export const PAUSE_BEFORE = 'pause-before';

/**
 * Takes the focus from the menu that said where to stop to the request that has stopped there, unless it went elsewhere
 * meanwhile: another Enter would open the menu again, where any choice runs the stream on. Returns what awaits the next stop.
 */
export function useFocusAtStop(store: PanelStore): () => void {
  /** How often time had stopped when a stop was said. */
  const before = useRef<number>();
  useEffect(() => {
    if (before.current === undefined || store.stops === before.current) return;
    const stopped = store.clock.paused ? placeOfStreams(store.live, store.clock) : undefined;
    const row = stopped === undefined ? null : find(`row-${stopped.row.number}`);
    // What has stopped is known a moment later.
    if (row === null && store.clock.paused) return;
    before.current = undefined;
    if (isFree()) row?.focus();
  });
  return () => {
    before.current = store.stops;
  };
}

/** Whether the focus is still at the menu, or nowhere. */
function isFree(): boolean {
  const menu = find(PAUSE_BEFORE);
  const root = menu?.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : null;
  return focused === null ? document.activeElement === document.body : focused === menu;
}
