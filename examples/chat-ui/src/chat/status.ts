import type { Search, Turn } from './turn.ts';

/** What is going on, for the status line. Empty when nothing is. */
export function statusOf(turn: Turn | undefined): string {
  if (!turn) return '';
  const { state } = turn;
  switch (state.phase) {
    case 'waiting':
      return 'Thinking…';
    case 'searching':
      return describeSearch(state.search);
    case 'reading':
      return 'Reading the results…';
    case 'writing':
      return 'Writing…';
    case 'complete':
    case 'stopped':
    case 'failed':
      return '';
    default:
      return state satisfies never;
  }
}

/** An empty query is a browse: the first documents of the index that pass the filter. */
function describeSearch({ index, query, filter }: Search): string {
  const where = index || 'the documents';
  const condition = filter ? ` where ${filter}` : '';
  return query ? `Searching ${where} for “${query}”${condition}…` : `Browsing ${where}${condition}…`;
}
