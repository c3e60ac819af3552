import { APIConnectionError, APIError } from 'openai';

/** Why a question has no (whole) answer, in words for the person who asked. */
export interface Problem {
  title: string;
  message: string;
  /** Meilisearch's or the provider's error code. */
  code?: string | undefined;
  /** Where the code is explained. */
  link?: string | undefined;
  /** Epoch milliseconds before which the server asks not to be tried again. */
  retryAt?: number | undefined;
}

export const CUT_OFF: Problem = {
  title: 'The answer was cut off.',
  message: 'The connection closed before the end.',
};

export const EMPTY: Problem = {
  title: 'The answer is empty.',
  message: 'The model finished without saying anything.',
};

/** Describes a request that failed before its stream began. `now` is in epoch milliseconds. */
export function describeRequestError(error: unknown, host: string, now: number): Problem {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) {
    return { title: 'Meilisearch cannot be reached.', message: `Nothing answered at ${host}.` };
  }
  const { message, code, link } = readBody(error.error);
  const delay = retryDelay(error.headers?.get('retry-after'), message);
  return {
    title: titleOf(error.status),
    message: message ?? `The server answered with status ${error.status} and no explanation.`,
    code,
    link,
    retryAt: delay === undefined ? undefined : now + delay,
  };
}

function titleOf(status: number | undefined): string {
  switch (status) {
    case 401:
    case 403:
      return 'The API key was refused.';
    case 404:
      return 'There is no such chat.';
    case 503:
      return 'Meilisearch is busy.';
    default:
      return (status ?? 0) >= 500 ? 'Meilisearch failed to answer.' : 'Meilisearch refused the request.';
  }
}

/** Milliseconds to wait, from the header or, failing that, from the text. */
function retryDelay(header: string | null | undefined, message: string | undefined): number | undefined {
  // A page on another origin cannot see the header, since Meilisearch does not expose it; the message repeats it.
  const seconds = header ?? /retry after (\d+)\s?s/i.exec(message ?? '')?.[1];
  const delay = Number(seconds) * 1000;
  return seconds && Number.isFinite(delay) ? delay : undefined;
}

function readBody(body: unknown): { message?: string; code?: string; link?: string } {
  if (typeof body !== 'object' || body === null) return {};
  const text = (key: string) => {
    const value: unknown = Reflect.get(body, key);
    return typeof value === 'string' && value !== '' ? { [key]: value } : {};
  };
  return { ...text('message'), ...text('code'), ...text('link') };
}
