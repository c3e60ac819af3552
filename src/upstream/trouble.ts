import type { ErrorCode } from '../meilisearch/error-codes.ts';

/** What a request that goes on to another server gets when that server gives no answer. */
export interface Trouble {
  readonly status: 502 | 504;
  readonly code: ErrorCode;
  /** What was tried, what came of it, and how to mend it. */
  readonly message: string;
}

/** The other server has sent nothing for a while. */
export class Silence extends Error {
  readonly after: number;

  /** @param after real ms */
  constructor(after: number) {
    super(`nothing came for ${after / 1000} s`);
    this.after = after;
  }
}

/** @param option what names the server: `proxy` or `proxyChat` */
export function troubleOf(error: unknown, method: string, url: string, option: string): Trouble {
  // A query may have a key.
  const tried = `${method} ${url.replace(/\?.*/, '')}`;
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (error instanceof Silence) {
    const message = `The mock passed this request on, and ${error.message}: ${tried}. Look whether that server is busy, or give it longer with \`proxyTimeout\`.`;
    return { status: 504, code: 'remote_timeout', message };
  }
  const message = `The mock could not pass this request on: ${tried}: ${reasonOf(error)}. Start that server, or mend the URL of \`${option}\` (${flag}).`;
  return { status: 502, code: 'remote_could_not_send_request', message };
}

/** Why a request failed: `fetch` says it in the cause, and for a name with several addresses in the first of its errors. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
