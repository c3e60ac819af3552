import { parsedJson } from '../json.ts';
import { sizeOf } from '../plan/size.ts';
import { isRecord } from '../scenario/problems/wording.ts';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export const objectOf = (value: unknown): JsonObject => (isRecord(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Whether a value is nested so deep that what walks through it would overflow the stack. */
export const isTooDeep = (value: unknown): boolean => sizeOf(value) === Number.POSITIVE_INFINITY;

/** The value of a JSON text; undefined when it is none, or is nested too deep. */
export function parseJson(text: string): unknown {
  const value = parsedJson(text);
  return isTooDeep(value) ? undefined : value;
}
