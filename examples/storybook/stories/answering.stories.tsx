import { expect } from 'storybook/test';
import { App } from '../../chat-ui/src/app.tsx';
import preview from '../.storybook/preview.ts';
import { answered, ask } from './ask.ts';

const meta = preview.meta({ title: 'Answering', component: App });

export const Writing = meta.story({
  parameters: { chat: { scenario: 'movie-night', pauseAt: 'answer', speed: 0 } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Recommend me a film about space');
    await chat.clock.paused();
    await chat.clock.next(24);
    await expect(await canvas.findByText('Writing…')).toBeVisible();
    await expect(await canvas.findByText(/Christopher Nolan sends/)).toBeVisible();
  },
});

export const HeldInABoldWord = meta.story({
  parameters: { chat: { scenario: 'held-answer' } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Which film has the longest road?');
    await chat.hold('before-the-answer').release();
    await chat.hold('in-the-middle').reached();
    await expect(await canvas.findByText('Paris,', { selector: 'strong' })).toBeVisible();
  },
});

export const Answered = meta.story({
  parameters: { chat: { scenario: 'movie-night', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Recommend me a film about space');
    await answered(context);
    await expect(await context.canvas.findByText(/asks the largest question/)).toBeVisible();
  },
});

export const CodeBlock = meta.story({
  parameters: { chat: { scenario: 'code-block', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Show me the code');
    await answered(context);
    await expect(context.canvasElement.querySelector('pre code')).toBeVisible();
  },
});

export const Table = meta.story({
  parameters: { chat: { scenario: 'table', speed: 0 } },
  play: async (context) => {
    await ask(context, 'As a table, please');
    await answered(context);
    await expect(await context.canvas.findByRole('table')).toBeVisible();
  },
});

export const FollowUp = meta.story({
  parameters: { chat: { scenario: 'follow-up', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Something by Wong Kar-wai?');
    await answered(context);
    await ask(context, 'The fast one.');
    await answered(context);
    await expect(await context.canvas.findByText(/It was shot in a few weeks/)).toBeVisible();
    await expect(await context.chat.requests()).toHaveLength(2);
  },
});
