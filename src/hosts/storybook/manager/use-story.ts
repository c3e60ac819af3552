import { useEffect, useState } from 'react';
import { addons } from 'storybook/manager-api';
import type { StoryNews } from '../messages.ts';
import { EVENTS } from '../names.ts';

const NOTHING: StoryNews = { storyId: undefined, ownScenario: undefined, scenarios: [] };

/** What the preview told last of the story in it. */
export function useStory(): StoryNews {
  const channel = addons.getChannel();
  const [news, setNews] = useState<StoryNews>(() => channel.last(EVENTS.story)?.[0] ?? NOTHING);
  useEffect(() => {
    channel.on(EVENTS.story, setNews);
    // What was told between the first render and this effect.
    setNews((known) => channel.last(EVENTS.story)?.[0] ?? known);
    return () => channel.off(EVENTS.story, setNews);
  }, [channel]);
  return news;
}
