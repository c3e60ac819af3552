import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { type InputOf, type InputRules, isObject, rules, typeOf } from './rules.ts';
import type { Verb, VerbInput } from './verb.ts';

/** Checks the input of a verb, but for what stood in the path. Throws `invalid-option` with all that is wrong. */
export function checkInput<Keys extends InputRules>(
  { route, input, waits, example }: Pick<Verb<unknown, Keys>, 'route' | 'input' | 'waits' | 'example'>,
  given: unknown,
  inPath: Readonly<Record<string, unknown>> = {},
): VerbInput & InputOf<Keys> {
  const shape: InputRules = {
    ...input?.(rules),
    ...(waits === true ? { timeout: rules.anyNumber().optional() } : {}),
  };
  const expected = Object.entries(shape).filter(([key]) => !(key in inPath));
  const known = expected.map(([key]) => key);
  const checked: Record<string, unknown> = {};
  const problems: string[] = [];
  const unknown = isObject(given) ? Object.keys(given).filter((key) => !known.includes(key)) : [];
  if (isObject(given)) {
    for (const [key, rule] of expected) {
      const outcome = rule.check(given[key]);
      if ('problem' in outcome) problems.push(`\`${key}\`: ${outcome.problem}`);
      else if (key in given) checked[key] = outcome.value;
    }
    if (unknown.length > 0) problems.push(`${unknown.map((key) => `\`${key}\``).join(', ')}: not known`);
  } else {
    problems.push(`Invalid input: expected object, received ${typeOf(given)}`);
  }
  // Each key of the shape was checked, but for what stood in the path.
  if (problems.length === 0) return { ...checked, ...inPath } as VerbInput & InputOf<Keys>;
  const takes = example === undefined ? known.join(', ') || 'nothing' : JSON.stringify(example);
  const meant = unknown.map((key) => didYouMean(key, known)).filter((text) => text !== '');
  throw new ChatMockError('invalid-option', `${route.replace(' ', ' /__mock')}: ${problems.join('; ')}.`, {
    hint: [...meant, `It takes ${takes}.`].join(' '),
  });
}
