import { ChatMockError } from '../error.ts';
import { beginWait, DEFAULT_TIMEOUT, LONGEST_TIMER, type Timed } from '../playback/waiting.ts';
import { CONTROL_HEADER, fromErrorBody } from './wire.ts';

/** How long a mock may take to answer beyond what a call waits for, in ms. */
const PATIENCE = 10_000;

export interface CallOptions {
  readonly body?: unknown;
  /** For a call that waits: goes along in its body. */
  readonly timed?: Timed | undefined;
}

/** Calls the control API of one mock, and makes errors of its errors. */
export class Transport {
  /** Without a slash at its end, and without a session. */
  readonly base: string;
  /** The default for calls that wait, in ms. */
  readonly timeout: number;
  readonly #fetch: typeof fetch | undefined;

  constructor(
    base: string,
    options: { readonly fetch?: typeof fetch | undefined; readonly timeout?: number | undefined },
  ) {
    this.base = base;
    this.timeout = options.timeout ?? DEFAULT_TIMEOUT;
    this.#fetch = options.fetch;
  }

  /**
   * @param path below `/__mock/`
   * @throws ChatMockError the one that the mock answered with; `unreachable` when none did
   */
  async call<T>(
    session: string | undefined,
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<T> {
    const prefix = session === undefined ? '' : `/@${encodeURIComponent(session)}`;
    const response = await this.#send(`${this.base}${prefix}/__mock/${path}`, method, options);
    if (!response.headers.has(CONTROL_HEADER)) throw await this.#notTheMock(response);
    const body: unknown = response.status === 204 ? undefined : await response.json();
    // The header says that it is the mock: its answers have the types that it gives them.
    if (response.ok) return body as T;
    throw fromErrorBody(body) ?? new ChatMockError('control-refused', said(body, response.status));
  }

  async #send(url: string, method: string, { body, timed }: CallOptions): Promise<Response> {
    // Looked up for each call: test tools put another one in its place.
    const send = this.#fetch ?? globalThis.fetch;
    const timeout = timed === undefined ? 0 : beginWait({ timeout: this.timeout, ...timed }).timeout;
    const whole = timed === undefined ? body : { ...(body ?? {}), timeout: Math.min(LONGEST_TIMER, timeout) };
    const request = method === 'GET' ? {} : payload(whole);
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(this.#unreachable(`${url} took too long to answer.`)),
      Math.min(LONGEST_TIMER, timeout + PATIENCE),
    );
    const giveUp = () => late.abort(timed?.signal?.reason);
    timed?.signal?.addEventListener('abort', giveUp);
    if (timed?.signal?.aborted === true) giveUp();
    try {
      return await send(url, { method, signal: late.signal, ...request });
    } catch (error) {
      if (late.signal.aborted) throw late.signal.reason;
      throw this.#unreachable(`Nothing answers at ${this.base}.`, error);
    } finally {
      clearTimeout(timer);
      timed?.signal?.removeEventListener('abort', giveUp);
    }
  }

  async #notTheMock(response: Response): Promise<ChatMockError> {
    const real = await this.#isMeilisearch();
    const what = real ? 'a real Meilisearch' : `something else (HTTP ${response.status})`;
    return this.#unreachable(`What answers at ${this.base} is not the mock but ${what}.`);
  }

  async #isMeilisearch(): Promise<boolean> {
    try {
      const response = await this.#send(`${this.base}/health`, 'GET', {});
      const body: unknown = await response.json();
      return JSON.stringify(body) === '{"status":"available"}';
    } catch {
      // It need not be anything that we know.
      return false;
    }
  }

  #unreachable(message: string, cause?: unknown): ChatMockError {
    return new ChatMockError('unreachable', message, {
      hint: 'Start the mock with `npm run mock`, or give the URL that it prints.',
      cause,
    });
  }
}

function payload(body: unknown): RequestInit {
  if (body === undefined) return {};
  try {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  } catch (error) {
    throw new ChatMockError('invalid-option', `What is given cannot be sent as JSON: ${String(error)}.`);
  }
}

function said(body: unknown, status: number): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : body;
  return `The mock answered HTTP ${status}: ${String(message)}`;
}
