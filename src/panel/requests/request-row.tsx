import { usePanel } from '../context.ts';
import { countOf, msText } from '../kit/text.ts';
import { hrefOf } from '../router.ts';
import type { Row } from '../store/row.ts';
import type { Scale } from '../timeline/scale.ts';
import { shapeOf } from '../timeline/shape.ts';
import { TimelineTrack } from '../timeline/track.tsx';

interface RequestRowProps {
  readonly row: Row;
  readonly top: number;
  readonly scale: Scale;
  readonly chosen: boolean;
  /** The tab that is open: another request opens in the same. */
  readonly tab: string | undefined;
  /** Whether Tab leads to this one. */
  readonly first: boolean;
}

/** One request: what it was, how it was answered, and its timeline. */
export function RequestRow({ row, top, scale, chosen, tab, first }: RequestRowProps) {
  const { store } = usePanel();
  const { about, live } = row;
  const lost = about?.kind === 'no-route';
  const passed = about?.kind === 'passed';
  const shape = () => shapeOf(row, row.elapsed(performance.now(), store.clock));
  return (
    <div class="row-place" role="listitem" style={{ transform: `translateY(${top}px)` }}>
      <a
        class={`row ${chosen ? 'chosen' : ''} ${lost || passed ? 'no-chat' : ''}`}
        href={hrefOf('requests', row.number, ...(tab === undefined ? [] : [tab]))}
        aria-current={chosen ? 'true' : undefined}
        tabIndex={chosen || first ? 0 : -1}
        ref={(element) => {
          // The arrows take the focus along.
          if (
            chosen &&
            element?.closest('.rows')?.contains((element.getRootNode() as ShadowRoot).activeElement)
          )
            element.focus();
        }}
      >
        <span class="row-words">
          <span class="row-line">
            <StatusBadge row={row} />
            <span class="row-name">{nameOf(row)}</span>
            <Marks row={row} />
          </span>
          <span class="row-sub">
            <span class="number">#{row.number}</span>{' '}
            {lost ? 'no such route' : passed ? 'passed on' : about?.message || about?.path || 'a request'}
          </span>
        </span>
        <span class="row-track">
          {lost || passed ? (
            <span class={lost ? 'row-hint bad' : 'row-hint'}>{about?.why}</span>
          ) : (
            <TimelineTrack
              scale={scale}
              shape={shape}
              live={live && !store.clock.paused}
              topic={store.ticks}
            />
          )}
          <span class="visually-hidden">{inWords(row)}</span>
        </span>
      </a>
    </div>
  );
}

function nameOf({ about, number }: Row): string {
  if (about === undefined) return `Request ${number}`;
  if (about.kind !== 'chat') return `${about.method} ${about.path}`;
  return (
    about.scenario ??
    about.upstream?.replace(/^https?:\/\//, '') ??
    (about.why.startsWith('refused')
      ? about.why.slice('refused: '.length)
      : about.unmatched
        ? 'made up'
        : 'error')
  );
}

/** The HTTP status, and how the stream stands. */
export function StatusBadge({ row }: { row: Row }) {
  const { about, heldAt, stalledAt, live, ending } = row;
  const status = about?.status;
  if (live && heldAt !== undefined) return <span class="badge hold">held</span>;
  if (live && stalledAt !== undefined) return <span class="badge bad">stalled</span>;
  if (live) return <span class="badge run">open</span>;
  if (ending?.type === 'fault') return <span class="badge bad">{ending.fault}</span>;
  if (ending?.type === 'left') return <span class="badge">left</span>;
  if (ending?.type === 'stopped') return <span class="badge">stopped</span>;
  if (status === 0) return <span class="badge bad">no answer</span>;
  const tone = status === undefined ? '' : status < 300 ? 'good' : 'bad';
  return <span class={`badge number ${tone}`}>{status ?? '…'}</span>;
}

function Marks({ row: { about } }: { row: Row }) {
  if (about === undefined) return null;
  return (
    <>
      {about.unmatched && <span class="badge hold">no match</span>}
      {about.violations > 0 && (
        <span class="badge bad" title="Prism found violations">
          {about.violations} ✗
        </span>
      )}
      {about.warnings > 0 && (
        <span class="badge hold" title="The mock has something to say">
          {about.warnings} !
        </span>
      )}
    </>
  );
}

/** What the drawing shows, in words. */
export function inWords(row: Row): string {
  const { kinds, times, holds, ending, live } = row;
  if (row.about?.kind === 'no-route') return '404';
  if (row.about?.kind === 'passed') return `${row.about.status ?? 'open'}, ${row.about.why}`;
  const parts = [
    times[0] === undefined ? 'no frame yet' : `first frame after ${msText(times[0])}`,
    countOf(kinds.length, 'frame'),
    ...(kinds.includes('sources')
      ? [countOf(kinds.filter((kind) => kind === 'sources').length, 'search', 'searches')]
      : []),
    ...(kinds.includes('error') ? ['an error event'] : []),
    ...(holds.length > 0 ? [countOf(holds.length, 'hold')] : []),
    live ? 'open' : ending?.type === 'fault' ? `ends with ${ending.fault}` : (ending?.type ?? ''),
  ];
  return parts.join(', ');
}
