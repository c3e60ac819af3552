import { onChange, scenarios } from 'virtual:meilisearch-chat-mock/scenarios';
import { chatUrl, server } from 'virtual:meilisearch-chat-mock/storybook';
import { addons } from 'storybook/preview-api';
import { type ScenarioData, scenarioFromData } from '../../scenario/scenario-data.ts';
import { CHAT_URL, urlMatcher } from '../chat-url.ts';
import { interceptFetch } from '../page/fetch.ts';
import { pageHost } from '../page/page-host.ts';
import { interceptXhr } from '../page/xhr.ts';
import { createPageStoryMock } from './page-story-mock.ts';
import { Stories } from './stories.ts';

/** Storybook's event that renders a story from its beginning. */
const FORCE_REMOUNT = 'forceRemount';

let known: readonly ScenarioData[] = scenarios;
const host = pageHost();

/** The stories of this page. */
export const stories = new Stories(async (options) => {
  if (server === undefined) return createPageStoryMock(known.map(scenarioFromData), host, options);
  const { createServerStoryMock } = await import('./server-story-mock.ts');
  return createServerStoryMock(server);
});

const fits = urlMatcher(chatUrl ?? CHAT_URL, location.href);
// Before any module of a story is loaded: an app may keep the `fetch` that it finds.
for (const intercept of [interceptFetch, interceptXhr]) {
  intercept({
    // What is on its way to the story's session of a server is answered there.
    matches: (url) => fits(url) && !(server !== undefined && url.startsWith(`${server}/@`)),
    async answer(request) {
      const { current } = stories;
      if (current !== undefined) return current.mock.answer(request);
      throw new TypeError('Failed to fetch', { cause: new Error('The story of this request has left.') });
    },
  });
}

// The story does not wait for it.
void Promise.all([addons.ready(), import('./bridge.ts')]).then(([channel, { serveManager }]) => {
  const manager = serveManager(channel, stories, () => known);
  onChange((changed) => {
    known = changed;
    manager.tellScenarios();
    if (stories.shown !== undefined) channel.emit(FORCE_REMOUNT, { storyId: stories.shown });
  });
});
