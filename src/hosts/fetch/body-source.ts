import type { Burst, Bursts, Data } from '../../playback/item.ts';

/** What waits for a client that does not read, in bytes, at the most: about what a socket holds. */
const MOST_WAITING = 262_144;

const utf8 = new TextEncoder();

/** Bytes of a frame. */
export function bytesOf(data: Data): Uint8Array<ArrayBuffer> {
  return typeof data === 'string' ? utf8.encode(data) : new Uint8Array(data);
}

/** The error of a connection that broke. */
export function brokenConnection(): TypeError {
  return new TypeError('fetch failed', { cause: new Error('The connection was reset.') });
}

/**
 * A reply as the source of a `ReadableStream`: each frame is a chunk. Bursts are taken as they come, as a socket would, and
 * not only when the client reads; what breaks the connection is told after all that came before it was read.
 */
export class BodySource implements UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  readonly #bursts: Bursts;
  readonly #waiting: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;
  /** How the body ends, once that is known. */
  #ending: { readonly error?: unknown } | undefined;
  /** Whether the next burst is asked for once there is room. */
  #full = false;
  #wake: (() => void) | undefined;

  /** @param first what has been taken already */
  constructor(bursts: Bursts, first?: Burst) {
    this.#bursts = bursts;
    if (first === undefined) this.#ask();
    else this.#take(first);
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    while (this.#waiting.length === 0 && this.#ending === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      this.#size -= next.byteLength;
      controller.enqueue(next);
      if (this.#full && this.#size < MOST_WAITING) this.#ask();
    } else if (this.#ending !== undefined && 'error' in this.#ending) {
      controller.error(this.#ending.error);
    } else {
      controller.close();
    }
  }

  cancel(): void {
    this.abort(undefined);
  }

  /** The client has left: it gets nothing more, not even what waits. */
  abort(reason: unknown): void {
    this.#waiting.length = 0;
    this.#end({ error: reason });
    this.#bursts.leave();
  }

  #ask(): void {
    this.#full = false;
    this.#bursts.take((burst) => this.#take(burst));
  }

  #take(burst: Burst | undefined): void {
    if (burst === undefined) {
      this.#end({});
    } else if (burst.type === 'fault') {
      if (burst.fault === 'half-frame') this.#push(burst.half);
      this.#end(burst.fault === 'truncate' ? {} : { error: brokenConnection() });
    } else {
      for (const data of burst.frames) this.#push(data);
      if (this.#size < MOST_WAITING) this.#ask();
      else this.#full = true;
    }
  }

  #push(data: Data): void {
    const bytes = bytesOf(data);
    // An empty chunk would end nothing, and is not to be enqueued.
    if (bytes.byteLength === 0) return;
    this.#size += bytes.byteLength;
    this.#waiting.push(bytes);
    this.#wake?.();
  }

  #end(ending: { readonly error?: unknown }): void {
    this.#ending ??= ending;
    this.#wake?.();
  }
}
