import { createParser } from 'eventsource-parser';
import { Transport } from '../control/transport.ts';
import { CONTROL_KEY_HEADER } from '../control/wire.ts';
import { ChatMockError } from '../error.ts';
import { DEFAULT_SESSION, sessionUrl } from '../session/names.ts';
import type { ChatToTry, PanelEvent, PanelTransport } from './transport.ts';

/** How long to wait before asking again for the events, in ms. */
const AGAIN = 1000;

export interface HttpOptions {
  /** Of the mock, without a session. */
  readonly url: string;
  readonly session?: string;
  /** Asks the user for the control key of a mock on another machine; undefined: the user has none. */
  readonly askForKey?: () => Promise<string | undefined>;
}

/** A mock behind HTTP. */
export function httpTransport({ url, session = DEFAULT_SESSION, askForKey }: HttpOptions): PanelTransport {
  let key: string | undefined;
  let asking: Promise<string | undefined> | undefined;
  const transport = () => new Transport(url, key === undefined ? {} : { controlKey: key });
  const needsKey = (error: unknown) =>
    error instanceof ChatMockError && error.code === 'control-refused' && error.message.includes('its key');

  async function withKey<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (!needsKey(error) || askForKey === undefined) throw error;
      asking ??= askForKey();
      key = await asking;
      asking = undefined;
      return run();
    }
  }

  function of(name: string): PanelTransport {
    return {
      url,
      call: (route, input = {}) => withKey(() => transport().call(name, route, input)),
      watch: (listener) => follow(url, () => key, listener),
      session: of,
      ask: ({ workspace, headers, body, signal }: ChatToTry) =>
        fetch(`${sessionUrl(url, name)}/chats/${encodeURIComponent(workspace)}/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal,
        }),
    };
  }
  return of(session);
}

/** Follows the events of a mock, also when it goes and comes back. Not by EventSource, which sends no key. */
function follow(
  url: string,
  key: () => string | undefined,
  listener: (event: PanelEvent) => void,
): () => void {
  const over = new AbortController();
  const parser = createParser({
    onEvent({ data }) {
      const event = JSON.parse(data) as PanelEvent & { readonly list?: readonly PanelEvent[] };
      if (event.list === undefined) listener(event);
      else for (const one of event.list) listener(one);
    },
  });
  const read = async () => {
    const given = key();
    const headers = given === undefined ? {} : { [CONTROL_KEY_HEADER]: given };
    const response = await fetch(`${url}/__mock/events?detail=1`, { headers, signal: over.signal });
    if (!response.ok || response.body === null) return;
    listener({ type: 'connection', open: true });
    const decoder = new TextDecoder();
    for await (const bytes of response.body) parser.feed(decoder.decode(bytes, { stream: true }));
  };
  const run = async () => {
    while (!over.signal.aborted) {
      await read().catch(() => undefined);
      if (over.signal.aborted) return;
      parser.reset();
      listener({ type: 'connection', open: false });
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  };
  void run();
  return () => over.abort();
}
