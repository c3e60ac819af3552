import { ChatMockError } from '../error.ts';
import { beginWait, DEFAULT_TIMEOUT, LONGEST_TIMER } from '../playback/waiting.ts';
import { sessionUrl } from '../session/names.ts';
import { timers } from '../timers.ts';
import type { VerbInput } from './verb.ts';
import {
  CONTROL_HEADER,
  CONTROL_KEY_HEADER,
  type ControlErrorBody,
  checkControlKey,
  fromErrorBody,
  fromListing,
} from './wire.ts';

/** How a mock is called. */
export interface TransportOptions {
  /** Default: the global one. */
  readonly fetch?: typeof fetch | undefined;
  /** What calls wait at the most unless they say otherwise, in real ms. Default 5000. */
  readonly timeout?: number | undefined;
  /** The control key of a mock on another machine. */
  readonly controlKey?: string | undefined;
}

/** How long a mock may take to answer beyond what a call waits for, in ms. */
const PATIENCE = 10_000;

/** Calls the control API of one mock, and makes errors of its errors. */
export class Transport {
  /** Without a slash at its end, and without a session. */
  readonly base: string;
  /** The default for calls that wait, in ms. */
  readonly timeout: number;
  readonly #fetch: typeof fetch | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(base: string, options: TransportOptions) {
    const { controlKey } = options;
    this.base = base;
    this.#headers = controlKey === undefined ? {} : { [CONTROL_KEY_HEADER]: checkControlKey(controlKey) };
    this.timeout = options.timeout ?? DEFAULT_TIMEOUT;
    this.#fetch = options.fetch;
  }

  /** Calls a route: `POST /clock/next`. Throws the error that the mock answers with, or `unreachable`. */
  async call<Result>(
    session: string,
    route: string,
    input: VerbInput = {},
    signal?: AbortSignal,
  ): Promise<Result> {
    const timeout = Math.min(LONGEST_TIMER, beginWait({ timeout: input.timeout ?? 0 }).timeout);
    const { path, init } = requestOf(
      route,
      input.timeout === undefined ? input : { ...input, timeout },
      this.#headers,
    );
    const url = `${sessionUrl(this.base, session)}/__mock${path}`;
    const response = await this.#send(url, init, timeout, signal);
    if (!response.headers.has(CONTROL_HEADER)) throw await this.#notTheMock(response);
    const body: unknown = response.status === 204 ? undefined : await response.json();
    // The header says that it is the mock: its answers have the types that it gives them.
    if (response.ok) return fromListing(body) as Result;
    throw fromErrorBody(body as ControlErrorBody, response.status);
  }

  async #send(url: string, init: RequestInit, timeout = 0, signal?: AbortSignal): Promise<Response> {
    // Looked up for each call: test tools put another one in its place.
    const send = this.#fetch ?? globalThis.fetch;
    const late = new AbortController();
    const timer = timers.setTimeout(
      () => late.abort(this.#unreachable(`${url} took too long to answer.`)),
      Math.min(LONGEST_TIMER, timeout + PATIENCE),
    );
    const either = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    try {
      return await send(url, { ...init, signal: either });
    } catch (error) {
      if (either.aborted) throw either.reason;
      throw this.#unreachable(`Nothing answers at ${this.base}.`, error);
    } finally {
      timers.clearTimeout(timer);
    }
  }

  async #notTheMock(response: Response): Promise<ChatMockError> {
    const health: unknown = await this.#send(`${this.base}/health`, { method: 'GET' })
      .then((answer) => answer.json())
      .catch(() => undefined);
    const real = JSON.stringify(health) === '{"status":"available"}';
    const what = real ? 'a real Meilisearch' : `something else (HTTP ${response.status})`;
    return this.#unreachable(`What answers at ${this.base} is not the mock but ${what}.`);
  }

  #unreachable(message: string, cause?: unknown): ChatMockError {
    return new ChatMockError('unreachable', message, {
      hint: 'Start the mock with `npm run mock`, or give the URL that it prints.',
      cause,
    });
  }
}

/** A route with its path filled in, and what of the input is not in the path. */
export function placed(
  route: string,
  input: VerbInput,
): { method: string; path: string; rest: Record<string, unknown> } {
  const [method = '', template = ''] = route.split(' ');
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = template.replace(/:(\w+)/g, (_, key: string) => {
    rest.delete(key);
    return encodeURIComponent(String(input[key]));
  });
  return { method, path, rest: Object.fromEntries(rest) };
}

/** The input as its parts of the request: in the path, in the query of a GET, or in the body. */
function requestOf(
  route: string,
  input: VerbInput,
  headers: Readonly<Record<string, string>>,
): { path: string; init: RequestInit } {
  const { method, path, rest } = placed(route, input);
  if (Object.keys(rest).length === 0) return { path, init: { method, headers } };
  if (method === 'GET') {
    const query = new URLSearchParams(Object.entries(rest).map(([key, value]) => [key, String(value)]));
    return { path: `${path}?${query}`, init: { method, headers } };
  }
  const body = toJson(rest);
  return { path, init: { method, body, headers: { ...headers, 'content-type': 'application/json' } } };
}

/** JSON has no NaN and no infinity: they go as text. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'number' && !Number.isFinite(one) ? String(one) : one,
    );
  } catch (error) {
    throw new ChatMockError('invalid-option', `What is given cannot be sent as JSON: ${String(error)}.`);
  }
}
