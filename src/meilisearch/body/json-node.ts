import { debugFloat, debugString } from './debug.ts';
import type { SerdeError } from './error.ts';
import type { SerdeNumber } from './number.ts';

/** A value of a JSON text, and where it stands. An empty string with an error stands for what is missing. */
export type JsonNode = JsonValue & Extent;

export type JsonValue =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'number'; readonly value: SerdeNumber }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'list'; readonly items: JsonNode[] }
  | { readonly type: 'object'; readonly entries: JsonEntry[] };

export type JsonEntry = readonly [key: JsonNode, value: JsonNode];

interface Extent {
  /** Its first byte. */
  readonly start: number;
  /** The byte after its last. */
  end: number;
  /** The first syntax error in it. A node with an error may be incomplete. */
  error?: SerdeError | undefined;
  /**
   * The first syntax error in it where serde_json only steps over the value: it then lets some errors pass, and words
   * others differently.
   */
  skipError?: SerdeError | undefined;
}

export type NodeOf<Type extends JsonNode['type']> = Extract<JsonNode, { readonly type: Type }>;

export type JsonContainer = NodeOf<'list'> | NodeOf<'object'>;

/** How a container ends, and what errors call it. */
export const CONTAINERS = {
  list: { close: ']', name: 'a list' },
  object: { close: '}', name: 'an object' },
} as const;

/** The entries of an object. Of a key that comes twice the last value counts, at the place of the first. */
export function entriesOf({ entries }: NodeOf<'object'>): Map<string, JsonNode> {
  return new Map(entries.flatMap(([key, value]) => (key.type === 'string' ? [[key.value, value]] : [])));
}

/** How an error describes the value that it found. */
export function unexpected(node: JsonNode): string {
  switch (node.type) {
    case 'boolean':
      return `boolean \`${node.value}\``;
    case 'number':
      return node.value.kind === 'float'
        ? `floating point \`${debugFloat(node.value.value)}\``
        : `integer \`${node.value.value}\``;
    case 'string':
      return `string ${debugString(node.value)}`;
    case 'list':
      return 'sequence';
    case 'object':
      return 'map';
    case 'null':
      return 'null';
    default:
      return node satisfies never;
  }
}
