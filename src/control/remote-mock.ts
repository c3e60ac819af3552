import { DEFAULT_SESSION } from '../session/names.ts';
import { type ChatMock, createChatMock } from './chat-mock.ts';
import type { Transport } from './transport.ts';

/**
 * The verbs of one session, over HTTP.
 *
 * @param session undefined: the default one
 */
export function createRemoteMock(transport: Transport, session: string | undefined): ChatMock {
  const { timeout } = transport;
  return createChatMock(
    ({ route, waits }, input, signal) => {
      const whole = waits === true ? { ...input, timeout: input.timeout ?? timeout } : input;
      return transport.call(session, route, whole, signal);
    },
    { name: session ?? DEFAULT_SESSION, url: transport.urlOf(session), timeout },
  );
}
