import { describe, test } from 'vitest';
import { setupChatMock } from '../../src/vitest.ts';
import { ask } from './ask.ts';

const chat = setupChatMock();
/** Called when all are in the middle of a stream. */
let everyoneIsHere: () => void = () => undefined;
const everyone = new Promise<void>((resolve) => {
  everyoneIsHere = resolve;
});
let here = 0;
const COUNT = 5;

describe('tests that run at the same time', () => {
  for (const name of Array.from({ length: COUNT }, (_, index) => `guest-${index}`)) {
    test.concurrent(`${name} has a scenario, a clock and a journal of its own`, async ({ expect }) => {
      const mine = chat.session(name);
      await mine.use({ name: 'own', reply: [{ text: `I am ${name}.` }] });
      await mine.clock.pauseAt(1);
      const answer = ask(mine.url, 'Who are you?').then((response) => response.text());
      await mine.clock.paused();
      here++;
      if (here === COUNT) everyoneIsHere();
      await everyone;
      // Now the tests end one after the other, and none of them takes the others' streams along.
      await mine.clock.resume();
      const number = /\d/.exec(name)?.[0];
      expect(await answer).toContain(`"content":"${number}"`);
      expect((await mine.requests()).map(({ session, ending }) => [session, ending])).toEqual([
        [name, { type: 'done' }],
      ]);
    });
  }
});

test('when all are over, everything is as new', async ({ expect }) => {
  const response = await fetch(`${chat.url}/__mock/sessions`);
  const { results } = (await response.json()) as { results: { name: string }[] };
  expect(results.map(({ name }) => name).filter((name) => name.startsWith('guest'))).toEqual([]);
});
