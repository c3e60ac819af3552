import { expect, test } from 'vitest';
import { closeMarkdown } from './close-markdown.ts';

test.each([
  ['Try **', 'Try'],
  ['Try **Inter', 'Try **Inter**'],
  ['Try **Interstellar*', 'Try **Interstellar**'],
  ['Try **Interstellar**', 'Try **Interstellar**'],
  ['see [', 'see'],
  ['see [the page](http://exa', 'see the page'],
  ['run `npm', 'run `npm`'],
  ['```js\nlet a', '```js\nlet a'],
  ['5 * 3', '5 * 3'],
])('%j looks like %j', (beginning, shown) => {
  expect(closeMarkdown(beginning)).toBe(shown);
});
