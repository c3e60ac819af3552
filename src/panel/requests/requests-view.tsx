import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { useKeys } from '../kit/keys.ts';
import { useMedia } from '../kit/media.ts';
import { SearchField } from '../kit/search-field.tsx';
import { VirtualList } from '../kit/virtual-list.tsx';
import { go, type Route } from '../router.ts';
import type { Row } from '../store/row.ts';
import { useTopic } from '../store/topic.ts';
import { EDGE, type Scale, scaleFor, timeText, toX } from '../timeline/scale.ts';
import { shapeOf } from '../timeline/shape.ts';
import { ClearList } from './clear-list.tsx';
import { Details } from './details.tsx';
import { Legend } from './legend.tsx';
import { NoRequests } from './no-requests.tsx';
import { MADE_UP, RequestRow } from './request-row.tsx';

const ROW = 44;
const NARROW_ROW = 74;

/** The requests on one time axis, and beside them what is known of the chosen one. */
export function RequestsView({ route }: { route: Route }) {
  const { store, keys } = usePanel();
  useTopic(store.list);
  useTopic(store.clocks);
  const [text, setText] = useState('');
  const rows = useMemo(
    () => store.latest.filter((row) => isFound(row, text)),
    [store.latest.length, text, store.latest],
  );
  const number = Number(route[1]);
  const chosen = Number.isInteger(number) ? number : undefined;
  const place = rows.findIndex((row) => row.number === chosen);
  const scale = useScale(rows);
  const narrow = useMedia('(max-width: 640px)');

  useKeys(keys, (event) => {
    const moves: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place === -1 ? 0 : place - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const move = moves[event.key];
    const to = rows[Math.max(0, Math.min(rows.length - 1, move ?? 0))];
    if (move === undefined || to === undefined || scrolls(event)) return undefined;
    return () => go(['requests', to.number, ...route.slice(2, 3)], { replace: chosen !== undefined });
  });

  return (
    <div class={chosen === undefined ? 'split' : 'split open'}>
      <section class="requests" aria-label="Requests">
        <div class="list-head">
          <SearchField label="Find a request" text={text} onText={setText} />
          <ClearList />
          <Legend />
        </div>
        {rows.length === 0 ? (
          text === '' ? (
            <NoRequests />
          ) : (
            <p class="nothing">No request has “{text}” in it.</p>
          )
        ) : (
          <>
            <Axis scale={scale} />
            <div class="rows">
              <VirtualList
                items={rows}
                height={narrow ? NARROW_ROW : ROW}
                inSight={place}
                role="list"
                label="Requests"
                render={(row, _, top) => (
                  <RequestRow
                    key={row.number}
                    row={row}
                    top={top}
                    scale={scale}
                    chosen={row.number === chosen}
                    tab={route[2]}
                    first={place === -1 ? row === rows[0] : false}
                  />
                )}
              />
            </div>
          </>
        )}
      </section>
      {chosen !== undefined && (
        <Details key={`${store.session} ${chosen}`} number={chosen} route={route} scale={scale} />
      )}
    </div>
  );
}

/** Whether a key is for something that is scrolled by it. */
function scrolls(event: KeyboardEvent): boolean {
  const [from] = event.composedPath();
  return from instanceof Element && from.closest('[role=region][tabindex]') !== null;
}

function isFound({ about, number }: Row, text: string): boolean {
  if (text === '') return true;
  const all = `${number} ${about?.method} ${about?.path} ${about?.scenario ?? MADE_UP} ${about?.status} ${about?.message} ${about?.why}`;
  return text
    .toLowerCase()
    .split(' ')
    .every((word) => all.toLowerCase().includes(word));
}

/** One scale for all rows: it grows when an answer takes longer, and never by itself shrinks while one is open. */
function useScale(rows: readonly Row[]): Scale {
  const { store } = usePanel();
  const longest = () => {
    const now = performance.now();
    return rows
      .slice(0, 60)
      .reduce((most, row) => Math.max(most, shapeOf(row, row.elapsed(now, store.clock)).duration), 400);
  };
  const [span, setSpan] = useState(() => scaleFor(longest()).span);
  const latest = useRef(longest);
  latest.current = longest;
  useEffect(() => {
    const look = () => setSpan(scaleFor(latest.current()).span);
    look();
    const timer = setInterval(look, 400);
    return () => clearInterval(timer);
  }, [rows]);
  return useMemo(() => scaleFor(span), [span]);
}

/** The marks of the scale, above the rows. */
function Axis({ scale }: { scale: Scale }) {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const sizes = new ResizeObserver(() => setWidth(element.current?.clientWidth ?? 0));
    if (element.current !== null) sizes.observe(element.current);
    return () => sizes.disconnect();
  }, []);
  return (
    <div class="axis" aria-hidden="true">
      <span class="axis-title">Request</span>
      <div class="axis-marks number" ref={element}>
        {scale.marks.map((mark, index) => (
          <span
            key={mark}
            class={index === 0 ? 'mark first' : index === scale.marks.length - 1 ? 'mark last' : 'mark'}
            style={{ left: `${width === 0 ? EDGE : toX(scale, width, mark)}px` }}
          >
            {timeText(mark)}
          </span>
        ))}
      </div>
    </div>
  );
}
