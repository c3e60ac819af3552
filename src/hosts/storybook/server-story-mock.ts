import { connect } from '../../client.ts';
import { Transport } from '../../control/transport.ts';
import { ChatMockError } from '../../error.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';
import { chatPath } from '../chat-url.ts';
import type { StoryMock } from './story-mock.ts';

/** The kinds of events that a mock tells. */
const KINDS: readonly SimulatorEvent['type'][] = ['request', 'ended', 'reset', 'scenarios'];

/** A mock that runs as a server. Each rendering of a story has a session of its own there. */
export function createServerStoryMock(server: string): StoryMock {
  const name = `storybook-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  const chat = connect(server, { session: name });
  const transport = new Transport(chat.url, {});
  return {
    chat,
    async answer(request) {
      const { method, headers, signal } = request;
      const { path } = chatPath(new URL(request.url));
      const body = await request.arrayBuffer();
      return fetch(chat.url + path, { method, headers, body, signal });
    },
    call: (route, input) => transport.call('default', route, input),
    watch(listener) {
      const events = new EventSource(`${chat.url}/__mock/events`);
      const tell = ({ data }: MessageEvent<string>) => listener(JSON.parse(data) as SimulatorEvent);
      for (const kind of KINDS) events.addEventListener(kind, tell);
      return () => events.close();
    },
    end: () => chat.reset().catch(unlessGone),
  };
}

/** With the server, its streams have ended. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ChatMockError && error.code === 'unreachable')) throw error;
}
