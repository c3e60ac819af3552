import remend from 'remend';

/**
 * Makes the beginning of a Markdown text look like the beginning of what it becomes: `Try **Inter` is bold at once,
 * a link is its text until its address is whole, and marks that open or close nothing yet are held back.
 */
export function closeMarkdown(text: string): string {
  return remend(text.replace(/(?:[*_~`]+|!?\[)$/, ''), { linkMode: 'text-only', images: true });
}
