import { usePanel } from '../context.ts';
import { find } from '../kit/find.ts';
import { go, hrefOf } from '../router.ts';
import type { Row } from '../store/row.ts';
import type { Scale } from '../timeline/scale.ts';
import { shapeOf } from '../timeline/shape.ts';
import { TimelineTrack } from '../timeline/track.tsx';
import { Marks, StatusBadges } from './badges.tsx';
import { HiddenWords } from './in-words.tsx';
import { meantUrl } from './meant-url.ts';

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

/** The name of an answer that no scenario gave. */
export const MADE_UP = 'made-up answer';

/** One request: what it was, how it was answered, and its timeline. */
export function RequestRow({ row, top, scale, chosen, tab, first }: RequestRowProps) {
  const { store } = usePanel();
  const { about, live } = row;
  const lost = about?.kind === 'no-route';
  const passed = about?.kind === 'passed';
  const meant = lost ? meantUrl(about.why) : undefined;
  const opens = row.stopped(store.clock) ? 'frames' : tab;
  const shape = () => shapeOf(row, row.elapsed(performance.now(), store.clock));
  return (
    <div class="row-place" role="listitem" style={{ transform: `translateY(${top}px)` }}>
      <a
        class={`row ${chosen ? 'chosen' : ''} ${lost || passed ? 'no-chat' : ''}`}
        id={`row-${row.number}`}
        href={hrefOf('requests', row.number, ...(opens === undefined ? [] : [opens]))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || opens !== 'frames') return;
          event.preventDefault();
          // The arrows go from frame to frame then: the list of frames takes the focus as soon as it is there.
          event.currentTarget.blur();
          if (chosen) find('frames')?.focus();
          go(['requests', row.number, opens]);
        }}
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
            <StatusBadges row={row} />
            <span class="row-name">
              <Name row={row} />
            </span>
            <Marks row={row} />
          </span>
          <span class="row-sub">
            <span class="number">#{row.number}</span>{' '}
            {lost ? 'no such route' : passed ? 'passed on' : about?.message || about?.path || 'a request'}
          </span>
        </span>
        <span class="row-track">
          {lost || passed ? (
            <span class={lost ? 'row-hint bad' : 'row-hint'}>
              {meant === undefined ? (
                about?.why
              ) : (
                <>
                  Use <code>{meant}</code>
                </>
              )}
            </span>
          ) : (
            <TimelineTrack
              scale={scale}
              shape={shape}
              live={live && !store.clock.paused}
              topic={store.ticks}
            />
          )}
          <HiddenWords row={row} />
        </span>
      </a>
    </div>
  );
}

/** What answered, or why nothing did. */
function Name({ row: { about, number } }: { row: Row }) {
  if (about === undefined) return <>Request {number}</>;
  const { kind, method, path, scenario, upstream, why, unmatched, status = 200 } = about;
  if (kind !== 'chat') return <>{`${method} ${path}`}</>;
  if (scenario !== null) return <>{scenario}</>;
  if (upstream !== undefined) return <>{upstream.replace(/^https?:\/\//, '')}</>;
  if (why.startsWith('refused')) return <>{why.slice('refused: '.length)}</>;
  if (status >= 300) return <>error</>;
  // With documents of one's own, nothing is made up.
  return <em>{unmatched ? MADE_UP : 'answer from data'}</em>;
}
