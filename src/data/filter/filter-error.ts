import type { FilterSpan } from './condition.ts';

/** A filter that cannot be parsed. Its message is the real server's, with the place in a second line. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

/** @throws FilterError with a text and the place of a span in the filter */
export function fail(filter: string, span: FilterSpan, text: string): never {
  throw new FilterError(atPlace(filter, span, text));
}

/** A message as Meilisearch ends it: columns in characters from 1, counted from the beginning of the line. */
export function atPlace(filter: string, { start, end }: FilterSpan, text: string): string {
  const line = filter.slice(filter.lastIndexOf('\n', start - 1) + 1, start);
  const column = [...line].length + 1;
  return `${text}\n${column}:${column + [...filter.slice(start, end)].length} ${filter}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** A text as Rust prints it for people: on one line, with quotes and backslashes escaped. */
export function escaped(text: string): string {
  return text
    .replace(/[\\"']/g, '\\$&')
    .replace(/\p{Cc}/gu, (one) => ESCAPES[one] ?? `\\u{${one.codePointAt(0)?.toString(16)}}`);
}
