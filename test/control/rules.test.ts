import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Rule, rules } from '../../src/control/rules.ts';

const VALUES = [
  ...[
    undefined,
    null,
    true,
    '',
    'a',
    0,
    -1,
    1,
    1.5,
    Number.MAX_SAFE_INTEGER,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ],
  ...[[], ['a'], {}, { a: 1 }, () => 1, 1n],
];

/** Each rule, and what it is called in zod. */
const RULES: Readonly<Record<string, readonly [Rule<unknown>, z.ZodType]>> = {
  string: [rules.string(), z.string()],
  'string.min': [rules.string().min(1), z.string().min(1)],
  number: [rules.number(), z.number()],
  'number.int.min': [rules.number().int().min(0), z.int().min(0)],
  optional: [rules.string().optional(), z.string().optional()],
  object: [rules.object(), z.looseObject({})],
  union: [rules.union([rules.number(), rules.string()]), z.union([z.number(), z.string()])],
};

test.each(Object.entries(RULES))(
  '%s takes what it takes in zod, and refuses in its words',
  (_, [own, zod]) => {
    for (const value of VALUES) {
      const { success, data, error } = zod.safeParse(value);
      expect(own.check(value)).toEqual(success ? { value: data } : { problem: error.issues[0]?.message });
    }
  },
);

test('a number that JSON does not have comes as text', () => {
  const { check } = rules.anyNumber();
  expect(check('Infinity')).toEqual({ value: Number.POSITIVE_INFINITY });
  expect(check('NaN')).toEqual({ value: Number.NaN });
  expect(check('5')).toEqual({ problem: 'Invalid input: expected number, received string' });
});
