import { connect } from '../../client.ts';
import { Transport } from '../../control/transport.ts';
import { ChatMockError } from '../../error.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';
import { timers } from '../../timers.ts';
import { chatPath } from '../chat-url.ts';
import type { StoryMock } from './story-mock.ts';

/** The kinds of events that a mock tells. */
const KINDS: readonly SimulatorEvent['type'][] = [
  ...(['request', 'answering', 'ended', 'unmatched', 'reset', 'scenarios'] as const),
  ...(['frames', 'held', 'stalled', 'clock'] as const),
];

/** An event as the server tells it: frames come in lists. */
type Told = SimulatorEvent & { readonly list?: readonly SimulatorEvent[] };

/** A mock that runs as a server. Each rendering of a story has a session of its own there. */
export function createServerStoryMock(server: string): StoryMock {
  const name = `storybook-${timers.date().getTime().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
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
    call: (route, input) => transport.call(DEFAULT_SESSION, route, input),
    watch(listener) {
      const events = new EventSource(`${chat.url}/__mock/events?detail=1`);
      const tell = ({ data }: MessageEvent<string>) => {
        const told = JSON.parse(data) as Told;
        // For the panel, a story has one session.
        for (const event of told.list ?? [told]) {
          listener(event.type === 'scenarios' ? event : { ...event, session: DEFAULT_SESSION });
        }
      };
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
