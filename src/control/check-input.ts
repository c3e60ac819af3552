import * as z from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { number, type Verb, type VerbInput } from './verb.ts';

/** Checks the input of a verb, but for what stood in the path. Throws `invalid-option` with all that is wrong. */
export function checkInput<Shape extends z.ZodRawShape>(
  { route, input, waits, example }: Pick<Verb<unknown, Shape>, 'route' | 'input' | 'waits' | 'example'>,
  given: unknown,
  inPath: Readonly<Record<string, unknown>> = {},
): VerbInput & z.output<z.ZodObject<Shape>> {
  const shape = { ...input?.(z), ...(waits === true ? { timeout: number(z).optional() } : {}) };
  const expected = Object.entries<z.core.$ZodType>(shape).filter(([key]) => !(key in inPath));
  // Compiling the schema would take longer than checking one input with it.
  const result = z.strictObject(Object.fromEntries(expected)).safeParse(given, { jitless: true });
  // The schema is that of the shape, but for what stood in the path.
  if (result.success) return { ...result.data, ...inPath } as VerbInput & z.output<z.ZodObject<Shape>>;
  const { issues } = result.error;
  const known = expected.map(([key]) => key);
  const takes = example === undefined ? known.join(', ') || 'nothing' : JSON.stringify(example);
  const meant = issues.flatMap((issue) => unknownKeys(issue).map((key) => didYouMean(key, known)));
  const about = route.replace(' ', ' /__mock');
  throw new ChatMockError('invalid-option', `${about}: ${issues.map(messageOf).join('; ')}.`, {
    hint: [...meant.filter((text) => text !== ''), `It takes ${takes}.`].join(' '),
  });
}

const unknownKeys = (issue: z.core.$ZodIssue) => (issue.code === 'unrecognized_keys' ? issue.keys : []);

function messageOf(issue: z.core.$ZodIssue): string {
  const unknown = unknownKeys(issue);
  if (unknown.length > 0) return `${unknown.map((key) => `\`${key}\``).join(', ')}: not known`;
  const path = issue.path.join('.');
  return path === '' ? issue.message : `\`${path}\`: ${issue.message}`;
}
