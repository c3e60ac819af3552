import type { Content } from '../../body/content.ts';
import { debugFloat } from '../../body/debug.ts';

/** A JSON value as compact JSON, as serde_json writes it: a float stays one (`1.0`), whole numbers keep all digits. */
export function jsonText(content: Content): string {
  switch (content.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(content.value);
    case 'number':
      return content.value.kind === 'float' ? debugFloat(content.value.value) : String(content.value.value);
    case 'string':
      return JSON.stringify(content.value);
    case 'sequence':
      return `[${content.items.map(jsonText).join(',')}]`;
    case 'map':
      return `{${entriesOf(content)
        .map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`)
        .join(',')}}`;
    default:
      return content satisfies never;
  }
}

/** The entries of an object. Of a key that comes twice the last value counts, at the place of the first. */
export function entriesOf(map: Extract<Content, { type: 'map' }>): [string, Content][] {
  return [...new Map(map.entries)];
}

/** A JSON value as JavaScript has it. */
export function toPlain(content: Content): unknown {
  switch (content.type) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return content.value;
    case 'number':
      return Number(content.value.value);
    case 'sequence':
      return content.items.map(toPlain);
    case 'map':
      return Object.fromEntries(entriesOf(content).map(([key, value]) => [key, toPlain(value)]));
    default:
      return content satisfies never;
  }
}
