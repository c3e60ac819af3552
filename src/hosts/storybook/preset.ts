import type { InlineConfig, Plugin } from 'vite';
import { ChatMockError } from '../../error.ts';
import type { ChatMockPluginOptions } from '../vite/options.ts';
import { chatMock } from '../vite/plugin.ts';

/**
 * Options of the addon.
 *
 * @example
 * addons: [{ name: 'meilisearch-chat-mock/storybook', options: { scenarios: 'mocks/chat' } }]
 */
export interface ChatMockAddonOptions extends ChatMockPluginOptions {
  /** The requests that are answered: a glob or a regular expression. Default: the chat route, on any host. */
  readonly chatUrl?: string | RegExp;
  readonly chat?: {
    /**
     * Where a mock runs, `http://localhost:7700`, to which the stories' requests go instead of being answered in the page.
     * `MEILISEARCH_CHAT_MOCK_URL` in the environment says the same, and goes before.
     */
    readonly url?: string;
  };
}

/** What Storybook hands to a preset, as far as it matters here. */
type PresetOptions = ChatMockAddonOptions & { readonly [key: string]: unknown };

const OPTIONS = 'virtual:meilisearch-chat-mock/storybook';

/** Called by Storybook's builder for Vite. */
export function viteFinal(config: InlineConfig, options: PresetOptions): InlineConfig {
  const { scenarios, types } = options;
  const plugin = chatMock({
    ...(scenarios !== undefined && { scenarios }),
    ...(types !== undefined && { types }),
  });
  const plugins = [plugin, optionsModule(options)];
  return { ...config, plugins: [...(config.plugins ?? []), ...plugins] };
}

/** Hands the addon's options to the preview. */
function optionsModule({ chatUrl, chat }: ChatMockAddonOptions): Plugin {
  const server = serverUrl(process.env.MEILISEARCH_CHAT_MOCK_URL || chat?.url);
  return {
    name: 'meilisearch-chat-mock:storybook',
    resolveId: (id) => (id === OPTIONS ? `\0${OPTIONS}` : undefined),
    load: (id) =>
      id === `\0${OPTIONS}`
        ? `export const chatUrl = ${chatUrl instanceof RegExp ? chatUrl : JSON.stringify(chatUrl)};
           export const server = ${JSON.stringify(server)};`
        : undefined,
  };
}

/** Without a slash at its end. */
function serverUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new ChatMockError('invalid-option', `The mock has an http URL, and "${url}" is none.`, {
    hint: "In the addon's options it is { chat: { url: 'http://localhost:7700' } }.",
  });
}
