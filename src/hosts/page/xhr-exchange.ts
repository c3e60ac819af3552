import { type Timer, timers } from '../../timers.ts';
import type { Interception } from './interception.ts';

/** One request of an `XMLHttpRequest` that is answered in the page: its state, its bytes and its events, as browsers have them. */
export class XhrExchange {
  readonly headers = new Headers();
  /** Whether it was sent. */
  begun = false;
  /** Undefined until there is a response: the state is the browser's own. */
  readyState: number | undefined;
  head: Response | undefined;
  readonly #xhr: XMLHttpRequest;
  readonly #method: string;
  readonly #url: string;
  readonly #leaving = new AbortController();
  readonly #decoder = new TextDecoder();
  #text = '';
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #loaded = 0;
  /** Whether the request has a body that is not sent yet. */
  #uploading = false;
  #body: unknown;
  #timer: Timer;

  constructor(xhr: XMLHttpRequest, method: string, url: string) {
    this.#xhr = xhr;
    this.#method = method;
    this.#url = url;
  }

  send(body: XMLHttpRequestBodyInit | Document | null, answer: Interception['answer']): void {
    if (this.begun) throw new DOMException('The request is sent already.', 'InvalidStateError');
    const { withCredentials, timeout } = this.#xhr;
    const request = new Request(this.#url, {
      method: this.#method,
      headers: this.headers,
      body: /^(?:get|head)$/i.test(this.#method) ? null : bodyOf(body),
      credentials: withCredentials ? 'include' : 'same-origin',
      signal: this.#leaving.signal,
    });
    this.begun = true;
    this.#tell('loadstart');
    this.#uploading = body !== null;
    if (this.#uploading) this.#tellUpload('loadstart');
    if (timeout > 0) this.#timer = timers.setTimeout(() => this.#fail('timeout'), timeout);
    void this.#run(request, answer).catch(() => this.#fail('error'));
  }

  /** Ends it, and tells so. */
  abort(): void {
    if (this.readyState !== XMLHttpRequest.DONE) this.#fail('abort');
    this.head = undefined;
    this.readyState = XMLHttpRequest.UNSENT;
  }

  /** Ends it without a word: the object is used for another request. */
  leave(): void {
    timers.clearTimeout(this.#timer);
    this.#leaving.abort();
  }

  /** What has come until now. */
  get text(): string {
    if (isText(this.#xhr)) return this.#text;
    throw new DOMException(`The responseType is '${this.#xhr.responseType}'.`, 'InvalidStateError');
  }

  /** The body as `responseType` says; but for text, there is none until it is complete. */
  get body(): unknown {
    if (isText(this.#xhr)) return this.#text;
    if (this.readyState !== XMLHttpRequest.DONE || this.head === undefined) return null;
    this.#body ??= this.#made();
    return this.#body;
  }

  async #run(request: Request, answer: Interception['answer']): Promise<void> {
    if (this.#uploading) {
      const { byteLength } = await request.clone().arrayBuffer();
      if (this.#leaving.signal.aborted) return;
      this.#uploading = false;
      for (const type of ['progress', 'load', 'loadend']) this.#tellUpload(type, byteLength);
    }
    this.head = await answer(request);
    this.#become(XMLHttpRequest.HEADERS_RECEIVED);
    const reader = this.head.body?.getReader();
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      this.#receive(read.value);
    }
    if (this.#leaving.signal.aborted) return;
    timers.clearTimeout(this.#timer);
    this.#text += this.#decoder.decode();
    this.#tell('progress');
    this.#become(XMLHttpRequest.DONE);
    this.#tell('load');
    this.#tell('loadend');
  }

  #receive(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#leaving.signal.aborted) return;
    this.#chunks.push(bytes);
    this.#loaded += bytes.byteLength;
    this.#text += this.#decoder.decode(bytes, { stream: true });
    // Browsers say this for every part, though the state is the same.
    this.#become(XMLHttpRequest.LOADING);
    if (!this.#leaving.signal.aborted) this.#tell('progress');
  }

  #fail(type: 'error' | 'abort' | 'timeout'): void {
    if (this.#leaving.signal.aborted) return;
    this.leave();
    this.head = undefined;
    this.#text = '';
    this.#chunks = [];
    this.#loaded = 0;
    this.#become(XMLHttpRequest.DONE);
    if (this.#uploading) {
      this.#tellUpload(type);
      this.#tellUpload('loadend');
    }
    this.#tell(type);
    this.#tell('loadend');
  }

  #become(state: number): void {
    this.readyState = state;
    this.#xhr.dispatchEvent(new Event('readystatechange'));
  }

  #tell(type: string): void {
    const total = Number(this.head?.headers.get('content-length') ?? 0);
    const progress = { loaded: this.#loaded, total, lengthComputable: total > 0 };
    this.#xhr.dispatchEvent(new ProgressEvent(type, progress));
  }

  #tellUpload(type: string, length = 0): void {
    const sent = { loaded: length, total: length, lengthComputable: length > 0 };
    this.#xhr.upload.dispatchEvent(new ProgressEvent(type, sent));
  }

  #made(): unknown {
    const { responseType } = this.#xhr;
    if (responseType === 'json') return jsonOf(this.#text);
    // Neither JSON nor an event stream is a document.
    if (responseType === 'document') return null;
    const blob = new Blob(this.#chunks, { type: this.head?.headers.get('content-type') ?? '' });
    if (responseType === 'blob') return blob;
    const bytes = new Uint8Array(this.#loaded);
    let place = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, place);
      place += chunk.byteLength;
    }
    return bytes.buffer;
  }
}

const isText = ({ responseType }: XMLHttpRequest) => responseType === '' || responseType === 'text';

const bodyOf = (body: XMLHttpRequestBodyInit | Document | null) =>
  body instanceof Document ? new XMLSerializer().serializeToString(body) : body;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
