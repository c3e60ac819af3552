import type { ChatMock } from '../../control/chat-mock.ts';
import type { ScenarioLike } from '../../control/verb.ts';
import { type ChatParameters, checkChatParameters, type ToolbarState, toolbarState } from './parameters.ts';
import { holdStill } from './still.ts';
import type { StoryMock, StoryMockOptions } from './story-mock.ts';

/** The seed of stories that name none: the same story has the same ids, times and words each time. */
const SEED = 1;

/** What of Storybook's context matters here. */
export interface ShownStory {
  readonly id: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The story in the page, with its mock. */
export interface CurrentStory {
  readonly id: string;
  readonly mock: StoryMock;
  /** The name of the scenario that the story itself asks for. */
  readonly ownScenario: string | undefined;
}

interface Running extends CurrentStory {
  readonly args: ShownStory['args'];
  readonly parameters: ChatParameters;
  readonly moveAgain: () => void;
  toolbar: ToolbarState;
}

/**
 * The one story that has the page's requests. Stories that are on a page together are in frames of their own, so a
 * second one here is the next one.
 */
export class Stories {
  readonly #make: (options: StoryMockOptions) => Promise<StoryMock>;
  readonly #watchers = new Set<(story: CurrentStory | undefined) => void>();
  #running: Running | undefined;
  #shown: string | undefined;

  constructor(make: (options: StoryMockOptions) => Promise<StoryMock>) {
    this.#make = make;
  }

  get current(): CurrentStory | undefined {
    return this.#running;
  }

  /** The id of the story that was set up last, even if it could not be. */
  get shown(): string | undefined {
    return this.#shown;
  }

  /** Tells which story has the page, each time that one is set up or has left. */
  watch(watcher: (story: CurrentStory | undefined) => void): void {
    this.#watchers.add(watcher);
  }

  /**
   * Sets a story up before it is rendered: a mock as new, and what the story asks of it. When the same story is rendered
   * once more with the same args, its streams go on, and only what the toolbar says of the clock is done.
   *
   * @throws ChatMockError when its parameters ask for what there is not
   */
  async enter(story: ShownStory): Promise<ChatMock> {
    const parameters = checkChatParameters(story.parameters.chat);
    const toolbar = toolbarState(story.globals);
    const last = this.#running;
    if (last !== undefined && isSame(last, story, toolbar)) {
      await turnClock(last.mock.chat, parameters, toolbar, last.toolbar);
      last.toolbar = toolbar;
      return last.mock.chat;
    }
    await this.leave();
    this.#shown = story.id;
    const mock = await this.#make({ seed: parameters.seed ?? SEED });
    this.#running = {
      id: story.id,
      args: story.args,
      mock,
      parameters,
      toolbar,
      ownScenario: nameOf(parameters.scenario),
      moveAgain: holdStill(parameters.still),
    };
    try {
      await setUp(mock.chat, parameters, toolbar);
    } catch (error) {
      await this.leave();
      throw error;
    }
    this.#tell();
    return mock.chat;
  }

  /** Ends the streams of the story that leaves. */
  async leave(): Promise<void> {
    const last = this.#running;
    if (last === undefined) return;
    this.#running = undefined;
    this.#tell();
    last.moveAgain();
    await last.mock.end();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher(this.#running);
  }
}

async function setUp(chat: ChatMock, parameters: ChatParameters, toolbar: ToolbarState): Promise<void> {
  const { scenario = toolbar.scenario, fault, pauseAt } = parameters;
  if (scenario !== '') await chat.use(scenario);
  if (fault !== undefined) await chat.fault(fault);
  if (pauseAt !== undefined) await chat.clock.pauseAt(pauseAt);
  await turnClock(chat, parameters, toolbar, { speed: 1, paused: false });
  if (parameters.speed !== undefined) await chat.clock.setSpeed(parameters.speed);
}

/** Does what was changed at the toolbar. The speed that a story asks for goes before. */
async function turnClock(
  { clock }: ChatMock,
  parameters: ChatParameters,
  toolbar: ToolbarState,
  before: Omit<ToolbarState, 'scenario'>,
): Promise<void> {
  if (parameters.speed === undefined && toolbar.speed !== before.speed) await clock.setSpeed(toolbar.speed);
  if (toolbar.paused && !before.paused) await clock.pause();
  if (!toolbar.paused && before.paused) await clock.resume();
}

/** Whether it is the running story once more, and nothing was changed that its streams depend on. */
function isSame(last: Running, story: ShownStory, toolbar: ToolbarState): boolean {
  const keys = new Set([...Object.keys(last.args), ...Object.keys(story.args)]);
  return (
    last.id === story.id &&
    (last.ownScenario !== undefined || last.toolbar.scenario === toolbar.scenario) &&
    [...keys].every((key) => isSameArg(last.args[key], story.args[key]))
  );
}

/** Storybook puts another spy around a function for each rendering, and no control changes one. */
const isSameArg = (one: unknown, other: unknown) =>
  Object.is(one, other) || (typeof one === 'function' && typeof other === 'function');

function nameOf(scenario: ScenarioLike | undefined): string | undefined {
  if (scenario === undefined || typeof scenario === 'string') return scenario;
  return 'build' in scenario ? scenario.build().name : scenario.name;
}
