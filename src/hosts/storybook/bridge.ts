import type { Channel } from 'storybook/internal/channels';
import { toErrorBody } from '../../control/wire.ts';
import { ChatMockError } from '../../error.ts';
import type { Call, CallAnswer, ScenarioChoice, StoryNews } from './messages.ts';
import { EVENTS } from './names.ts';
import type { CurrentStory, Stories } from './stories.ts';

/** The preview's side of the panel: runs the manager's verbs on the story in the page, and tells what happens to it. */
export function serveManager(
  channel: Channel,
  stories: Stories,
  scenarios: () => readonly ScenarioChoice[],
): { tellScenarios(): void } {
  let unwatch = () => {};

  const tell = (story: CurrentStory | undefined) => {
    const news: StoryNews = {
      storyId: story?.id,
      ownScenario: story?.ownScenario,
      scenarios: scenarios(),
    };
    channel.emit(EVENTS.story, news);
  };

  stories.watch((story) => {
    unwatch();
    unwatch = story?.mock.watch((event) => channel.emit(EVENTS.happened, event)) ?? (() => {});
    tell(story);
  });
  channel.on(EVENTS.call, async (call: Call) => {
    channel.emit(EVENTS.answer, await run(stories.current, call));
  });
  return { tellScenarios: () => tell(stories.current) };
}

async function run(story: CurrentStory | undefined, { id, route, input }: Call): Promise<CallAnswer> {
  try {
    if (story === undefined) throw new ChatMockError('closed', 'No story is shown that the mock answers.');
    return { id, result: await story.mock.call(route, input) };
  } catch (error) {
    const known =
      error instanceof ChatMockError
        ? error
        : new ChatMockError('closed', `The mock failed: ${String(error)}`);
    return { id, error: toErrorBody(known) };
  }
}
