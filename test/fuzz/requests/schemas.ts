import { Ajv } from 'ajv';
import type { Random } from '../random.ts';
import { chatPath } from './chat.ts';
import type { Draft } from './draft.ts';

type Schema = Record<string, unknown> | boolean;

/** Regular expressions that take exponential or polynomial time, or much memory. */
export const SLOW_PATTERNS = [
  ...['^(a+)+$', '^(\\w+\\s?)*!$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$', '^(a|aa)+$', '(.*)*b'],
  ...['^(.*){1,32000}$', '\\p{L}{1000}', '^(?:a?){50}a{50}$', '(a*)*$', '^(a|b|ab)*c$', 'a{1,65535}{1,9}'],
  ...['(?=(a+))\\1b', '^\\s+|\\s+$', '(?<=a+)b', '[', '(', '\\'],
];

/** JSON schemas that ask for too much, for nothing, or for what cannot be. */
export function hostileSchema(random: Random): Draft {
  return withSchema(random, random.pick(HOSTILE)(random));
}

function withSchema(random: Random, schema: unknown): Draft {
  const fields = random.weighted<Record<string, unknown>>([
    [4, { response_format: { type: 'json_schema', json_schema: { name: 's', schema } } }],
    [1, { response_format: { type: 'json_schema', json_schema: { name: 's', schema, strict: true } } }],
    [3, { tools: [{ type: 'function', function: { name: 'f', parameters: schema } }], ...choice(random) }],
    [1, { functions: [{ name: 'f', parameters: schema }], function_call: { name: 'f' } }],
  ]);
  const messages = [{ role: 'user', content: 'x' }];
  return {
    path: chatPath('main'),
    body: JSON.stringify({ model: 'x', messages, stream: random.chance(0.5), ...fields }),
    note: `${Object.keys(fields).join()} ${JSON.stringify(schema)}`,
  };
}

function choice(random: Random): Record<string, unknown> {
  const named = { type: 'function', function: { name: 'f' } };
  return random.pick([{ tool_choice: 'required' }, { tool_choice: named }, {}]);
}

const LARGE = [2_147_483_647, 2_147_483_648, 4_294_967_295, 9_007_199_254_740_991, 1e300, 1e6, 20_000];

const HOSTILE: readonly ((random: Random) => unknown)[] = [
  (random) => ({ type: 'string', maxLength: random.pick(LARGE) }),
  (random) => ({ type: 'string', minLength: random.pick(LARGE) }),
  () => ({ type: 'string', minLength: '20000' }),
  (random) => ({ enum: [`${'a'.repeat(20 + random.below(30))}!`], pattern: random.pick(SLOW_PATTERNS) }),
  (random) => ({ const: `${'ab '.repeat(15)}?`, pattern: random.pick(SLOW_PATTERNS) }),
  (random) => ({ type: 'string', pattern: random.pick(SLOW_PATTERNS), minLength: random.below(100) }),
  (random) => ({ type: 'array', minItems: 1000, items: { type: 'string', minLength: random.pick(LARGE) } }),
  (random) => ({ type: 'array', minItems: random.pick(LARGE) }),
  (random) => ({
    type: 'array',
    minItems: 1000,
    uniqueItems: random.chance(0.5),
    items: { type: 'boolean' },
  }),
  (random) => ({ type: 'array', minContains: random.pick(LARGE), contains: { type: 'null' } }),
  (random) => manyItems(random),
  (random) => doubling(random.pick(['allOf', 'anyOf', 'oneOf']), 5 + random.below(30)),
  (random) => references(random),
  (random) => wideTree(random, 3 + random.below(4)),
  (random) => ({ type: 'object', minProperties: random.pick(LARGE) }),
  (random) => ({
    type: 'object',
    patternProperties: { [random.pick(SLOW_PATTERNS)]: {} },
    required: [LONG_A],
  }),
  (random) => ({ propertyNames: { pattern: random.pick(SLOW_PATTERNS) }, required: [LONG_A] }),
  () => ({ type: 'object', required: Array.from({ length: 20_000 }, (_, i) => `k${i}`) }),
  (random) => ({
    type: 'number',
    multipleOf: random.pick([1e-300, 0, -1, 1e300, 0.1]),
    minimum: 5,
    maximum: 4,
  }),
  (random) => ({ type: 'integer', minimum: random.pick(LARGE), exclusiveMaximum: 7 }),
  () => ({ type: 'string', enum: [] }),
  () => ({ not: {} }),
  () => ({ allOf: [{ type: 'string' }, { type: 'number' }] }),
  (random) => deepChain(random, random.pick([30, 60, 120, 1000])),
  () => ({ if: { $ref: '#' }, else: { $ref: '#' } }),
  () => ({ $ref: '#/allOf/0', allOf: [{ $ref: '#' }] }),
  () => ({ $id: 'http://a/', $ref: 'http://a/#/x', $dynamicRef: '#y', $recursiveRef: '#' }),
  () => JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'),
  (random) => random.json(4),
  (random) => randomSchema(random, 5),
  (random) => randomSchema(random, 5),
  (random) => randomSchema(random, 5),
];

const LONG_A = `${'a'.repeat(40)}!`;

function manyItems(random: Random): Schema {
  const items = { type: 'array', minItems: 300, items: { type: 'array', minItems: 300, items: {} } };
  return { type: 'array', minItems: random.below(500), items };
}

/** Two equal references a level: their number doubles with each. */
function doubling(keyword: string, levels: number): Schema {
  const defs: Record<string, Schema> = { l0: { type: 'string' } };
  for (let level = 1; level <= levels; level++) {
    const ref = { $ref: `#/$defs/l${level - 1}` };
    defs[`l${level}`] = { [keyword]: [ref, ref] };
  }
  return { $defs: defs, $ref: `#/$defs/l${levels}` };
}

function references(random: Random): Schema {
  const ref = () => ({
    $ref: random.pick(['#', '#/$defs/a', '#/$defs/b', '#/definitions/__proto__', 'x', '##']),
  });
  const holder = () =>
    random.pick<Schema>([
      { type: 'object', properties: { a: ref(), b: ref() }, required: ['a', 'b'] },
      { type: 'array', items: ref(), minItems: 2 },
      { anyOf: [ref(), ref()] },
      { allOf: [ref(), { type: 'object' }] },
      ref(),
    ]);
  return { ...Object(holder()), $defs: { a: holder(), b: holder() } };
}

/** So many properties a level, to that depth. */
function wideTree(random: Random, depth: number): Schema {
  if (depth === 0) return { type: random.pick(['string', 'integer', 'boolean']) };
  const child = wideTree(random, depth - 1);
  const keys = Array.from({ length: 8 }, (_, i) => `k${i}`);
  const properties = Object.fromEntries(keys.map((key) => [key, child]));
  return { type: 'object', properties, required: keys };
}

function deepChain(random: Random, depth: number): Schema {
  let schema: Schema = { type: 'string' };
  const kind = random.below(3);
  for (let level = 0; level < depth; level++) {
    if (kind === 0) schema = { type: 'object', properties: { a: schema }, required: ['a'] };
    else if (kind === 1) schema = { type: 'array', items: schema, minItems: 1 };
    else schema = { allOf: [schema] };
  }
  return schema;
}

function randomSchema(random: Random, depth: number): Schema {
  if (depth === 0) return random.chance(0.1);
  const inner = () => randomSchema(random, depth - 1);
  const size = () =>
    random.weighted([
      [6, random.below(5)],
      [1, random.pick(LARGE)],
    ] as const);
  return random.some(
    {
      type: () =>
        random.pick<unknown>(['string', 'object', 'array', 'number', 'integer', ['null', 'boolean'], 'x']),
      properties: () => ({ a: inner(), b: inner() }),
      required: () => random.pick([['a'], ['a', 'b', 'c'], []]),
      additionalProperties: inner,
      items: inner,
      prefixItems: () => [inner(), inner()],
      minItems: size,
      maxItems: size,
      uniqueItems: () => true,
      minLength: size,
      maxLength: size,
      minimum: size,
      maximum: size,
      pattern: () => random.pick(SLOW_PATTERNS),
      format: () => random.pick(['date-time', 'email', 'uuid', 'regex', 'ipv6', 'x']),
      enum: () => random.list(3, () => random.json(2)),
      const: () => random.json(2),
      anyOf: () => [inner(), inner()],
      allOf: () => [inner(), inner()],
      oneOf: () => [inner(), inner()],
      not: inner,
      if: inner,
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
      then: inner,
      else: inner,
      dependentRequired: () => ({ a: ['b'] }),
      contains: inner,
      $ref: () => random.pick(['#', '#/properties/a', '#/items']),
    },
    0.12,
  );
}

/** A valid schema of ordinary depth, for which a value has to be made. */
export function ordinarySchema(random: Random): Draft {
  const schema = nestedRequired(random, 1 + random.below(20));
  const format = { type: 'json_schema', json_schema: { name: 's', schema, strict: true } };
  const messages = [{ role: 'user', content: 'x' }];
  return {
    path: chatPath('main'),
    body: JSON.stringify({ model: 'x', messages, response_format: format }),
    note: JSON.stringify(schema),
    check: (status, body) => (status === 200 ? contentError(body, schema) : `status ${status}: ${body}`),
  };
}

function nestedRequired(random: Random, depth: number): Schema {
  if (depth === 0) {
    return random.pick<Schema>([
      { type: 'string' },
      { type: 'integer', minimum: 3, maximum: 9 },
      { type: 'boolean' },
      { enum: ['a', 'b'] },
      { type: 'string', minLength: 5, maxLength: 30 },
    ]);
  }
  const inner = nestedRequired(random, depth - 1);
  if (random.chance(0.4)) return { type: 'array', items: inner, minItems: 1 };
  const properties = { child: inner, name: { type: 'string' }, size: { type: 'number', minimum: 0 } };
  return { type: 'object', properties, required: ['child', 'name'], additionalProperties: false };
}

function contentError(body: string, schema: Schema): string | undefined {
  try {
    const content: unknown = JSON.parse(JSON.parse(body).choices[0].message.content);
    const ajv = new Ajv({ strict: false });
    return ajv.validate(schema, content) ? undefined : `the value breaks the schema: ${ajv.errorsText()}`;
  } catch (error) {
    return `the content is not JSON: ${String(error)}`;
  }
}
