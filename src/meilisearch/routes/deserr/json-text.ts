import { debugFloat } from '../../body/debug.ts';
import { entriesOf, type JsonNode } from '../../body/json-node.ts';

/** A JSON value as compact JSON, as serde_json writes it: a float stays one (`1.0`), whole numbers keep all digits. */
export function jsonText(node: JsonNode): string {
  switch (node.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(node.value);
    case 'number':
      return node.value.kind === 'float' ? debugFloat(node.value.value) : String(node.value.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'list':
      return `[${node.items.map(jsonText).join(',')}]`;
    case 'object':
      return `{${[...entriesOf(node)].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`;
    default:
      return node satisfies never;
  }
}
