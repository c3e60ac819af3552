import * as z from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { number, type Verb, type VerbInput } from './verb.ts';

/**
 * Checks the input of a verb or route.
 *
 * @param about what the input is for: `POST /__mock/clock/next`
 * @param inPath the part of it that stood in the path
 * @throws ChatMockError `invalid-option`, with all that is wrong
 */
export function checkInput(
  { input, waits, example }: Pick<Verb, 'input' | 'waits' | 'example'>,
  given: unknown,
  about: string,
  inPath: Readonly<Record<string, unknown>> = {},
): VerbInput {
  const shape = { ...input(z), ...(waits === true ? { timeout: number(z).optional() } : {}) };
  const known = Object.keys(shape).filter((key) => !(key in inPath));
  const schema = z.strictObject(
    Object.fromEntries(Object.entries(shape).filter(([key]) => known.includes(key))),
  );
  // Compiling the schema would take longer than checking one input with it.
  const result = schema.safeParse(given, { jitless: true });
  if (result.success) return { ...result.data, ...inPath };
  const { issues } = result.error;
  const takes = example === undefined ? known.join(', ') || 'nothing' : JSON.stringify(example);
  const meant = issues.flatMap((issue) => unknownKeys(issue).map((key) => didYouMean(key, known)));
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
