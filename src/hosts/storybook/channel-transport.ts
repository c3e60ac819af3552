import type { Channel } from 'storybook/internal/channels';
import { fromErrorBody } from '../../control/wire.ts';
import type { PanelEvent, PanelTransport } from '../../panel/transport.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { timers } from '../../timers.ts';
import type { Call, CallAnswer, Happened, StoryNews } from './messages.ts';
import { EVENTS } from './names.ts';

/** The manager's side: the mock of the story in the preview, over Storybook's channel. */
export function createChannelTransport(channel: Channel): PanelTransport {
  let calls = 0;
  return {
    async call(route, input) {
      await storyThere(channel);
      const id = `${timers.date().getTime()}-${calls++}`;
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
      const tell = (events: Happened) => events.forEach(listener);
      const next = (news: StoryNews) => newMock(news, listener);
      channel.on(EVENTS.happened, tell);
      channel.on(EVENTS.story, next);
      const last: StoryNews | undefined = channel.last(EVENTS.story)?.[0];
      if (last !== undefined) newMock(last, listener);
      return () => {
        channel.off(EVENTS.happened, tell);
        channel.off(EVENTS.story, next);
      };
    },
  };
}

/** Waits for a story, which has a mock: what is called before has no answer. */
async function storyThere(channel: Channel): Promise<void> {
  const last: StoryNews | undefined = channel.last(EVENTS.story)?.[0];
  if (last?.storyId !== undefined) return;
  await new Promise<void>((resolve) => {
    const listener = ({ storyId }: StoryNews) => {
      if (storyId === undefined) return;
      channel.off(EVENTS.story, listener);
      resolve();
    };
    channel.on(EVENTS.story, listener);
  });
}

/** Each story has a mock of its own: nothing of the one before is left. */
function newMock({ storyId }: StoryNews, listener: (event: PanelEvent) => void): void {
  listener({ type: 'connection', open: false });
  listener({ type: 'reset', session: DEFAULT_SESSION });
  if (storyId !== undefined) listener({ type: 'connection', open: true });
}
