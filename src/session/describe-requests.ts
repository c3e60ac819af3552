import type { JournalEntry } from './journal.ts';

/** What a call says of the requests that there were, when the one that it waited for did not come. */
export function describeRequests(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return 'no request';
  const last = entries
    .slice(-5)
    .map(({ number, request, status }) => `${number}: ${request.method} ${request.path} ${status ?? 'open'}`)
    .join(', ');
  if (entries.length === 1) return `1 request, ${last}`;
  return `${entries.length} requests${entries.length > 5 ? ', the last ones' : ''} ${last}`;
}
