import type { ApiKey } from '../api-key.ts';
import type { Profile } from '../chat-request.ts';
import { isJsonContentType } from '../content-type.ts';
import { ACCEPTED_CONTENT_TYPE } from '../error-messages.ts';
import { type MeiliError, meiliError } from '../errors.ts';

/** A body that is too large: as its `content-length` says, or because its chunks went past the limit. */
export interface Overflow {
  readonly overflow: 'content-length' | 'chunked';
  /** Bytes that the `content-length` header announced; 0 for a chunked body. */
  readonly length: number;
}

/** A request as it was received, and the options of the server that it reached. */
export interface ReceivedRequest {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array | Overflow;
  /** The largest body that is read, in bytes. */
  readonly limit: number;
  readonly keys: readonly ApiKey[];
  readonly profile: Profile;
  readonly now: Date;
}

/** The bytes of a body that is to be JSON, or the error for one of another type or that is too large. */
export function readPayload({ headers, body, limit }: ReceivedRequest): Uint8Array | MeiliError {
  const contentType = headers['content-type'];
  if (contentType === undefined) return meiliError('missing_content_type');
  if (!isJsonContentType(contentType)) {
    const trouble = `The Content-Type \`${contentType}\` is invalid.`;
    return meiliError('invalid_content_type', `${trouble} ${ACCEPTED_CONTENT_TYPE}`);
  }
  if (!('overflow' in body)) return body;
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
