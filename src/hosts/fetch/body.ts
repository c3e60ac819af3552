import type { Burst, Bursts, Data } from '../../playback/item.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Controller = ReadableStreamDefaultController<Bytes>;

/** The most bytes that wait for a client that does not read: about what a socket holds. */
const MOST_WAITING = 262_144;

const utf8 = new TextEncoder();

/** Bytes of a frame. */
export function bytesOf(data: Data): Bytes {
  return typeof data === 'string' ? utf8.encode(data) : new Uint8Array(data);
}

/** Makes the error of a connection that broke: while the client waits for the response, or while it reads the body. */
export type Broken = (during: 'response' | 'body') => Error;

/** As Node's `fetch` says it. */
export const brokenConnection: Broken = () =>
  new TypeError('fetch failed', { cause: new Error('The connection was reset.') });

/** How a body is handed over. */
export interface BodyOptions {
  /** When it aborts, the client gets nothing more, not even what waits. */
  readonly signal: AbortSignal;
  readonly broken?: Broken;
  /** What has been taken already. */
  readonly first?: Burst;
}

/**
 * A reply as the body of a `Response`: each frame is a chunk. Bursts are taken as they come, as a socket would, and not only
 * when the client reads; a broken connection is an error after all that came before it was read.
 */
export function bodyOf(bursts: Bursts, options: BodyOptions): ReadableStream<Bytes> {
  const { signal, broken = brokenConnection, first } = options;
  /** `full`: the next burst is taken once there is room; `broken`: the error comes when all was read. */
  let state: 'taking' | 'full' | 'broken' | 'over' = 'taking';

  function take(burst: Burst | undefined, controller: Controller): void {
    if (state === 'over') return;
    if (burst?.type === 'frames') {
      for (const data of burst.frames) enqueue(data, controller);
      state = 'full';
    } else if (burst === undefined || burst.fault === 'truncate') {
      state = 'over';
      controller.close();
    } else {
      if (burst.fault === 'half-frame') enqueue(burst.half, controller);
      state = 'broken';
    }
    pull(controller);
  }

  function pull(controller: Controller): void {
    const room = controller.desiredSize ?? 0;
    if (state === 'broken' && room === MOST_WAITING) {
      state = 'over';
      controller.error(broken('body'));
    } else if (state === 'full' && room > 0) {
      state = 'taking';
      bursts.take((burst) => take(burst, controller));
    }
  }

  function leave(): void {
    state = 'over';
    bursts.leave();
  }

  return new ReadableStream<Bytes>(
    {
      start(controller) {
        const abort = () => {
          leave();
          controller.error(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
        take(first ?? { type: 'frames', frames: [] }, controller);
      },
      pull,
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}

/** An empty chunk would be an error. */
function enqueue(data: Data, controller: Controller): void {
  const bytes = bytesOf(data);
  if (bytes.byteLength > 0) controller.enqueue(bytes);
}
