/** How much of a body is kept. */
const KEPT = 2_000_000;

/** Reads one HTTP answer as it comes, and keeps its beginning. */
export class AnswerReader {
  status: number | undefined;
  /** Whether all of it has come. */
  done = false;
  readonly headers = new Map<string, string>();
  readonly #method: string;
  readonly #parts: Buffer[] = [];
  #kept = 0;
  #line = '';
  #reads: 'status' | 'header' | 'size' | 'end of chunk' | 'trailer' | 'body' = 'status';
  #chunked = false;
  /** Bytes that are still to come, of the body or of its chunk. */
  #left = 0;

  constructor(method: string) {
    this.#method = method;
  }

  get body(): string {
    return Buffer.concat(this.#parts).toString();
  }

  /** Whether the same connection takes another request. */
  get keepsAlive(): boolean {
    return this.done && this.headers.get('connection') !== 'close';
  }

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !this.done) {
      if (this.#reads === 'body') {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#keep(bytes.subarray(at, at + taken));
        at += taken;
        this.#left -= taken;
        if (this.#left === 0) this.#bodyRead();
        continue;
      }
      const end = bytes.indexOf('\n', at);
      this.#line += bytes.toString('latin1', at, end < 0 ? bytes.length : end);
      if (end < 0) return;
      at = end + 1;
      const line = this.#line.trim();
      this.#line = '';
      this.#readLine(line);
    }
  }

  /** The connection has ended: a body without a length ends with it. */
  close(): void {
    if (this.#left === Number.POSITIVE_INFINITY) this.done = true;
  }

  #keep(bytes: Buffer): void {
    if (this.#kept < KEPT) this.#parts.push(Buffer.from(bytes));
    this.#kept += bytes.length;
  }

  #bodyRead(): void {
    if (this.#chunked) this.#reads = 'end of chunk';
    else this.done = true;
  }

  #readLine(line: string): void {
    switch (this.#reads) {
      case 'status':
        this.status = Number(/^HTTP\/\d\.\d (\d{3})/.exec(line)?.[1] ?? Number.NaN);
        this.#reads = 'header';
        break;
      case 'header':
        if (line === '') this.#headRead();
        else this.headers.set(line.replace(/:.*/s, '').toLowerCase(), line.replace(/^[^:]*:\s*/, ''));
        break;
      case 'size':
        this.#left = Number.parseInt(line, 16);
        this.#reads = this.#left === 0 ? 'trailer' : 'body';
        break;
      case 'end of chunk':
        this.#reads = 'size';
        break;
      case 'trailer':
        if (line === '') this.done = true;
        break;
      case 'body':
    }
  }

  #headRead(): void {
    const { status = 0 } = this;
    if (status >= 100 && status < 200 && status !== 101) {
      this.headers.clear();
      this.status = undefined;
      this.#reads = 'status';
      return;
    }
    const length = this.headers.get('content-length');
    this.#chunked = this.headers.get('transfer-encoding') === 'chunked';
    if (this.#method === 'HEAD' || status === 204 || status === 304 || length === '0') {
      this.done = true;
    } else if (this.#chunked) {
      this.#reads = 'size';
    } else {
      this.#left = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
      this.#reads = 'body';
    }
  }
}
