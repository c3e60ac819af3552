import { expect } from 'storybook/test';
import { App } from '../../chat-ui/src/app.tsx';
import preview from '../.storybook/preview.ts';
import { ask } from './ask.ts';

const meta = preview.meta({ title: 'Waiting', component: App });

export const NothingAsked = meta.story({
  parameters: { chat: {} },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('list', { name: 'Suggestions' })).toBeVisible();
  },
});

export const Thinking = meta.story({
  parameters: { chat: { scenario: 'slow-first-token', pauseAt: 0 } },
  play: async (context) => {
    await ask(context, 'Recommend a long film');
    await context.chat.clock.paused();
    await expect(context.canvas.getByRole('status')).toHaveTextContent('Thinking…');
  },
});

export const FirstWord = meta.story({
  parameters: { chat: { scenario: 'slow-first-token', pauseAt: 0 } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Recommend a long film');
    await chat.clock.paused();
    // The role comes first, and says nothing yet.
    await chat.clock.next();
    await expect(canvas.getByRole('status')).toHaveTextContent('Thinking…');
    await chat.clock.next();
    await expect(await canvas.findByText('Writing…')).toBeVisible();
  },
});

export const HeldBeforeTheAnswer = meta.story({
  parameters: { chat: { scenario: 'held-answer' } },
  play: async (context) => {
    await ask(context, 'Which film has the longest road?');
    await context.chat.hold('before-the-answer').reached();
    await expect(context.canvas.getByRole('status')).toHaveTextContent('Thinking…');
  },
});
