import type { ComponentChildren } from 'preact';
import { usePanel } from '../context.ts';
import { countOf } from '../kit/text.ts';
import { hrefOf } from '../router.ts';
import type { PanelStore } from '../store/store.ts';
import { useTopic, useTopicSlowly } from '../store/topic.ts';
import { itemInWords, placeOfStreams, type StreamPlace } from './stream-place.ts';

/** How time stands, and where. */
export function ClockBadge() {
  const { store } = usePanel();
  useTopic(store.clocks);
  useTopic(store.list);
  // What comes next changes with each frame.
  useTopicSlowly(store.ticks, 80);
  const [tone, words] = stateOf(store);
  const open = store.live.length;
  return (
    <span class={`clock-state ${tone}`} data-testid="status">
      <span class="dot" aria-hidden="true" />
      <span class="clock-words">
        <span class="clock-where">{words}</span>
        {open > 0 && <span class="number muted clock-open">{countOf(open, 'open stream')}</span>}
      </span>
    </span>
  );
}

function stateOf({ clock, live }: PanelStore): readonly [tone: string, words: ComponentChildren] {
  const { paused, pausingAt, speed } = clock;
  const held = live.find(({ heldAt }) => heldAt !== undefined)?.heldAt;
  const heldAt = <>Held at {<strong>{held?.name ?? 'a hold'}</strong>}</>;
  if (paused) {
    if (live.length === 0) return ['hold', 'Paused: the next request will wait'];
    const next = placeOfStreams(live, clock);
    if (next === undefined) return ['hold', held === undefined ? 'Paused' : heldAt];
    return ['hold', linkTo(next)];
  }
  if (held !== undefined) return ['hold', heldAt];
  if (pausingAt !== undefined) return ['wait', <>Will pause {<strong>{stopInWords(pausingAt)}</strong>}</>];
  if (live.length === 0) return ['idle', 'Idle'];
  return ['run', speed === 0 ? 'Running without waiting' : 'Running'];
}

/** Where streams stand: it leads there. */
function linkTo({ row, item, frame }: StreamPlace) {
  return (
    <a href={hrefOf('requests', row.number, 'frames')} title="Open this request">
      Paused before <strong>{itemInWords(item)}</strong> ·{' '}
      <span class="number">
        request #{row.number}, before frame {frame}
      </span>
    </a>
  );
}

/** A stop to come, behind "pause": `before sources`, `after 3 frames`. */
export function stopInWords(target: string | number): string {
  if (target === 0) return 'before the first frame';
  if (typeof target === 'number') return `after ${countOf(target, 'frame')}`;
  return `before ${itemInWords({ kind: target, name: undefined })}`;
}
