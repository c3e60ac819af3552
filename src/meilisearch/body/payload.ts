import { isJsonContentType } from '../content-type.ts';
import { type MeiliError, meiliError } from '../errors.ts';

/** A body that is too large: as its `content-length` says, or because its chunks went past the limit. */
export interface Overflow {
  readonly overflow: 'content-length' | 'chunked';
  /** Bytes that the `content-length` header announced; 0 for a chunked body. */
  readonly length: number;
}

export function isOverflow(body: Uint8Array | Overflow): body is Overflow {
  return 'overflow' in body;
}

/** The error for a content type that is not JSON's. */
export function contentTypeError(contentType: string | undefined): MeiliError | undefined {
  if (contentType === undefined) return meiliError('missing_content_type');
  if (isJsonContentType(contentType)) return undefined;
  return meiliError(
    'invalid_content_type',
    `The Content-Type \`${contentType}\` is invalid. Accepted values for the Content-Type header are: \`application/json\``,
  );
}

/**
 * The error for a body that is too large.
 *
 * @param limit bytes
 */
export function sizeError(body: Uint8Array | Overflow, limit: number): MeiliError | undefined {
  if (!isOverflow(body)) return undefined;
  return body.overflow === 'content-length'
    ? meiliError(
        'internal',
        `JSON payload (${body.length} bytes) is larger than allowed (limit: ${limit} bytes).`,
      )
    : meiliError('payload_too_large', `JSON payload has exceeded limit (${limit} bytes).`);
}

/** The message for a body that is not JSON. */
export function malformed(trouble: string): string {
  return `The json payload provided is malformed. \`${trouble}\`.`;
}
