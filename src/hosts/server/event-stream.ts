import type { ServerResponse } from 'node:http';
import type { Data } from '../../playback/item.ts';
import type { HeaderList } from '../../simulator/reply.ts';
import { timers } from '../../timers.ts';
import { writeHead } from './respond.ts';

/**
 * The events of a stream on their connection, each an HTTP chunk of its own. We make the chunks, and not Node: its newer
 * versions make one of all that is written together, and each takes five times as long.
 */
export class EventStream {
  readonly #res: ServerResponse;
  /** Writes whose data this process still has. */
  #pending = 0;
  /** Called when that is over. */
  #next: (() => void) | undefined;
  /** Whether the head is out: it leaves in one piece with the first events. */
  #begun = false;
  /** In which round it wrote last. */
  #round: Round | undefined;

  constructor(res: ServerResponse, status: number, headers: HeaderList) {
    this.#res = res;
    res.once('close', () => this.#release());
    writeHead(res, status, [['transfer-encoding', 'chunked'], ...headers]);
    res.chunkedEncoding = false;
  }

  /**
   * Writes events. Calls back when the next ones may come: mostly at once; or when the client's side has taken these, or
   * has left; or when others have had their turn.
   */
  write(events: readonly Data[], next: () => void): void {
    const res = this.#res;
    this.#pending++;
    this.#put(chunks(events));
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
    if (!this.#res.destroyed) this.#res.end(LAST_CHUNK);
  }

  #put(data: Data): void {
    const { socket } = this.#res;
    if (this.#begun) {
      // Straight to the socket: the response would measure it all once more. It has none while an earlier one is on its way.
      (socket ?? this.#res).write(data, this.#taken);
      return;
    }
    this.#begun = true;
    socket?.cork();
    this.#res.write(data, this.#taken);
    socket?.uncork();
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
  timers.setImmediate?.(() => {
    round = undefined;
    // Emptied: a stream that is held keeps its last round, and would keep the streams of that round alive.
    for (const next of begun.after.splice(0)) next();
  });
  return begun;
}

const LAST_CHUNK = '0\r\n\r\n';

function chunks(events: readonly Data[]): Data {
  let text = '';
  for (const data of events) {
    if (typeof data !== 'string') return Buffer.concat(events.map(chunkOfBytes));
    text += `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`;
  }
  return text;
}

function chunkOfBytes(data: Data): Uint8Array {
  const bytes = Buffer.from(data);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}
