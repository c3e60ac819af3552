import type { Request } from 'express';
import { ChatMockError } from '../../../error.ts';
import { findError } from '../../../meilisearch/body/parse.ts';
import { anyValue } from '../../../meilisearch/body/shape.ts';
import { readBody } from '../read-body.ts';
import { RequestError } from './answer.ts';

/** The largest body of the control API, in bytes. */
const BODY_LIMIT = 1_000_000;

/** What a request says: the query of a GET, else the body. */
export async function readInput(req: Request): Promise<unknown> {
  return req.method === 'GET' || req.method === 'HEAD' ? queryOf(req) : readControlBody(req);
}

/** The last value of a name counts. All inputs that come in a query are numbers. */
function queryOf({ url }: Request): Record<string, unknown> {
  const [, query = ''] = url.split('?');
  return Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, text]) => [
      name,
      Number.isNaN(Number(text)) ? text : Number(text),
    ]),
  );
}

/** The JSON of a body, whatever its content type says; `{}` when there is none. */
async function readControlBody(req: Request): Promise<unknown> {
  const bytes = await readBody(req, BODY_LIMIT);
  // Not `instanceof Uint8Array`: in jsdom that is another one than Node's.
  if (bytes === 'too large') {
    const hint = 'Put long scenarios into a file.';
    throw new RequestError(413, `The body has more than ${BODY_LIMIT} bytes.`, hint);
  }
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = (await findError(bytes, anyValue))?.located ?? String(error);
    throw new ChatMockError('invalid-option', `The body is not JSON: ${where}.`);
  }
}
