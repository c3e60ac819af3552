import { useState } from 'react';
import { mergeSources } from '../chat/sources.ts';
import type { Search } from '../chat/turn.ts';
import { SearchIcon } from './icons.tsx';
import { Sources } from './sources.tsx';

/** What was searched and what was found. Pressing one of several searches shows its sources alone. */
export function Retrieval({ searches, running }: { searches: Search[]; running: boolean }) {
  const [only, setOnly] = useState<string | null>(null);
  const sources = mergeSources(searches);
  const shown = only === null ? sources : sources.filter(({ callIds }) => callIds.includes(only));
  const pending = running && searches.some(({ documents, error }) => documents === null && error === null);
  const found = searches.some(({ documents }) => documents !== null);

  return (
    <div className="retrieval">
      <ul className="searches" aria-label="Searches">
        {searches.map((search) => (
          <li key={search.callId}>
            {searches.length > 1 ? (
              <button
                type="button"
                className="search"
                aria-pressed={only === search.callId}
                onClick={() => setOnly(only === search.callId ? null : search.callId)}
              >
                <SearchLabel search={search} running={running} />
              </button>
            ) : (
              <span className="search">
                <SearchLabel search={search} running={running} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {(pending || found) && <Sources sources={shown} pending={pending} />}
    </div>
  );
}

function SearchLabel({ search, running }: { search: Search; running: boolean }) {
  const { index, query, filter, documents, error } = search;
  const pending = running && documents === null && error === null;
  return (
    <>
      {pending ? <i className="spinner" aria-hidden="true" /> : <SearchIcon />}
      <span className="query">{query ? `“${query}”` : 'Browse'}</span>
      {index && <span className="index">in {index}</span>}
      {filter && <code>{filter}</code>}
      <span className="count">{error ? 'Failed' : countOf(documents)}</span>
    </>
  );
}

function countOf(documents: unknown[] | null): string {
  if (documents === null) return '';
  if (documents.length === 0) return 'No results';
  return documents.length === 1 ? '1 result' : `${documents.length} results`;
}
