import { setTimeout as sleep } from 'node:timers/promises';

/** A client of one mock server that counts what it asks, until the soak is over. */
export class MockClient {
  readonly over: AbortSignal;
  requests = 0;
  readonly #url: string;

  constructor(port: number, over: AbortSignal) {
    this.#url = `http://127.0.0.1:${port}`;
    this.over = over;
  }

  /**
   * Asks for an answer, and reads it to its end.
   *
   * @param leave ms after which the client leaves
   * @returns the text; undefined when the connection was cut, or the client has left
   */
  async chat(session: string, uid: string, options: ChatOptions = {}): Promise<string | undefined> {
    const { content = 'hello', stream = true, leave, ...more } = options;
    const limits = [this.over, ...(leave === undefined ? [] : [AbortSignal.timeout(leave)])];
    this.requests++;
    try {
      const response = await fetch(`${this.#url}/@${session}/chats/${uid}/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer soak', 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], stream, ...more }),
        signal: AbortSignal.any(limits),
      });
      return await response.text();
    } catch {
      return undefined;
    }
  }

  /**
   * Calls the control API.
   *
   * @param route `POST /clock/pause`
   * @throws Error when it refuses
   */
  async control(session: string, route: string, input?: Readonly<Record<string, unknown>>): Promise<unknown> {
    const [method = 'GET', path = '/'] = route.split(' ');
    this.requests++;
    const response = await fetch(`${this.#url}/@${session}/__mock${path}`, {
      method,
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      signal: this.over,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text.slice(0, 200)}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Reads the events of a session for so many ms. Returns how many bytes came. */
  async follow(session: string | undefined, ms: number): Promise<number> {
    const prefix = session === undefined ? '' : `/@${session}`;
    let bytes = 0;
    try {
      const signal = AbortSignal.any([this.over, AbortSignal.timeout(ms)]);
      const { body } = await fetch(`${this.#url}${prefix}/__mock/events`, { signal });
      for await (const part of body ?? []) bytes += part.length;
    } catch {
      // The time is over.
    }
    return bytes;
  }

  /** Waits, and returns at once when the soak is over. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.over }).catch(() => undefined);
  }
}

export interface ChatOptions {
  readonly content?: string;
  readonly stream?: boolean;
  readonly leave?: number;
  readonly [field: string]: unknown;
}
