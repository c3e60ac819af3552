import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ChangeTopic } from '../store/topic.ts';
import { type Colours, type Drawing, draw, readColours } from './draw.ts';
import type { Scale } from './scale.ts';
import type { StreamShape } from './shape.ts';

interface TrackProps {
  readonly scale: Scale;
  /** What to draw now. Called for each frame of the screen in which something has changed. */
  readonly shape: () => StreamShape;
  readonly chosen?: number | undefined;
  readonly height?: number;
  /** Whether it moves by itself. */
  readonly live?: boolean;
  /** What says that there is something new. */
  readonly topic?: ChangeTopic;
}

let colours: { readonly of: Colours; readonly dark: boolean } | undefined;
const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

function coloursOf(element: Element): Colours {
  if (colours?.dark !== dark?.matches || colours === undefined || colours.of.line === '')
    colours = { of: readColours(element), dark: dark?.matches ?? false };
  return colours.of;
}

/** A timeline on a canvas, drawn without rendering its component again. */
export function TimelineTrack({ scale, shape, chosen, height = 26, live = false, topic }: TrackProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ scale, shape, chosen });
  latest.current = { scale, shape, chosen };

  const paint = useRef(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || !context) return;
    const ratio = devicePixelRatio || 1;
    const width = element.clientWidth;
    if (width === 0) return;
    if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
    if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { scale, shape, chosen } = latest.current;
    const drawing: Drawing = { width, height, scale, colours: coloursOf(element), chosen };
    draw(context, shape(), drawing);
  });

  useLayoutEffect(() => paint.current());
  useEffect(() => {
    const again = () => paint.current();
    const sizes = new ResizeObserver(again);
    if (canvas.current !== null) sizes.observe(canvas.current);
    dark?.addEventListener('change', again);
    const unlisten = topic?.listen(again);
    return () => {
      sizes.disconnect();
      dark?.removeEventListener('change', again);
      unlisten?.();
    };
  }, [topic]);
  useEffect(() => (live ? animate(paint.current) : undefined), [live]);
  return <canvas ref={canvas} class="track" aria-hidden="true" />;
}

const moving = new Set<() => void>();

/** All timelines that move are drawn in one callback a frame. */
function animate(paint: () => void): () => void {
  moving.add(paint);
  if (moving.size === 1) requestAnimationFrame(paintAll);
  return () => moving.delete(paint);
}

function paintAll(): void {
  for (const paint of moving) paint();
  if (moving.size > 0) requestAnimationFrame(paintAll);
}
