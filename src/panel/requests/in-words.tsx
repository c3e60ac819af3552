import { usePanel } from '../context.ts';
import { countOf, msText } from '../kit/text.ts';
import type { Row } from '../store/row.ts';
import { useTopicSlowly } from '../store/topic.ts';

/** What the drawing shows, in words. */
export function inWords({ about, kinds, times, holds, ending, live }: Row): string {
  if (about?.kind === 'no-route') return '404';
  if (about?.kind === 'passed') return `${about.status ?? 'open'}, ${about.why}`;
  const [first] = times;
  if (!live && about?.status !== undefined && about.status >= 400)
    return `failed with ${about.status}${first === undefined ? '' : ` after ${msText(first)}`}`;
  const searches = kinds.filter((kind) => kind === 'sources').length;
  return [
    first === undefined ? 'no frame yet' : `first frame after ${msText(first)}`,
    countOf(kinds.length, 'frame'),
    ...(searches > 0 ? [countOf(searches, 'search', 'searches')] : []),
    ...(kinds.includes('error') ? ['an error event'] : []),
    ...(holds.length > 0 ? [countOf(holds.length, 'hold')] : []),
    live ? 'open' : endInWords(ending),
  ].join(', ');
}

function endInWords(ending: Row['ending']): string {
  if (ending?.type === 'fault') return `ended with ${ending.fault}`;
  return { done: 'done', left: 'the client left', stopped: 'stopped' }[ending?.type ?? 'done'];
}

/** The same for screen readers, up to date while it streams. */
export function HiddenWords({ row }: { row: Row }) {
  const { store } = usePanel();
  useTopicSlowly(store.ticks, 300);
  return <span class="visually-hidden">{inWords(row)}</span>;
}
