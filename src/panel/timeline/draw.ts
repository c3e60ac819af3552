import { type Scale, toX } from './scale.ts';
import type { Span, StreamShape, TickTone } from './shape.ts';

/** The colours of a timeline, as the styles of the panel have them now. */
export interface Colours {
  readonly line: string;
  readonly grid: string;
  readonly tick: Readonly<Record<TickTone, string>>;
  readonly span: Readonly<Record<Span['tone'], string>>;
  readonly end: Readonly<Record<NonNullable<StreamShape['end']>['how'], string>>;
  readonly playhead: string;
}

export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: of('--tl-line'),
    grid: of('--tl-grid'),
    tick: {
      text: of('--tl-text'),
      call: of('--tl-call'),
      source: of('--tl-search'),
      error: of('--tl-bad'),
      frame: of('--tl-frame'),
    },
    span: { search: of('--tl-search'), hold: of('--tl-hold'), stall: of('--tl-bad') },
    end: {
      done: of('--tl-good'),
      failed: of('--tl-bad'),
      left: of('--tl-frame'),
      fault: of('--tl-bad'),
      stopped: of('--tl-frame'),
    },
    playhead: of('--tl-text'),
  };
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly scale: Scale;
  readonly colours: Colours;
  /** The frame that is looked at. */
  readonly chosen?: number | undefined;
}

/** Draws a timeline: the grid, the wait for the first byte, spans, a tick a frame, and the end. */
export function draw(context: CanvasRenderingContext2D, shape: StreamShape, drawing: Drawing): void {
  const { width, height, scale, colours } = drawing;
  const x = (ms: number) => toX(scale, width, ms);
  const middle = height / 2;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.grid;
  for (const mark of scale.marks) context.fillRect(Math.round(x(mark)), 0, 1, height);
  const sent = Math.max(
    shape.ticks.findLast(({ ghost }) => !ghost)?.at ?? 0,
    shape.now ?? 0,
    shape.end?.at ?? 0,
  );
  context.fillStyle = colours.line;
  context.fillRect(x(0), middle - 0.5, Math.max(0, x(sent) - x(0)), 1);
  if (shape.firstAt !== undefined || shape.now !== undefined) {
    // The wait for the first frame.
    context.globalAlpha = 0.5;
    context.fillRect(x(0), middle - 2, Math.max(1, x(Math.min(shape.firstAt ?? sent, sent)) - x(0)), 4);
  }
  for (const span of shape.spans) drawSpan(context, span, x, middle, colours);
  drawTicks(context, shape, x, middle, colours);
  const { now } = shape;
  if (now !== undefined) {
    context.globalAlpha = 1;
    context.fillStyle = colours.playhead;
    context.fillRect(Math.round(x(now)), 2, 1.5, height - 4);
  }
  if (shape.end !== undefined) drawEnd(context, shape.end, x(shape.end.at), middle, colours);
  const chosen = drawing.chosen === undefined ? undefined : shape.ticks[drawing.chosen];
  if (chosen === undefined) return;
  context.globalAlpha = 1;
  context.strokeStyle = colours.playhead;
  context.lineWidth = 1.5;
  context.strokeRect(Math.round(x(chosen.at)) - 3.5, 1.5, 8, height - 3);
}

function drawSpan(
  context: CanvasRenderingContext2D,
  { from, to, tone, ghost }: Span,
  x: (ms: number) => number,
  middle: number,
  colours: Colours,
): void {
  const left = x(from);
  const wide = Math.max(tone === 'hold' ? 5 : 2, x(to) - left);
  context.fillStyle = colours.span[tone];
  context.globalAlpha = ghost ? 0.22 : 0.3;
  context.beginPath();
  context.roundRect(left, middle - 7, wide, 14, 3);
  context.fill();
  if (tone === 'search') {
    context.globalAlpha = ghost ? 0.35 : 0.9;
    context.fillRect(left, middle - 7, Math.min(2, wide), 14);
    return;
  }
  // Hatched: nothing moves here.
  context.save();
  context.clip();
  context.globalAlpha = ghost ? 0.4 : 0.9;
  context.strokeStyle = colours.span[tone];
  context.lineWidth = 1.5;
  context.beginPath();
  for (let at = left - 14; at < left + wide; at += 5) {
    context.moveTo(at, middle + 8);
    context.lineTo(at + 16, middle - 8);
  }
  context.stroke();
  context.restore();
}

const HEIGHT: Readonly<Record<TickTone, number>> = { text: 12, call: 12, source: 16, error: 18, frame: 6 };

/** Ticks that fall into one column are one: more would only be darker, and slower. */
function drawTicks(
  context: CanvasRenderingContext2D,
  { ticks }: StreamShape,
  x: (ms: number) => number,
  middle: number,
  colours: Colours,
): void {
  for (const tone of ['frame', 'text', 'call', 'source', 'error'] as const) {
    context.fillStyle = colours.tick[tone];
    const tall = HEIGHT[tone];
    for (const ghost of [true, false]) {
      context.globalAlpha = ghost ? 0.24 : 1;
      let column = Number.NEGATIVE_INFINITY;
      for (const tick of ticks) {
        if (tick.tone !== tone || tick.ghost !== ghost) continue;
        const at = Math.round(x(tick.at) * 2) / 2;
        if (at - column < 1) continue;
        column = at;
        context.fillRect(at, middle - tall / 2, tone === 'text' ? 1.5 : 2, tall);
      }
    }
  }
  context.globalAlpha = 1;
}

function drawEnd(
  context: CanvasRenderingContext2D,
  { how }: NonNullable<StreamShape['end']>,
  x: number,
  middle: number,
  colours: Colours,
): void {
  context.globalAlpha = 1;
  context.strokeStyle = colours.end[how];
  context.fillStyle = colours.end[how];
  context.lineWidth = 1.75;
  const at = x + 5;
  context.beginPath();
  if (how === 'fault') {
    context.moveTo(at - 3, middle - 3);
    context.lineTo(at + 3, middle + 3);
    context.moveTo(at + 3, middle - 3);
    context.lineTo(at - 3, middle + 3);
    context.stroke();
  } else {
    context.arc(at, middle, 2.75, 0, 2 * Math.PI);
    // A circle that is open: the client did not stay for the rest.
    if (how === 'done' || how === 'failed') context.fill();
    else context.stroke();
  }
}
