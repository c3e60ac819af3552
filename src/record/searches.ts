import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../meilisearch/error-codes.ts';
import { searchCall } from '../plan/wire/search-events.ts';
import type { CatalogueErrorSpec, SearchSpec } from '../scenario/schema.ts';
import { listOf, objectOf, parseJson, stringOf } from './json.ts';

/** The searches of one round. */
export interface SearchPart {
  readonly kind: 'search';
  /** Whether they are guessed: the request did not want to be told. */
  readonly hidden: boolean;
  readonly round: string | undefined;
  readonly searches: FoundSearch[];
}

/** What an answer tells of one search. */
export interface FoundSearch {
  callId?: string | undefined;
  /** When it began and ended, if that was told. */
  from?: number | undefined;
  to?: number | undefined;
  /** The model's arguments, as they came. */
  raw?: string | undefined;
  sources?: readonly unknown[];
  /** What the model was told of the result. */
  content?: string | undefined;
  failed?: { readonly code: number; readonly message: string };
}

/** Adds what one of Meilisearch's events tells to the search that it is about. */
export function noteReport({ searches }: SearchPart, type: string, text: string, at: number): void {
  const told = objectOf(parseJson(text));
  const [first] = listOf(told.tool_calls).map(objectOf);
  const callId = stringOf(told.call_id ?? told.tool_call_id ?? first?.id);
  let search = searches.findLast((one) => one.callId === callId);
  if (search === undefined) {
    search = { callId };
    searches.push(search);
  }
  if (type === 'sources' || told.role === 'tool') search.to ??= at;
  else search.from ??= at;
  // Meilisearch's documentation has other names for the two: old versions, and mocks, send these.
  if (type === 'sources') search.sources = listOf(told.sources ?? told.documents);
  else if (type === 'progress') search.raw ??= stringOf(told.function_arguments ?? told.function_parameters);
  else if (told.role === 'tool') search.content = stringOf(told.content);
  else search.raw ??= stringOf(objectOf(first?.function).arguments);
}

/** How a search is written whose index nobody told. */
const UNKNOWN_INDEX = 'unknown';

/**
 * What is told of a search, as a scenario says it.
 *
 * @param takes how long it took, in ms; undefined: as long as searches do
 */
export async function searchSpec(found: FoundSearch, takes?: number): Promise<SearchSpec> {
  const { raw, sources, content, failed } = found;
  const asked = objectOf(parseJson(raw ?? ''));
  const named = /`([^`]+)`/.exec(failed?.message ?? '')?.[1];
  const index = stringOf(asked.index_uid) || named || UNKNOWN_INDEX;
  const [q, filter] = [stringOf(asked.q) ?? '', stringOf(asked.filter) ?? ''];
  const spec: SearchSpec = {
    index,
    ...(q === '' ? {} : { q }),
    ...(filter === '' ? {} : { filter }),
    ...(takes === undefined ? {} : { takes }),
    ...(failed === undefined ? { documents: documentsOf(sources) } : { error: errorOf(failed, index) }),
    ...(raw === undefined || raw === '' || raw === canonical(index, q, filter) ? {} : { arguments: raw }),
  };
  return content === undefined || content === (await usualContent(spec)) ? spec : { ...spec, content };
}

const documentsOf = (sources: readonly unknown[] = []) => sources.map((one) => objectOf(one) as never);

const canonical = (index: string, q: string, filter: string) =>
  JSON.stringify({ index_uid: index, q, filter });

/** What the model is told of a search if the scenario says no more of it. */
async function usualContent(spec: SearchSpec): Promise<string | undefined> {
  const { after } = await searchCall(spec, () => '');
  const append = after.find(({ type }) => type === 'append');
  // The arguments of this call hold no id: no response is needed.
  const ids = { id: () => '', created: () => 0, callId: () => '', uuid: () => '' };
  return stringOf(objectOf(parseJson(append?.arguments(ids) ?? '')).content);
}

/** The codes that a failed search has on the real server, by the HTTP status that the event tells. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_search_filter',
  403: 'invalid_api_key',
  404: 'index_not_found',
  500: 'internal',
  503: 'too_many_search_requests',
};

function errorOf(
  { code: status, message }: { code: number; message: string },
  index: string,
): CatalogueErrorSpec {
  const code = BY_STATUS[status] ?? ERROR_CODES.find((one) => ERROR_CATALOGUE[one].status === status);
  if (code === 'index_not_found' && message === `Index \`${index}\` not found.`) return code;
  return { code: code ?? 'internal', message };
}
