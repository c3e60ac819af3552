import type { ComponentChildren } from 'preact';

/** A text of which what stands between backticks is code. */
export function withCode(text: string): ComponentChildren {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay where they are
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>));
}
