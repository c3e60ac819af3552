/**
 * An HTTP/1.1 client that hides nothing: the case of header names, headers that come twice, the bounds of
 * HTTP chunks, interim responses, and how a connection ends.
 */
import { connect, type Socket } from 'node:net';

export interface RawResponse {
  /** `HTTP/1.1` */
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  /** In the order, and in the case, in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The chunks of a chunked body, one by one. */
  readonly chunks: readonly Buffer[] | undefined;
  /** Whether the connection ended before the body did. */
  readonly cut: boolean;
  /** Statuses of the interim responses before this one: 100. */
  readonly interim: readonly number[];
}

/** How the other side ended a connection. */
export type Ending = 'closed' | 'reset';

/** One connection, on which requests are written byte for byte. */
export class RawConnection {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  #ending: Ending | undefined;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (part: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, part]);
      this.#wake();
    });
    socket.on('end', () => this.#end('closed'));
    socket.on('close', () => this.#end('closed'));
    socket.on('error', () => this.#end('reset'));
  }

  static open(url: string, timeout = 5_000): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
      const connection = new RawConnection(socket);
      socket.setTimeout(timeout, () => socket.destroy(new Error('timeout')));
      socket.once('connect', () => resolve(connection));
      socket.once('error', reject);
    });
  }

  send(data: string | Uint8Array): void {
    // What the server has closed takes nothing more; the ending says so.
    if (this.#ending === undefined) this.#socket.write(data);
  }

  /** Bytes that came, and that nobody has read yet. */
  get unread(): number {
    return this.#buffer.length;
  }

  /** Reads one response; undefined when the connection ends before any of it. */
  async response(method = 'GET'): Promise<RawResponse | undefined> {
    const interim: number[] = [];
    for (;;) {
      const head = await this.#head();
      if (head === undefined) return undefined;
      if (head.status >= 200 || head.status === 101)
        return { ...head, ...(await this.#body(method, head)), interim };
      interim.push(head.status);
    }
  }

  /** Waits for the other side to end the connection. */
  async ended(): Promise<Ending> {
    while (this.#ending === undefined) await this.#more();
    return this.#ending;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #head(): Promise<Pick<RawResponse, 'version' | 'status' | 'reason' | 'headers'> | undefined> {
    const start = await this.#line();
    if (start === undefined) return undefined;
    const [, version = '', status = '', reason = ''] = /^(\S+) (\d+) ?(.*)$/.exec(start) ?? [];
    const headers: [string, string][] = [];
    for (let line = await this.#line(); line !== undefined && line !== ''; line = await this.#line()) {
      const colon = line.indexOf(':');
      headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    }
    return { version, status: Number(status), reason, headers };
  }

  async #body(
    method: string,
    { status, headers }: Pick<RawResponse, 'status' | 'headers'>,
  ): Promise<Pick<RawResponse, 'body' | 'chunks' | 'cut'>> {
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    const empty = Buffer.alloc(0);
    if (method === 'HEAD' || status === 204 || status === 304)
      return { body: empty, chunks: undefined, cut: false };
    if (header('transfer-encoding') === 'chunked') {
      const { chunks, cut } = await this.#chunks();
      return { body: Buffer.concat(chunks), chunks, cut };
    }
    const length = header('content-length');
    const wanted = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
    while (this.#buffer.length < wanted && this.#ending === undefined) await this.#more();
    const body = this.#take(Math.min(wanted, this.#buffer.length));
    return { body, chunks: undefined, cut: length !== undefined && body.length < wanted };
  }

  async #chunks(): Promise<{ chunks: Buffer[]; cut: boolean }> {
    const chunks: Buffer[] = [];
    for (;;) {
      const size = Number.parseInt((await this.#line()) ?? '', 16);
      if (Number.isNaN(size)) return { chunks, cut: true };
      while (this.#buffer.length < size + 2 && this.#ending === undefined) await this.#more();
      if (this.#buffer.length < size + 2) return { chunks: [...chunks, this.#buffer], cut: true };
      const chunk = this.#take(size);
      this.#take(2);
      if (size === 0) return { chunks, cut: false };
      chunks.push(chunk);
    }
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#take(end).toString('latin1');
        this.#take(2);
        return line;
      }
      if (this.#ending !== undefined) return undefined;
      await this.#more();
    }
  }

  #take(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #end(ending: Ending): void {
    this.#ending ??= ending;
    this.#wake();
  }
}
