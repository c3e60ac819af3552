import type { Channel } from 'storybook/internal/channels';
import type { VerbInput } from '../../control/verb.ts';
import { fromErrorBody } from '../../control/wire.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';
import type { Call, CallAnswer } from './messages.ts';
import { EVENTS } from './names.ts';

/** How a panel drives a mock, and learns what happens in it. */
export interface ChannelTransport {
  /** Runs a verb of the control table by its route. Rejects with a `ChatMockError`. */
  call(route: string, input?: VerbInput): Promise<unknown>;
  /** Every event, until the returned function is called. */
  watch(listener: (event: SimulatorEvent) => void): () => void;
}

/** The manager's side: the mock of the story in the preview, over Storybook's channel. */
export function createChannelTransport(channel: Channel): ChannelTransport {
  let calls = 0;
  return {
    call(route, input) {
      const id = `${Date.now()}-${calls++}`;
      return new Promise((resolve, reject) => {
        const listener = (answer: CallAnswer) => {
          if (answer.id !== id) return;
          channel.off(EVENTS.answer, listener);
          if ('error' in answer) reject(fromErrorBody(answer.error, 0));
          else resolve(answer.result);
        };
        channel.on(EVENTS.answer, listener);
        channel.emit(EVENTS.call, { id, route, input } satisfies Call);
      });
    },
    watch(listener) {
      channel.on(EVENTS.happened, listener);
      return () => channel.off(EVENTS.happened, listener);
    },
  };
}
