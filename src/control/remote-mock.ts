import { DEFAULT_SESSION } from '../session/names.ts';
import { type ChatMock, createChatMock } from './chat-mock.ts';
import type { Transport } from './transport.ts';
import { fromListing } from './wire.ts';

/**
 * The verbs of one session, over HTTP.
 *
 * @param session undefined: the default one
 */
export function createRemoteMock(transport: Transport, session: string | undefined): ChatMock {
  const { timeout } = transport;
  return createChatMock(
    async (_name, { route, waits }, input, signal) => {
      const whole = waits === true ? { ...input, timeout: input.timeout ?? timeout } : input;
      return fromListing(await transport.call(session, route, whole, signal));
    },
    { name: session ?? DEFAULT_SESSION, url: transport.urlOf(session), timeout },
  );
}
