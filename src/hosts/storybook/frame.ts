/** How high the frame of a story is on a Docs page that does not say it. */
const HEIGHT = '480px';

/**
 * On a Docs page, a story that uses the mock is shown in a frame of its own: there it has the page's requests to itself,
 * and its play function runs. Storybook knows frames (`docs.story.inline: false`) and has no place where an addon
 * says so for some stories, except where it makes a story's parameters ready.
 */
export function showInFrame(parameters: Record<string, unknown>): void {
  if (parameters.chat === undefined) return;
  const docs = asRecord(parameters.docs);
  // A new object: Storybook shares the old one between stories.
  parameters.docs = { ...docs, story: { height: HEIGHT, ...asRecord(docs.story), inline: false } };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
