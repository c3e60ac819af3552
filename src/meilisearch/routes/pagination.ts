import type { ErrorCode } from '../error-codes.ts';
import { type MeiliError, meiliError } from '../errors.ts';
import { choices } from './deserr/find-trouble.ts';

/** The part of a list that a request asks for. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** The codes of a list's two parameters. */
export type PageCodes = Readonly<Record<keyof Page, ErrorCode>>;

export const DEFAULT_PAGE: Page = { offset: 0, limit: 20 };
const NAMES = ['offset', 'limit'] as const;
const USIZE_MAX = 2n ** 64n - 1n;

/** Reads `offset` and `limit` of a query (without its `?`); of one that comes twice the last counts. */
export function readPage(query: string, codes: PageCodes): Page | MeiliError {
  const page: Record<keyof Page, number> = { ...DEFAULT_PAGE };
  for (const [key, value] of new Map(new URLSearchParams(query))) {
    const name = NAMES.find((candidate) => candidate === key);
    if (name === undefined) {
      return meiliError('bad_request', `Unknown parameter \`${key}\`: ${choices(key, NAMES)}`);
    }
    if (!isUsize(value)) {
      const trouble = `could not parse \`${value}\` as a positive integer`;
      return meiliError(codes[name], `Invalid value in parameter \`${name}\`: ${trouble}`);
    }
    page[name] = Number(value);
  }
  return page;
}

/** A part of a list, as Meilisearch wraps it. */
export function paginate<T>(all: readonly T[], { offset, limit }: Page) {
  return { results: all.slice(offset, offset + limit), offset, limit, total: all.length };
}

/** What Rust reads as a number of 64 bits. */
function isUsize(text: string): boolean {
  return /^\+?\d+$/.test(text) && BigInt(text.replace('+', '')) <= USIZE_MAX;
}
