import { connect, type Socket } from 'node:net';

/** Where requests go. */
export interface Target {
  readonly port: number;
  readonly path: string;
}

/** What a connection tells of the answer that it gets. Times are of `performance.now()`. */
export interface Listener {
  head?(at: number): void;
  /** So many frames with JSON have come since the request. */
  frames?(count: number, at: number): void;
  end?(frames: number): void;
}

const FRAME = 'data: {';
const LAST_CHUNK = '\r\n0\r\n\r\n';
const OVERLAP = Math.max(FRAME.length, LAST_CHUNK.length) - 1;

/** HTTP on a bare socket, as cheap as can be: the machine's other half is for the server. One request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #target: Target;
  #listener: Listener = {};
  #inBody = false;
  /** Bytes of the body that are still to come; infinite for a chunked one. */
  #left = 0;
  #frames = 0;
  #tail = '';

  constructor(target: Target) {
    this.#target = target;
    this.#socket = connect({ port: target.port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.on('error', (error: Error) => {
      throw error;
    });
  }

  request(body: string, listener: Listener): void {
    this.#listener = listener;
    this.#inBody = false;
    this.#frames = 0;
    this.#tail = '';
    const head = [
      `POST ${this.#target.path} HTTP/1.1`,
      `host: 127.0.0.1:${this.#target.port}`,
      'authorization: Bearer bench',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ].join('\r\n');
    this.#socket.write(`${head}\r\n\r\n${body}`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    const at = performance.now();
    let text = this.#tail + bytes.toString('latin1');
    if (!this.#inBody) {
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#tail = text;
        return;
      }
      this.#readHead(text.slice(0, end), at);
      text = text.slice(end + 2);
      this.#left -= text.length - 2;
    } else {
      this.#left -= bytes.length;
    }
    this.#readBody(text, at);
  }

  #readHead(head: string, at: number): void {
    if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`Not a good answer: ${head}`);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    this.#left = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
    this.#inBody = true;
    this.#listener.head?.(at);
  }

  /** `text` begins with what was seen before, so that nothing hides between two reads. */
  #readBody(text: string, at: number): void {
    const before = this.#frames;
    for (let place = text.indexOf(FRAME); place >= 0; place = text.indexOf(FRAME, place + FRAME.length)) {
      this.#frames++;
    }
    // No longer than a marker without its last character: nothing is counted twice.
    this.#tail = text.slice(-OVERLAP);
    if (this.#frames > before) this.#listener.frames?.(this.#frames, at);
    if (this.#left <= 0 || (this.#left === Number.POSITIVE_INFINITY && text.endsWith(LAST_CHUNK))) {
      this.#listener.end?.(this.#frames);
    }
  }
}
