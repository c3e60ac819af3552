import * as library from '@cfworker/json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from '../../src/plan/made-up/generate.ts';
import { prepareSchema } from '../../src/plan/made-up/json-schema.ts';
import { TITLES } from '../../src/plan/made-up/topics.ts';

/** What a validator of another make says against a value: null for nothing. */
function checker(schema: object) {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const validate = ajv.compile(structuredClone(schema));
  return (value: unknown) => (validate(value) ? null : validate.errors);
}

test('makes a readable value of a schema, with every property filled', async () => {
  const person = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      email: { type: 'string', format: 'email' },
      city: { type: 'string' },
      age: { type: 'integer', minimum: 0 },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['name'],
    additionalProperties: false,
  };
  const { value } = await generator.json({ schema: person, seed: 3 });
  expect(checker(person)(value)).toBeNull();
  expect(value).toEqual({
    name: expect.stringMatching(/^[A-Z]\S+ [A-Z]/),
    email: expect.stringContaining('@'),
    city: expect.stringMatching(/^[A-Z]/),
    age: expect.any(Number),
    tags: expect.arrayContaining([expect.stringMatching(/^\w+$/)]),
  });
});

const node = {
  type: 'object',
  properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
  required: ['name', 'children'],
  additionalProperties: false,
};

test.each([
  [
    'a linked list',
    {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['next'],
    },
  ],
  ['a tree', { $ref: '#/$defs/node', $defs: { node } }],
  ['optional recursion', { type: 'object', properties: { child: { $ref: '#' }, name: { type: 'string' } } }],
  [
    'wide recursion',
    { type: 'object', properties: Object.fromEntries([...'abcdefgh'].map((key) => [key, { $ref: '#' }])) },
  ],
  ['a pattern', { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' }],
  ['a pattern with a look-ahead', { type: 'string', pattern: '^(?=.*\\d)[a-z\\d]{8,}$' }],
  ['a Unicode pattern', { type: 'string', pattern: '^\\p{Lu}[\\p{L} ]+$' }],
  ['an exclusive range', { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 5 }],
  ['large numbers', { type: 'integer', minimum: 1e15 }],
  ['cents', { type: 'number', multipleOf: 0.01, minimum: 19, maximum: 20 }],
  ['lengths', { type: 'string', minLength: 30, maxLength: 32 }],
  ['a nullable', { type: ['string', 'null'] }],
  [
    'merged parts',
    {
      allOf: [
        { properties: { a: { type: 'string' } } },
        { properties: { b: { const: 1 } }, required: ['b'] },
      ],
    },
  ],
  [
    'a condition',
    JSON.parse(
      '{"properties":{"a":{"const":true}},"required":["a"],"if":{"required":["a"]},"then":{"required":["b"]}}',
    ),
  ],
  ['unique items', { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 3 }],
  ['anything', {}],
])('satisfies %s', async (_, schema) => {
  const before = JSON.stringify(schema);
  const check = checker(schema);
  for (let seed = 0; seed < 20; seed++) {
    const { value } = await generator.json({ schema, seed });
    expect(check(value)).toBeNull();
    expect(await generator.json({ schema, seed })).toEqual({ value });
  }
  expect(JSON.stringify(schema)).toBe(before);
});

test('reads draft 7', async () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    definitions: { even: { type: 'integer', multipleOf: 2 } },
    type: 'object',
    properties: { even: { $ref: '#/definitions/even' } },
  };
  expect(await generator.json({ schema, seed: 1 })).toEqual({ value: { even: expect.any(Number) } });
});

test.each([
  ['contradicts itself', { type: 'string', minLength: 5, maxLength: 3 }],
  ['allows nothing', false],
  ['needs a value without end', { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] }],
  ['refers to itself only', { $ref: '#' }],
  ['refers to nothing', { $ref: '#/$defs/none' }],
  ['has a type that is none', { type: 'strin' }],
  ['asks for too long a match', { type: 'string', pattern: '^(a{1000}){1000}$' }],
  ['asks for a pattern too large to compile', { type: 'string', pattern: '^((a{1000}){1000}){1000}$' }],
  ['is no schema', ['string']],
])('says so when a schema %s', async (_, schema) => {
  await expect(generator.json({ schema, seed: 1 })).rejects.toThrow(
    expect.objectContaining({
      code: 'invalid-option',
      message: expect.stringMatching(/^No value can be made for this JSON schema\. .+ Check it for/s),
    }),
  );
});

test('gives an object with a few fields without a schema', async () => {
  expect(await generator.json({ seed: 1 })).toMatchObject({
    value: { name: expect.any(String), tags: [expect.any(String), expect.any(String)] },
  });
});

const nested = (depth: number, wrap: (inner: object) => object): object =>
  depth === 0 ? { type: 'string' } : wrap(nested(depth - 1, wrap));
const doubled = (keyword: 'allOf' | 'anyOf' | 'oneOf', leaf: object) => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries([
    ...Array.from({ length: 30 }, (_, index) => {
      const next = { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, { [keyword]: [next, next] }];
    }),
    ['d30', leaf],
  ]),
});

test.each([
  [
    'nested objects',
    nested(20, (a) => ({ type: 'object', properties: { a, b: { type: 'integer' } }, required: ['a'] })),
  ],
  ['nested arrays', nested(20, (items) => ({ type: 'array', items, minItems: 1 }))],
  ['arrays nested without bounds', nested(20, (items) => ({ type: 'array', items }))],
  [
    'nested choices',
    nested(20, (a) => ({ anyOf: [{ properties: { a }, required: ['a'] }, { type: 'null' }] })),
  ],
  ['a format of its own', { type: 'string', format: 'text', minLength: 200 }],
  ['a length without end', { type: 'string', maxLength: 2_147_483_647 }],
  ['an array without end', { type: 'array', items: { type: 'integer' }, maxItems: 2_147_483_647 }],
  ['a pattern that stalls', { type: 'string', pattern: '^(a+)+$' }],
  ['a pattern that stalls on a list', { enum: [`${'a'.repeat(40)}!`, 'aaa'], pattern: '^(a+)+$' }],
  ['what is not', { type: 'integer', minimum: 1, maximum: 4, not: { const: 2 } }],
  [
    'one of several',
    {
      oneOf: [
        { type: 'integer', multipleOf: 3 },
        { type: 'integer', multipleOf: 5 },
      ],
    },
  ],
  ['items it contains', { type: 'array', items: { type: 'integer' }, contains: { const: 7 } }],
  ['many different items', { type: 'array', items: { type: 'integer' }, uniqueItems: true, minItems: 1000 }],
  ['a tuple', { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2 }],
  [
    'properties with a pattern',
    {
      type: 'object',
      patternProperties: { '^x-[a-z]{3}$': { type: 'integer' } },
      minProperties: 2,
      additionalProperties: false,
    },
  ],
  [
    'twenty conditions',
    {
      properties: { kind: { enum: Array.from({ length: 20 }, (_, kind) => kind) } },
      required: ['kind'],
      allOf: Array.from({ length: 20 }, (_, kind) => ({
        if: { properties: { kind: { const: kind } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
        then: { properties: { text: { type: 'string' } }, required: ['text'] },
      })),
    },
  ],
  [
    'five hundred parts',
    {
      allOf: Array.from({ length: 500 }, (_, index) => ({
        properties: { [`p${index}`]: { type: 'integer' } },
        required: [`p${index}`],
      })),
    },
  ],
  [
    'as many properties as wanted',
    { type: 'object', minProperties: 40, propertyNames: { pattern: '^[a-z]+$' } },
  ],
  [
    'names with a meaning of their own',
    JSON.parse('{"properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'),
  ],
])('soon has a value for %s, which satisfies the schema', async (_, schema) => {
  for (let seed = 0; seed < 3; seed++) {
    const began = performance.now();
    const { value, warning } = await generator.json({ schema, seed });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(warning).toBeUndefined();
    expect(checker(schema)(value)).toBeNull();
  }
});

const CUT = 'the JSON schema asks for more than is made up: the value is cut short';
test.each([
  ['too many items', { type: 'array', items: { type: 'integer' }, minItems: 1e9 }],
  ['too many properties', { type: 'object', minProperties: 1e9 }],
  ['too long a text', { type: 'string', minLength: 1e9 }],
  ['too long texts', { type: 'array', minItems: 1000, items: { type: 'string', minLength: 10_000 } }],
  ['too many parts', { type: 'array', minItems: 200, items: { type: 'array', minItems: 200, items: {} } }],
  ['too many choices', doubled('anyOf', { type: 'string', allOf: [false] })],
])('cuts a value short that asks for %s, and says so', async (_, schema) => {
  const began = performance.now();
  const { value, warning } = await generator.json({ schema, seed: 1 });
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(warning).toBe(CUT);
  expect(JSON.stringify(value).length).toBeLessThan(500_000);
});

test.each(['allOf', 'anyOf'] as const)(
  'makes a value of 30 levels of %s with two equals',
  async (keyword) => {
    const began = performance.now();
    expect(await generator.json({ schema: doubled(keyword, { type: 'integer' }), seed: 1 })).toEqual({
      value: expect.any(Number),
      warning: 'the JSON schema takes too long to check: the value may not satisfy it',
    });
    expect(performance.now() - began).toBeLessThan(8_000);
  },
);

test('finds that exactly one of two equals cannot hold, 30 levels deep', async () => {
  const began = performance.now();
  const schema = doubled('oneOf', { type: 'integer' });
  await expect(generator.json({ schema, seed: 1 })).rejects.toThrow('No value can be made');
  expect(performance.now() - began).toBeLessThan(8_000);
});

test.each([
  ['exactly so long', { type: 'string', pattern: '^[0-9]+$', minLength: 30, maxLength: 30 }],
  ['long, with an end that is open', { type: 'string', pattern: '^[A-Z]', minLength: 20 }],
  ['short enough to be tried', { type: 'string', pattern: '^\\p{L}+(?:[ -]\\p{L}+)*$', minLength: 8 }],
])('finds a text for a pattern that is %s', async (_, schema) => {
  for (let seed = 0; seed < 20; seed++) {
    const { value } = await generator.json({ schema, seed });
    expect(checker(schema)(value)).toBeNull();
  }
});

test('gives up soon on properties whose pattern and length contradict each other', async () => {
  const impossible = { type: 'string', pattern: '^#(?:[0-9a-f]{3}){1,2}$', minLength: 8 };
  const schema = { type: 'object', patternProperties: { '^[a-c]$': impossible }, minProperties: 1 };
  const began = performance.now();
  await expect(generator.json({ schema, seed: 1 })).rejects.toThrow('No value can be made');
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('gives up soon on a choice of thousands that are all impossible', async () => {
  const options = Array.from({ length: 20_000 }, (_, a) => ({ properties: { a: { const: a } }, not: {} }));
  const began = performance.now();
  await expect(generator.json({ schema: { anyOf: options }, seed: 1 })).rejects.toThrow(
    'No value can be made',
  );
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('looks at no more than a part of a schema of hundreds of thousands of parts', async () => {
  let schema: object = { type: 'string' };
  for (let level = 0; level < 6; level++) {
    const keys = Array.from({ length: 8 }, (_, at) => `k${at}`);
    schema = {
      type: 'object',
      properties: Object.fromEntries(keys.map((key) => [key, schema])),
      required: keys,
    };
  }
  const { warning } = await generator.json({ schema, seed: 1 });
  expect(warning).toMatch(/is cut short|may not satisfy it/);
  expect(prepareSchema(library, schema).unchecked()).toBe(true);
});

test('takes titles from lists of its own', async () => {
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
  for (let seed = 0; seed < 30; seed++) {
    for (const options of [{ schema, seed }, { seed }]) {
      const { value } = await generator.json(options);
      expect(value).toHaveProperty(
        'title',
        expect.toSatisfy((title) => TITLES.includes(title)),
      );
    }
  }
});

test('ignores keywords whose value has a wrong type', async () => {
  const schema = { type: 'string', minLength: '20000', maxLength: 10, required: 'a', properties: [1] };
  const { value } = await generator.json({ schema, seed: 1 });
  expect(value).toMatch(/^.{1,10}$/);
});

const range = (least: string, most: string, max: number) =>
  fc
    .tuple(fc.nat(max), fc.nat(max))
    .map(([one, other]) => ({ [least]: Math.min(one, other), [most]: Math.max(one, other) }));

/** JSON without keys that the checker calls as methods when it compares: ajv would throw. */
const plainJson = fc
  .jsonValue({ maxDepth: 1 })
  .filter((value) => !/"(toString|valueOf|constructor)":/.test(JSON.stringify(value)));

/** Schemas of OpenAI's structured outputs, and more, that all accept something. */
const { schemas } = fc.letrec<{ schemas: object; object: object }>((tie) => ({
  schemas: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    range('minLength', 'maxLength', 40).map((bounds) => ({ type: 'string', ...bounds })),
    fc
      .constantFrom('date', 'date-time', 'time', 'email', 'uuid', 'uri', 'ipv4', 'ipv6', 'hostname')
      .map((format) => ({ type: 'string', format })),
    fc
      .constantFrom('^\\d{3}-\\d{2}$', '^[a-z]+$', '^(yes|no)$', '^#[0-9a-f]{6}$', '^\\w+@\\w+\\.com$')
      .map((pattern) => ({ type: 'string', pattern })),
    range('minimum', 'maximum', 5000).map((bounds) => ({ type: 'integer', ...bounds })),
    fc.integer({ min: -5000, max: 5000 }).map((minimum) => ({ type: 'number', minimum })),
    fc.integer({ min: -5000, max: 5000 }).map((exclusiveMaximum) => ({ type: 'integer', exclusiveMaximum })),
    fc.constantFrom(0.1, 0.01, 0.5, 3, 7).map((multipleOf) => ({ type: 'number', multipleOf })),
    fc
      .uniqueArray(plainJson, {
        minLength: 1,
        maxLength: 4,
        selector: (value) => JSON.stringify(value),
      })
      .map((values) => ({ enum: values })),
    plainJson.map((value) => ({ const: value })),
    fc.constantFrom(
      { type: 'boolean' },
      { type: 'null' },
      { type: ['string', 'null'] },
      { type: ['number', 'boolean'] },
      {},
    ),
    fc
      .tuple(tie('schemas'), range('minItems', 'maxItems', 4))
      .map(([items, bounds]) => ({ type: 'array', items, ...bounds })),
    fc.array(tie('schemas'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    tie('object'),
    tie('object').map((schema) => ({ allOf: [schema] })),
    fc.constantFrom(
      { $ref: '#/$defs/leaf' },
      { $ref: '#/$defs/node' },
      { anyOf: [{ $ref: '#' }, { type: 'null' }] },
    ),
  ),
  object: fc
    .dictionary(
      fc.constantFrom('name', 'email', 'price', 'year', 'tags', 'description', 'isDone', 'x'),
      tie('schemas'),
      { maxKeys: 4, noNullPrototype: true },
    )
    .chain((properties) =>
      fc
        .subarray(Object.keys(properties))
        .map((required) => ({ type: 'object', properties, required, additionalProperties: false })),
    ),
}));
const $defs = { leaf: { type: 'string', maxLength: 12 }, node };

test('satisfies schemas of all sorts, twice the same, in bounded time', async () => {
  await fc.assert(
    fc.asyncProperty(schemas, fc.nat(), async (inner, seed) => {
      const schema = { type: 'object', properties: { inner }, required: ['inner'], $defs };
      const began = performance.now();
      const { value } = await generator.json({ schema, seed });
      expect(performance.now() - began).toBeLessThan(8_000);
      expect(checker(schema)(value)).toBeNull();
      expect(await generator.json({ schema, seed })).toEqual({ value });
    }),
    { numRuns: 500 },
  );
}, 60_000);
