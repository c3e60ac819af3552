import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers';
import { type HeaderList, writeHead } from './respond.ts';

type Data = string | Uint8Array;

/** What is written as an HTTP chunk of its own. */
interface StreamEvent {
  readonly data: Data;
}

/**
 * The events of a stream on their connection, each an HTTP chunk of its own. We make the chunks, and not Node: its newer
 * versions make one of all that is written together, and each takes five times as long.
 */
export class EventStream {
  readonly #res: ServerResponse;
  /** Writes whose data this process still has. */
  #pending = 0;
  /** Whoever waits for that. */
  #next: (() => void) | undefined;
  /** In which round it wrote last. */
  #round: Round | undefined;

  constructor(res: ServerResponse) {
    this.#res = res;
    res.once('close', () => this.#release());
  }

  /** The head and the first event, in one piece. */
  begin(status: number, headers: HeaderList, first: Data): void {
    const { socket } = this.#res;
    socket?.cork();
    writeHead(this.#res, status, [['transfer-encoding', 'chunked'], ...headers]);
    this.#res.chunkedEncoding = false;
    this.#res.write(chunks([{ data: first }]));
    socket?.uncork();
  }

  /**
   * Writes events. Calls back when the next ones may come: mostly at once; or when the client's side has taken these, or
   * has left; or when others have had their turn.
   */
  write(events: readonly StreamEvent[], next: () => void): void {
    const res = this.#res;
    this.#pending++;
    // Straight to the socket: the response would measure it all once more. It has none while an earlier one is on its way.
    (res.socket ?? res).write(chunks(events), this.#taken);
    if (res.writableLength > 0 && !res.destroyed) {
      this.#next = next;
      return;
    }
    const round = thisRound();
    const again = this.#round === round;
    this.#round = round;
    if (again) round.after.push(next);
    else next();
  }

  /** The clean end. */
  end(): void {
    this.#res.end(LAST_CHUNK);
  }

  readonly #taken = (): void => {
    this.#pending--;
    if (this.#pending === 0) this.#release();
  };

  #release(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }
}

/** A round of Node's event loop. */
interface Round {
  /** What is called when it is over. */
  readonly after: (() => void)[];
}

let round: Round | undefined;

/** Node must get to its connections: streams that are behind would keep it for themselves. */
function thisRound(): Round {
  if (round !== undefined) return round;
  const begun: Round = { after: [] };
  round = begun;
  setImmediate(() => {
    round = undefined;
    for (const next of begun.after) next();
  });
  return begun;
}

const LAST_CHUNK = '0\r\n\r\n';

function chunks(events: readonly StreamEvent[]): Data {
  let text = '';
  for (const { data } of events) {
    if (typeof data !== 'string') return Buffer.concat(events.map(chunkOfBytes));
    text += `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`;
  }
  return text;
}

function chunkOfBytes({ data }: StreamEvent): Uint8Array {
  const bytes = Buffer.from(data);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}
