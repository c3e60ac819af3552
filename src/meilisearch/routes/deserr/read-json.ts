import type { Content } from '../../body/content.ts';
import { SerdeError } from '../../body/error.ts';
import { JsonSource } from '../../body/json-source.ts';
import { Reader } from '../../body/reader.ts';
import type { Overflow } from '../../checks.ts';
import { isJsonContentType } from '../../content-type.ts';
import { type MeiliError, meiliError } from '../../errors.ts';

export type JsonBody =
  | { readonly ok: true; readonly value: Content }
  | { readonly ok: false; readonly error: MeiliError };

/**
 * Reads a JSON body of any shape: content type, size and syntax are checked, in this order, and refused with the texts of
 * the real server.
 *
 * @param limit bytes
 */
export function readJson(
  contentType: string | undefined,
  body: Uint8Array | Overflow,
  limit: number,
): JsonBody {
  const error = contentTypeTrouble(contentType) ?? sizeTrouble(body, limit);
  if (error !== undefined || 'overflow' in body) {
    return { ok: false, error: error ?? meiliError('missing_payload') };
  }
  const source = new JsonSource(new Reader(body));
  try {
    const value = source.content();
    source.end();
    return { ok: true, value };
  } catch (cause) {
    if (!(cause instanceof SerdeError)) throw cause;
    const message = `The json payload provided is malformed. \`${cause.located}\`.`;
    return { ok: false, error: meiliError('malformed_payload', message) };
  }
}

function contentTypeTrouble(contentType: string | undefined): MeiliError | undefined {
  if (contentType === undefined) return meiliError('missing_content_type');
  if (isJsonContentType(contentType)) return undefined;
  return meiliError(
    'invalid_content_type',
    `The Content-Type \`${contentType}\` is invalid. Accepted values for the Content-Type header are: \`application/json\``,
  );
}

function sizeTrouble(body: Uint8Array | Overflow, limit: number): MeiliError | undefined {
  if (!('overflow' in body)) return body.length === 0 ? meiliError('missing_payload') : undefined;
  return body.overflow === 'content-length'
    ? meiliError(
        'internal',
        `JSON payload (${body.length} bytes) is larger than allowed (limit: ${limit} bytes).`,
      )
    : meiliError('payload_too_large', `JSON payload has exceeded limit (${limit} bytes).`);
}
