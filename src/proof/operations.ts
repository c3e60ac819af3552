/** The operations of the document as JSON: equal subtrees are stored once, and an index stands for each use. */
export interface PackedOperations {
  readonly shared: readonly unknown[];
  readonly operations: unknown;
}

const SHARED = '$shared';

/**
 * Packs a JSON value. Resolved operations repeat themselves (every error response carries all error codes), so
 * this makes the file some twenty times smaller; and what is one object again after {@link unpack} is
 * compiled once by Prism, which caches validators by the identity of the schema.
 */
export function pack(value: unknown): PackedOperations {
  const shared: unknown[] = [];
  const indexes = new Map<string, number>();
  const replace = (node: unknown): unknown => {
    if (!isObject(node)) return node;
    const key = JSON.stringify(node);
    const index = indexes.get(key) ?? shared.push(mapValues(node, replace)) - 1;
    indexes.set(key, index);
    return { [SHARED]: index };
  };
  const operations = replace(value);
  return { shared, operations };
}

/** The inverse of {@link pack}; equal subtrees come back as one object. */
export function unpack(packed: PackedOperations): unknown {
  const shared: unknown[] = [];
  const restore = (node: unknown): unknown => {
    if (!isObject(node)) return node;
    const index = (node as Record<string, unknown>)[SHARED];
    return typeof index === 'number' ? shared[index] : mapValues(node, restore);
  };
  // A shared subtree refers to earlier ones only.
  for (const node of packed.shared) shared.push(restore(node));
  return restore(packed.operations);
}

function isObject(node: unknown): node is object {
  return typeof node === 'object' && node !== null;
}

function mapValues(node: object, map: (value: unknown) => unknown): unknown {
  if (Array.isArray(node)) return node.map(map);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, map(value)]));
}
