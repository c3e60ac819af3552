import { debugFloat, debugString } from './debug.ts';
import type { SerdeNumber } from './number.ts';

/** A value that serde has read before it knows what it is for: what stands inside of tagged and untagged enums. */
export type Content =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'number'; readonly value: SerdeNumber }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'sequence'; readonly items: readonly Content[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [string, Content])[] };

export const NULL: Content = { type: 'null' };
export const SEQUENCE: Content = { type: 'sequence', items: [] };
export const MAP: Content = { type: 'map', entries: [] };

/** What an error says that it found. */
export function unexpected(content: Content): string {
  switch (content.type) {
    case 'boolean':
      return `boolean \`${content.value}\``;
    case 'number':
      return unexpectedNumber(content.value);
    case 'string':
      return `string ${debugString(content.value)}`;
    case 'null':
    case 'sequence':
    case 'map':
      return content.type;
    default:
      return content satisfies never;
  }
}

export function unexpectedNumber({ kind, value }: SerdeNumber): string {
  return kind === 'float' ? `floating point \`${debugFloat(value)}\`` : `integer \`${value}\``;
}
