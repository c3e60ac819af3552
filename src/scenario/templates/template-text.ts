/** Whether a text is a template: it has an output or a tag of Liquid in it. */
export const isTemplate = (text: string): boolean => /\{[{%]/.test(text);

/** Whether any text in a value is a template. */
export function hasTemplates(value: unknown): boolean {
  if (typeof value === 'string') return isTemplate(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasTemplates);
}

/**
 * A text as a template that gives just this text: for texts that come from elsewhere, a recorded answer say. A text
 * without `{{` and `{%` stays as it is.
 *
 * @example
 * escapeTemplate('In Vue: {{ title }}'); // '{% raw %}In Vue: {{ title }}{% endraw %}'
 */
export function escapeTemplate(text: string): string {
  if (!isTemplate(text)) return text;
  if (!/\{%-?\s*endraw\s*-?%\}/.test(text)) return `{% raw %}${text}{% endraw %}`;
  // A raw block ends at the first `endraw`: each opening is written by itself.
  return text.replace(/\{[{%]/g, (opening) => `{{ "${opening}" }}`);
}
