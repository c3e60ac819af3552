import { expect } from 'storybook/test';
import { App } from '../../chat-ui/src/app.tsx';
import preview from '../.storybook/preview.ts';
import { answered, ask } from './ask.ts';

const meta = preview.meta({ title: 'Refused', component: App });

export const Unauthorized = meta.story({
  parameters: { chat: { scenario: 'unauthorized' } },
  play: async (context) => {
    await ask(context, 'Hello');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('The API key was refused.');
  },
});

export const ChatNotFound = meta.story({
  parameters: { chat: { scenario: 'chat-not-found' } },
  play: async (context) => {
    await ask(context, 'Hello');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('There is no such chat.');
  },
});

export const ProviderRateLimit = meta.story({
  parameters: { chat: { scenario: 'provider-rate-limit', speed: 0 } },
  play: async (context) => {
    await ask(context, 'Hello');
    await expect(await context.canvas.findByRole('alert')).toHaveTextContent('Rate limit reached for gpt-4o');
  },
});

export const NoConnection = meta.story({
  parameters: { chat: { fault: { fault: 'reset' } } },
  play: async (context) => {
    await ask(context, 'Recommend me a film');
    await expect(await context.canvas.findByRole('alert')).toBeVisible();
  },
});

export const BusyThenAnswered = meta.story({
  parameters: { chat: { scenario: 'rate-limited', speed: 0 } },
  play: async (context) => {
    const { canvas, userEvent, chat } = context;
    await ask(context, 'Where was it filmed?');
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Meilisearch is busy.');
    await userEvent.click(canvas.getByRole('button', { name: /^Retry/ }));
    await answered(context);
    await expect((await chat.requests()).map(({ status }) => status)).toEqual([503, 200]);
  },
});
