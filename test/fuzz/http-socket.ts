import { connect, type Socket } from 'node:net';
import { AnswerReader } from './answer-reader.ts';
import type { Ending } from './requests/draft.ts';

/** What one request came to. */
export interface Outcome {
  /** `cut`: the server closed the connection. `left`: the client did. `silent`: nothing came in time. */
  readonly how: 'answered' | 'cut' | 'left' | 'silent';
  /** Undefined: no head came. */
  readonly status: number | undefined;
  readonly answer: AnswerReader;
  /** Whether the connection takes another request. */
  readonly reusable: boolean;
}

/** How long an answer may take, in ms. */
const LONGEST_ANSWER = 30_000;
/** The same for an answer that may depend on what other clients do. */
const PATIENCE = 300;

/** HTTP on a bare socket, which takes any bytes for a request. One request at a time. */
export class HttpSocket {
  readonly #socket: Socket;
  #onData: (bytes: Buffer) => void = () => undefined;
  #onClose: () => void = () => undefined;
  #closed = false;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes: Buffer) => this.#onData(bytes));
    // `close` follows.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#closed = true;
      this.#onClose();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  exchange(
    request: { readonly method: string; readonly bytes: Uint8Array; readonly ending: Ending },
    longest = LONGEST_ANSWER,
  ): Promise<Outcome> {
    const { bytes, ending } = request;
    const answer = new AnswerReader(request.method);
    const patient = ending === 'answer';
    return new Promise((resolve) => {
      const end = (how: Outcome['how']) => {
        clearTimeout(timer);
        this.#onData = () => undefined;
        this.#onClose = () => undefined;
        const reusable = how === 'answered' && answer.keepsAlive;
        if (!reusable && ending !== 'keep') this.close();
        resolve({ how, status: answer.status, answer, reusable });
      };
      const timer = setTimeout(() => end(patient ? 'silent' : 'left'), patient ? longest : PATIENCE);
      this.#onData = (part) => {
        answer.feed(part);
        if (answer.done) end('answered');
        else if (answer.status !== undefined && (ending === 'abort' || ending === 'keep')) end('left');
      };
      this.#onClose = () => {
        answer.close();
        end(answer.done ? 'answered' : 'cut');
      };
      if (this.#closed) end('cut');
      else if (ending !== 'half') this.#socket.write(bytes);
      else this.#socket.write(bytes.subarray(0, Math.ceil(bytes.length * 0.7)), () => end('left'));
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
