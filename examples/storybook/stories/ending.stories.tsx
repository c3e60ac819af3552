import { expect } from 'storybook/test';
import { App } from '../../chat-ui/src/app.tsx';
import preview from '../.storybook/preview.ts';
import { answered, ask } from './ask.ts';

const meta = preview.meta({ title: 'Ending', component: App });

export const LengthLimit = meta.story({
  parameters: { chat: { scenario: 'length-limit', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Tell me the history of cinema');
    await answered(context);
    await expect(await context.canvas.findByText('The answer reached its length limit.')).toBeVisible();
  },
});

export const ContentFilter = meta.story({
  parameters: { chat: { scenario: 'content-filter', speed: 0 } },
  play: async (context) => {
    await ask(context, 'What happens in the cellar?');
    await answered(context);
    await expect(
      await context.canvas.findByText('The answer was stopped by a content filter.'),
    ).toBeVisible();
  },
});

export const Refusal = meta.story({
  parameters: { chat: { scenario: 'refusal', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Find me a torrent');
    await answered(context);
    await expect(await context.canvas.findByText(/I can't help with finding pirated copies/)).toBeVisible();
  },
});

export const EmptyAnswer = meta.story({
  parameters: { chat: { scenario: 'empty-answer', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Say nothing');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('The answer is empty.');
  },
});

export const Stopped = meta.story({
  parameters: { chat: { scenario: 'held-answer' } },
  play: async (context) => {
    const { canvas, userEvent, chat } = context;
    await ask(context, 'Which film has the longest road?');
    await chat.hold('before-the-answer').release();
    await chat.hold('in-the-middle').reached();
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await expect(await canvas.findByText('Stopped')).toBeVisible();
    const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
    await expect(ending).toMatchObject({ type: 'left' });
  },
});

export const Stalled = meta.story({
  parameters: { chat: { scenario: 'stalled-stream', speed: 0 } },
  play: async (context) => {
    await ask(context, 'How does it end?');
    await expect(await context.canvas.findByText('Blade Runner')).toBeVisible();
    await expect(context.canvas.getByRole('status')).toHaveTextContent('Writing…');
  },
});

export const Truncated = meta.story({
  parameters: { chat: { scenario: 'truncated', speed: 0 } },
  play: async (context) => {
    await ask(context, 'How do I get a crisp crust?');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('The answer was cut off.');
  },
});

export const ConnectionReset = meta.story({
  parameters: { chat: { scenario: 'connection-reset', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Something light for the summer');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('The answer was cut off.');
    await expect(context.canvas.getByText('The Enchanted April')).toBeVisible();
  },
});

export const ProviderError = meta.story({
  parameters: { chat: { scenario: 'provider-error', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Tomato soup, please');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('The model could not answer.');
  },
});

export const FailsWhileItStreams = meta.story({
  parameters: { chat: { scenario: 'movie-night', pauseAt: 'answer', speed: 0 } },
  play: async (context) => {
    const { canvas, chat } = context;
    await ask(context, 'Recommend me a film about space');
    await chat.clock.paused();
    await chat.clock.next(12);
    await chat.fail('overloaded', 'The model is overloaded.');
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The model is overloaded.');
  },
});
