import { useEffect, useRef, useState } from 'preact/hooks';
import type { RequestDetail } from '../../control/overview.ts';
import { usePanel } from '../context.ts';
import { CloseIcon } from '../kit/icons.tsx';
import { clockTime, messageOf } from '../kit/text.ts';
import { go, hrefOf, type Route } from '../router.ts';
import type { Row } from '../store/row.ts';
import { useTopic } from '../store/topic.ts';
import type { Scale } from '../timeline/scale.ts';
import { StatusBadges } from './badges.tsx';
import { FramesTab } from './frames-tab.tsx';
import { inWords } from './in-words.tsx';
import { RawTab } from './raw-tab.tsx';
import { RequestTab } from './request-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const TABS = [
  ['why', 'Why this answer'],
  ['frames', 'Frames'],
  ['raw', 'Raw SSE'],
  ['request', 'Request'],
] as const;

/** All that is known of one request. */
export function Details({ number, route, scale }: { number: number; route: Route; scale: Scale }) {
  const { store } = usePanel();
  useTopic(store.list);
  const row = store.rows.get(number);
  const { detail, error } = useDetail(number, row);
  const opened = useRef<'why' | 'frames'>();
  // Decided once: what is looked at does not change because time runs on.
  if (opened.current === undefined && row?.about !== undefined && store.ready)
    opened.current = row.stopped(store.clock) ? 'frames' : 'why';
  const tab = TABS.find(([id]) => id === route[2])?.[0] ?? opened.current ?? 'why';
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  const isChat = detail === undefined || detail.kind === 'chat';
  const tabs = TABS.filter(([id]) => isChat || id === 'why' || id === 'request');
  return (
    <section class="details" aria-label={`Request ${number}`}>
      <header class="details-head">
        {row !== undefined && <StatusBadges row={row} />}
        <h2 class="number">#{number}</h2>
        <span class="details-path" title={detail?.request.path}>
          {detail === undefined ? '' : `${detail.request.method} ${detail.request.path}`}
        </span>
        <span class="number muted">{detail === undefined ? '' : clockTime(detail.time)}</span>
        <a class="button quiet" href={hrefOf('requests')} aria-label="Close the details" title="Close (Esc)">
          <CloseIcon />
        </a>
      </header>
      {row !== undefined && isChat && <p class="details-summary number">{inWords(row)}</p>}
      <div
        class="tabs"
        role="tablist"
        aria-label="Details"
        ref={list}
        onKeyDown={(event) => moveTab(event, number, tabs, tab)}
      >
        {tabs.map(([id, label]) => (
          <a
            key={id}
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === tab}
            aria-controls={id === tab ? 'tab-panel' : undefined}
            tabIndex={id === tab ? 0 : -1}
            href={hrefOf('requests', number, id)}
          >
            {label}
            {id === 'frames' && row !== undefined && <span class="count number">{row.kinds.length}</span>}
            {id === 'request' && detail !== undefined && detail.violations.length > 0 && (
              <span class="count number bad">{detail.violations.length}</span>
            )}
          </a>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        {detail === undefined ? (
          <p class="nothing">{error ?? 'Reading …'}</p>
        ) : tab === 'frames' && row !== undefined ? (
          <FramesTab detail={detail} row={row} scale={scale} frame={Number(route[3])} />
        ) : tab === 'raw' ? (
          <RawTab detail={detail} />
        ) : tab === 'request' ? (
          <RequestTab detail={detail} />
        ) : (
          <WhyTab detail={detail} />
        )}
      </div>
    </section>
  );
}

/** Asks again when the request has changed; while it streams, a few times a second. */
function useDetail(number: number, row: Row | undefined) {
  const { store } = usePanel();
  const [state, setState] = useState<{ detail?: RequestDetail; error?: string }>({});
  const sent = useSent(row);
  const open = row?.live ?? false;
  useEffect(() => {
    let over = false;
    store.call<RequestDetail>(`GET /requests/:number`, { number }).then(
      (detail) => over || setState({ detail }),
      (error: unknown) => over || setState({ error: messageOf(error) }),
    );
    return () => {
      over = true;
    };
  }, [store, number, sent, open, row?.about?.status]);
  return state;
}

/** How long to wait between two looks at a stream that goes on, in ms. */
const AGAIN = 250;

/** How many frames were sent, a few times a second. */
function useSent(row: Row | undefined): number {
  const { store } = usePanel();
  const [sent, setSent] = useState(row?.kinds.length ?? 0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const look = () => {
      // A single frame, of a stream that is stepped, is there at once.
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          setSent(row?.kinds.length ?? 0);
        },
        Math.max(0, last + AGAIN - performance.now()),
      );
    };
    const unlisten = store.ticks.listen(look);
    look();
    return () => {
      clearTimeout(timer);
      unlisten();
    };
  }, [store, row]);
  return sent;
}

function moveTab(
  event: KeyboardEvent,
  number: number,
  tabs: readonly (readonly [string, string])[],
  tab: string,
): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const at = tabs.findIndex(([id]) => id === tab);
  const [next] = tabs[(at + step + tabs.length) % tabs.length] ?? [];
  if (next === undefined) return;
  go(['requests', number, next], { replace: true });
  const list = event.currentTarget;
  requestAnimationFrame(() => {
    if (list instanceof HTMLElement) list.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  });
  event.preventDefault();
}
