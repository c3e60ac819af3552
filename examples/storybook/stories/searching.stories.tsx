import { expect, within } from 'storybook/test';
import { App } from '../../chat-ui/src/app.tsx';
import preview from '../.storybook/preview.ts';
import { ask } from './ask.ts';

const meta = preview.meta({ title: 'Searching', component: App });

export const Searching = meta.story({
  parameters: { chat: { scenario: 'movie-night', pauseAt: 'sources', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Recommend me a film about space');
    await context.chat.clock.paused();
    await expect(await context.canvas.findByText(/^Searching movies for “space exploration”/)).toBeVisible();
  },
});

export const Sources = meta.story({
  parameters: { chat: { scenario: 'movie-night', pauseAt: 'sources', speed: 0 } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Recommend me a film about space');
    await chat.clock.paused();
    await expect(canvas.queryByRole('list', { name: 'Sources' })).toBeNull();
    await chat.clock.next();
    const sources = await canvas.findByRole('list', { name: 'Sources' });
    await expect(within(sources).getByText('Interstellar')).toBeVisible();
  },
});

export const TwoSearches = meta.story({
  parameters: { chat: { scenario: 'two-searches', pauseAt: 'answer', speed: 0 } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Compare the film and the book');
    await chat.clock.paused();
    const searches = await canvas.findByRole('list', { name: 'Searches' });
    await expect(await within(searches).findByText('1 result')).toBeVisible();
    await expect(within(searches).getAllByRole('listitem')).toHaveLength(2);
  },
});

export const ManySources = meta.story({
  parameters: { chat: { scenario: 'many-sources', speed: 0 } },
  play: async (context) => {
    await ask(context, 'What is there?');
    await expect(await context.canvas.findByText('twenty films')).toBeVisible();
    const sources = context.canvas.getByRole('list', { name: 'Sources' });
    await expect(within(sources).getAllByRole('listitem')).toHaveLength(20);
  },
});

export const NoResults = meta.story({
  parameters: { chat: { scenario: 'no-results', speed: 0 } },
  play: async (context) => {
    await ask(context, 'A quick croissant without gluten');
    await expect(await context.canvas.findByText('No document matches this search.')).toBeVisible();
    await expect(await context.canvas.findByText(/I found no recipe/)).toBeVisible();
  },
});

export const SearchFails = meta.story({
  parameters: { chat: { scenario: 'search-fails', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Podcasts about film history');
    const entry = await context.chat.waitForRequest(({ ending }) => ending !== undefined);
    await expect(entry.ending).toEqual({ type: 'done' });
    await expect(await context.canvas.findByRole('button', { name: 'Send' })).toBeVisible();
  },
});
