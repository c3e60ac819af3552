/** What is wrong with a value, or the value as it was meant. */
type Outcome<Value> = { readonly value: Value } | { readonly problem: string };

/** What one key of a verb's input takes. */
export class Rule<Value> {
  readonly check: (given: unknown) => Outcome<Value>;

  constructor(check: (given: unknown) => Outcome<Value>) {
    this.check = check;
  }

  /** The key may be missing. */
  optional(): Rule<Value | undefined> {
    return new Rule<Value | undefined>((given) =>
      given === undefined ? { value: undefined } : this.check(given),
    );
  }
}

class StringRule extends Rule<string> {
  /** At least so many characters. */
  min(least: number): StringRule {
    const problem = `Too small: expected string to have >=${least} characters`;
    return new StringRule(but(this.check, (text) => text.length >= least, problem));
  }
}

class NumberRule extends Rule<number> {
  int(): NumberRule {
    const problem = 'Invalid input: expected int, received number';
    return new NumberRule(but(this.check, Number.isSafeInteger, problem));
  }

  min(least: number): NumberRule {
    const problem = `Too small: expected number to be >=${least}`;
    return new NumberRule(but(this.check, (one) => one >= least, problem));
  }
}

/** What passes a rule. */
type ValueOf<One> = One extends Rule<infer Value> ? Value : never;

/** The rules of some keys. */
export type InputRules = Readonly<Record<string, Rule<unknown>>>;

/** What an input of a shape is. */
export type InputOf<Keys extends InputRules> = {
  readonly [Key in keyof Keys]: ValueOf<Keys[Key]>;
};

/**
 * What the inputs of verbs are checked with, in the words of zod, as far as verbs need them: zod itself would be more than
 * everything else that a page loads. A table of verbs is handed them, so that the client, which checks nothing, goes without.
 */
export const rules = {
  string: () => new StringRule(ofType('string', (given) => typeof given === 'string')),
  /** A number that JSON can have. */
  number: () => new NumberRule(ofType('number', (given): given is number => Number.isFinite(given))),
  /** Any number. One that JSON does not have comes as text: the verb says itself which numbers it takes. */
  anyNumber: () => {
    const check = ofType('number', (given) => typeof given === 'number');
    return new Rule((given) => check(NOT_IN_JSON.includes(String(given)) ? Number(given) : given));
  },
  /** Any value, or none. */
  anything: () => new Rule<unknown>((value) => ({ value })),
  /** An object with whatever keys. */
  object: () => new Rule(ofType('object', isObject)),
  union: <Branch extends Rule<unknown>>(branches: readonly Branch[]) =>
    new Rule((given): Outcome<ValueOf<Branch>> => {
      const found = branches.map(({ check }) => check(given)).find((outcome) => 'value' in outcome);
      return found === undefined ? { problem: 'Invalid input' } : (found as Outcome<ValueOf<Branch>>);
    }),
};

const NOT_IN_JSON = ['NaN', 'Infinity', '-Infinity'];

export const isObject = (given: unknown): given is Record<string, unknown> => typeOf(given) === 'object';

/** What a value is called in messages. */
export function typeOf(given: unknown): string {
  if (given === null) return 'null';
  if (Array.isArray(given)) return 'array';
  return typeof given === 'number' && !Number.isFinite(given) ? String(given) : typeof given;
}

function ofType<Value>(expected: string, is: (given: unknown) => given is Value) {
  return (given: unknown): Outcome<Value> =>
    is(given)
      ? { value: given }
      : { problem: `Invalid input: expected ${expected}, received ${typeOf(given)}` };
}

function but<Value>(
  check: (given: unknown) => Outcome<Value>,
  holds: (value: Value) => boolean,
  problem: string,
) {
  return (given: unknown): Outcome<Value> => {
    const outcome = check(given);
    return 'problem' in outcome || holds(outcome.value) ? outcome : { problem };
  };
}
