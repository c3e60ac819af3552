import type { Args, PreviewAddon, Renderer } from 'storybook/internal/csf';
import type { ChatMock } from './control/chat-mock.ts';
import type { ChatParameters } from './hosts/storybook/parameters.ts';
import * as annotations from './hosts/storybook/preview.ts';

export type { ChatMock } from './control/chat-mock.ts';
export type { ChatParameters } from './hosts/storybook/parameters.ts';
export type { ChatMockAddonOptions } from './hosts/storybook/preset.ts';

/** What the addon adds to the types of stories. */
export interface ChatMockTypes {
  parameters: {
    /** What the story needs of the mock. */
    chat?: ChatParameters;
  };
}

/**
 * The addon, for a preview of CSF Next. `addons` of `.storybook/main` names it as well: `'meilisearch-chat-mock/storybook'`.
 *
 * @example
 * // .storybook/preview.ts
 * import chatMock from 'meilisearch-chat-mock/storybook';
 * import { definePreview } from '@storybook/react-vite';
 *
 * export default definePreview({ addons: [chatMock()] });
 */
// biome-ignore lint/style/noDefaultExport: what `storybook add` writes into a preview is an import of the default
export default function storybookAddon(): PreviewAddon<ChatMockTypes> {
  // What `definePreviewAddon` returns as well. Its module would be one more for Vite to bundle beforehand.
  return annotations;
}

declare module 'storybook/internal/csf' {
  // Of a CSF 3 story, too.
  interface StoryContext<TRenderer extends Renderer = Renderer, TArgs = Args> {
    /** The mock that answers this story's requests: `chat.clock.next()`, `chat.hold('end').release()`, `chat.lastRequest()`. */
    chat: ChatMock;
  }
  interface Parameters {
    /** What the story needs of the mock. */
    chat?: ChatParameters;
  }
}
