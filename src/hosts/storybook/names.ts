/** The addon's name in Storybook. */
export const ADDON = 'meilisearch-chat-mock';
/** The key of a story's parameters, and of the panel that they can disable. */
export const PARAM_KEY = 'chat';

/** What the toolbar sets, by its names in Storybook's globals. */
export const TOOLBAR = { scenario: 'chatScenario', speed: 'chatSpeed', paused: 'chatPaused' } as const;

/** Where the toolbar stands before anyone touched it. */
export const TOOLBAR_AT_FIRST = { [TOOLBAR.scenario]: '', [TOOLBAR.speed]: 1, [TOOLBAR.paused]: false };

/** The events of Storybook's channel between the addon's two sides. */
export const EVENTS = {
  /** Manager to preview: a verb to run, see `Call`. */
  call: `${ADDON}/call`,
  /** Preview to manager: how it went, see `Answer`. */
  answer: `${ADDON}/answer`,
  /** Preview to manager: things happened in the mock, see `Happened`. */
  happened: `${ADDON}/happened`,
  /** Preview to manager: a story was set up, see `StoryNews`. */
  story: `${ADDON}/story`,
} as const;
