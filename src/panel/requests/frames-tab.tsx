import { useMemo, useState } from 'preact/hooks';
import type { RequestDetail } from '../../control/overview.ts';
import type { JournalFrame, PlannedItem } from '../../session/recording.ts';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { JsonView } from '../kit/json.tsx';
import { msText } from '../kit/text.ts';
import { VirtualList } from '../kit/virtual-list.tsx';
import { go, hrefOf } from '../router.ts';
import { itemInWords } from '../steer/stream-place.ts';
import type { Row } from '../store/row.ts';
import { useTopicSlowly } from '../store/topic.ts';
import { EDGE, type Scale, scaleFor } from '../timeline/scale.ts';
import { shapeOf, toneOf } from '../timeline/shape.ts';
import { TimelineTrack } from '../timeline/track.tsx';

const ROW = 26;

interface FramesTabProps {
  readonly detail: RequestDetail;
  readonly row: Row;
  readonly scale: Scale;
  /** Its number; NaN: none. */
  readonly frame: number;
}

/**
 * The frames one by one: when each was sent, and its JSON. Arrows and the pointer go from one to the next. Of a stream that
 * is open, the newest frame is looked at until another one is chosen, and again once the newest one is.
 */
export function FramesTab({ detail, row, frame }: FramesTabProps) {
  const { store } = usePanel();
  useTopicSlowly(store.ticks, 100);
  const [follows] = useState(row.live);
  const { frames, number } = detail;
  const chosen = frames.find((one) => one.number === frame) ?? (follows ? frames.at(-1) : frames[0]);
  const place = chosen === undefined ? -1 : frames.indexOf(chosen);
  const [next] = row.ahead;
  const items = next === undefined ? frames : [...frames, next];
  const shape = () => shapeOf(row, row.elapsed(performance.now(), store.clock));
  const scale = useMemo(() => scaleFor(Math.max(200, shape().duration)), [frames.length, row.live]);
  const show = (one: JournalFrame | undefined) => {
    if (one === undefined || one === chosen) return;
    const newest = follows && row.live && one === frames.at(-1);
    go(['requests', number, 'frames', ...(newest ? [] : [one.number])], { replace: true });
  };

  const onKey = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: place + 1,
      ArrowLeft: place - 1,
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + 10,
      PageUp: place - 10,
      Home: 0,
      End: frames.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    show(frames[Math.max(0, Math.min(frames.length - 1, to))]);
    event.preventDefault();
    event.stopPropagation();
  };
  const onPoint = (event: PointerEvent) => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientX - box.left - EDGE) / (box.width - 2 * EDGE)) * scale.span;
    const ticks = shape().ticks;
    const nearest = frames.reduce(
      (best, _, index) => (distance(ticks[index]?.at, at) < distance(ticks[best]?.at, at) ? index : best),
      0,
    );
    show(frames[nearest]);
  };

  if (chosen === undefined) {
    return (
      <div class="nothing">
        <p>{detail.dropped ?? 'No frame was sent yet.'}</p>
        {next !== undefined && <p>{nextInWords(next)}</p>}
      </div>
    );
  }
  const json = jsonOf(chosen.data);
  return (
    <div class="frames">
      <div class="frames-track" onPointerMove={onPoint} onPointerDown={onPoint}>
        <TimelineTrack scale={scale} shape={shape} chosen={place} height={36} topic={store.ticks} />
      </div>
      <div class="frames-list">
        <VirtualList
          items={items}
          height={ROW}
          inSight={Number.isNaN(frame) && follows ? items.length - 1 : place}
          role="listbox"
          id="frames"
          label="Frames"
          active={`frame-${chosen.number}`}
          onKeyDown={onKey}
          render={(one, _, top) =>
            isNext(one) ? (
              <div
                key="next"
                class="frame frame-next"
                role="option"
                aria-disabled="true"
                aria-selected="false"
                tabIndex={-1}
                style={{ transform: `translateY(${top}px)` }}
              >
                <span class="frame-text">{nextInWords(one)}</span>
              </div>
            ) : (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus, and handles the keys
              <div
                key={one.number}
                id={`frame-${one.number}`}
                class={one === chosen ? 'frame chosen' : 'frame'}
                role="option"
                tabIndex={-1}
                aria-selected={one === chosen}
                style={{ transform: `translateY(${top}px)` }}
                onClick={() => show(one)}
              >
                <span class="number frame-number">{one.number}</span>
                <span class={`frame-kind tone-${toneOf(one.kind)}`}>{one.kind}</span>
                <span class="frame-text">{gist(one)}</span>
                <span class="number frame-time">{msText(one.written)}</span>
              </div>
            )
          }
        />
      </div>
      <div class="frame-detail">
        <div class="frame-head">
          <strong>Frame {chosen.number}</strong>
          <span class={`frame-kind tone-${toneOf(chosen.kind)}`}>{chosen.kind}</span>
          {chosen.step !== undefined && <span class="muted">of the step “{chosen.step}”</span>}
          <span class="number muted">
            due {msText(chosen.due)}, written {msText(chosen.written)}
          </span>
          <span class="frame-actions">
            <CopyButton text={json} label="Copy the JSON of this frame" />
            <CopyButton
              text={() => new URL(hrefOf('requests', number, 'frames', chosen.number), location.href).href}
              label="Copy a link to this frame"
              link
            />
          </span>
        </div>
        <JsonView text={json} label={`Frame ${chosen.number}`} />
        {chosen.cut !== undefined && (
          <p class="muted">The journal keeps the first 64 KB of {chosen.cut.bytes} bytes.</p>
        )}
      </div>
    </div>
  );
}

const isNext = (one: JournalFrame | PlannedItem): one is PlannedItem => !('number' in one);

/** What is to come at the end of the list. */
function nextInWords(item: PlannedItem): string {
  const { kind, name } = item;
  const step = kind === 'hold' || kind === 'fault' || name === undefined ? '' : `, of the step “${name}”`;
  return `next: ${itemInWords(item)}${step}`;
}

const distance = (a: number | undefined, b: number) => Math.abs((a ?? Number.POSITIVE_INFINITY) - b);

const jsonOf = (data: string) => data.replace(/^data: /, '').trimEnd();

/** What a frame says, in a few words. */
function gist({ kind, data }: JournalFrame): string {
  const json = jsonOf(data);
  try {
    const { choices, error } = JSON.parse(json) as {
      choices?: readonly {
        delta?: {
          content?: string | null;
          refusal?: string | null;
          tool_calls?: readonly { function?: { arguments?: string } }[];
        };
        finish_reason?: string | null;
      }[];
      error?: { message?: string };
    };
    const [choice] = choices ?? [];
    const { content, refusal, tool_calls: calls } = choice?.delta ?? {};
    const said =
      content ?? refusal ?? calls?.[0]?.function?.arguments ?? choice?.finish_reason ?? error?.message;
    return said === undefined || said === null
      ? kind
      : kind === 'text' || kind === 'refusal'
        ? JSON.stringify(said)
        : said.slice(0, 160);
  } catch {
    return json.slice(0, 120);
  }
}
