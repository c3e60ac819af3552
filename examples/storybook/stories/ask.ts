import type { StoryContext } from 'storybook/internal/csf';

type Shown = Pick<StoryContext, 'canvas' | 'userEvent'>;

/** Asks a question in the chat of a story. Does not wait for the answer. */
export async function ask({ canvas, userEvent }: Shown, question: string): Promise<void> {
  await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), question);
  await userEvent.click(canvas.getByRole('button', { name: 'Send' }));
}

/** Waits until the answer is complete: another question can be sent. */
export async function answered({ canvas }: Shown): Promise<void> {
  await canvas.findByRole('button', { name: 'Send' });
}
