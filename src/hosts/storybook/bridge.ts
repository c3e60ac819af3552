import type { Channel } from 'storybook/internal/channels';
import { toErrorBody } from '../../control/wire.ts';
import { ChatMockError } from '../../error.ts';
import type { ScenarioData } from '../../scenario/scenario-data.ts';
import type { SimulatorEvent } from '../../simulator/simulator.ts';
import { timers } from '../../timers.ts';
import { choicesOf } from './choices.ts';
import type { Call, CallAnswer, Happened, StoryNews } from './messages.ts';
import { EVENTS } from './names.ts';
import type { CurrentStory, Stories } from './stories.ts';

/** For how long events are collected, in ms. */
const COLLECTED = 25;

/** The preview's side of the panel: runs the manager's verbs on the story in the page, and tells what happens to it. */
export function serveManager(
  channel: Channel,
  stories: Stories,
  scenarios: () => readonly ScenarioData[],
): { tellScenarios(): void } {
  let unwatch = () => {};
  let happened: SimulatorEvent[] = [];

  /** Told together: a fast stream has hundreds of frames in a moment. */
  const collect = (event: SimulatorEvent) => {
    if (happened.length === 0) timers.setTimeout(tellHappened, COLLECTED);
    happened.push(event);
  };
  const tellHappened = () => {
    channel.emit(EVENTS.happened, happened satisfies Happened);
    happened = [];
  };

  const tell = (story: CurrentStory | undefined) => {
    const news: StoryNews = {
      storyId: story?.id,
      ownScenario: story?.ownScenario,
      scenarios: choicesOf(scenarios().map(({ input }) => input)),
    };
    channel.emit(EVENTS.story, news);
  };

  const follow = (story: CurrentStory | undefined) => {
    unwatch();
    happened = [];
    unwatch = story?.mock.watch(collect) ?? (() => {});
    tell(story);
  };
  // A story may be there already.
  follow(stories.current);
  stories.watch(follow);
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
