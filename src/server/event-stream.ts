import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers';
import { type HeaderList, writeHead } from './respond.ts';

type Data = string | Uint8Array;

/**
 * The events of a stream on their connection, each an HTTP chunk of its own. We make the chunks, and not Node: its newer
 * versions make one of all that is written together, and each takes five times as long.
 */
export class EventStream {
  readonly #res: ServerResponse;
  /** Writes whose data this process still has. */
  #pending = 0;
  #release: (() => void) | undefined;
  /** In which round it wrote last. */
  #round: Round | undefined;

  constructor(res: ServerResponse) {
    this.#res = res;
    res.once('close', () => this.#release?.());
  }

  /** The head and the first event, in one piece. */
  begin(status: number, headers: HeaderList, first: Data): void {
    const { socket } = this.#res;
    socket?.cork();
    writeHead(this.#res, status, [['transfer-encoding', 'chunked'], ...headers]);
    this.#res.chunkedEncoding = false;
    this.#res.write(chunks([first]));
    socket?.uncork();
  }

  /**
   * Writes events.
   *
   * @returns a promise when the next events should wait: until the client's side has taken these, or has left; or
   *   until others have had their turn
   */
  write(events: readonly Data[]): Promise<void> | undefined {
    const res = this.#res;
    this.#pending++;
    // Straight to the socket: the response would measure it all once more. It has none while an earlier one is on its way.
    (res.socket ?? res).write(chunks(events), this.#taken);
    if (res.writableLength > 0 && !res.destroyed) {
      return new Promise((resolve) => {
        this.#release = resolve;
      });
    }
    const round = thisRound();
    const again = this.#round === round;
    this.#round = round;
    return again ? round.over : undefined;
  }

  /** The clean end. */
  end(): void {
    this.#res.end(LAST_CHUNK);
  }

  readonly #taken = (): void => {
    this.#pending--;
    if (this.#pending === 0) this.#release?.();
  };
}

/** A round of Node's event loop. */
interface Round {
  readonly over: Promise<void>;
}

let round: Round | undefined;

/** Promises alone never let Node go on to its connections: streams that are behind would keep it for themselves. */
function thisRound(): Round {
  round ??= {
    over: new Promise((resolve) => {
      setImmediate(() => {
        round = undefined;
        resolve();
      });
    }),
  };
  return round;
}

const LAST_CHUNK = '0\r\n\r\n';

function chunks(events: readonly Data[]): Data {
  let text = '';
  for (const event of events) {
    if (typeof event !== 'string') return Buffer.concat(events.map(chunkOfBytes));
    text += `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`;
  }
  return text;
}

function chunkOfBytes(event: Data): Uint8Array {
  const bytes = Buffer.from(event);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}
