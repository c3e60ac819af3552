import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { didYouMean } from '../../../did-you-mean.ts';
import { ChatMockError } from '../../../error.ts';
import { findError } from '../../../meilisearch/body/parse.ts';
import { anyValue } from '../../../meilisearch/body/shape.ts';
import { readBody } from '../read-body.ts';
import { RequestError } from './answer.ts';

/** The largest body of the control API, in bytes. */
const BODY_LIMIT = 1_000_000;

/** The body of a request, whatever its content type says; `{}` when there is none. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(req, BODY_LIMIT);
  // Not `instanceof Uint8Array`: in jsdom that is another one than Node's.
  if (bytes === 'too large') {
    throw new RequestError(
      413,
      `The body has more than ${BODY_LIMIT} bytes.`,
      'Put long scenarios into a file.',
    );
  }
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = findError(bytes, anyValue)?.located ?? String(error);
    throw new ChatMockError('invalid-option', `The body is not JSON: ${where}.`);
  }
}

/** The query of a request: the last value of a name counts. */
export function readQuery(req: IncomingMessage): Record<string, string> {
  const [, query = ''] = (req.url ?? '').split('?');
  return Object.fromEntries(new URLSearchParams(query));
}

/**
 * Holds an input against its schema.
 *
 * @param about what the input is of: `POST /__mock/clock/next`
 * @param example one that would do
 * @throws ChatMockError `invalid-option`, with all that is wrong
 */
export function check<Shape extends z.ZodRawShape>(
  input: unknown,
  schema: z.ZodObject<Shape>,
  about: string,
  example: unknown,
): z.infer<z.ZodObject<Shape>> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const known = Object.keys(schema.shape);
  const troubles = result.error.issues.map(saidOf);
  const takes =
    example === undefined
      ? `It takes ${known.join(', ') || 'nothing'}.`
      : `It takes ${JSON.stringify(example)}.`;
  const nearest = result.error.issues.map((issue) => meant(issue, known)).filter((text) => text !== '');
  throw new ChatMockError('invalid-option', `${about}: ${troubles.join('; ')}.`, {
    hint: [...nearest, takes].join(' '),
  });
}

function saidOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map((key) => `\`${key}\``).join(', ')}: not known`;
  const path = issue.path.join('.');
  return path === '' ? issue.message : `\`${path}\`: ${issue.message}`;
}

function meant(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys') return '';
  return issue.keys
    .map((key) => didYouMean(key, known))
    .join(' ')
    .trim();
}
