import { findError } from '../../meilisearch/body/parse.ts';
import { option, string, struct } from '../../meilisearch/body/shape.ts';
import { meiliError } from '../../meilisearch/errors.ts';
import { SEARCH_TOOL } from '../../meilisearch/tools.ts';
import type { ResponseIds } from '../../playback/item.ts';
import type { SearchSpec } from '../../scenario/schema.ts';

type Json = ReturnType<typeof JSON.parse>;
export type SearchDocument = Readonly<Record<string, Json>>;

/** What that function takes. */
const ARGUMENTS = struct('SearchInIndexParameters', {
  index_uid: string,
  q: option(string),
  filter: option(string),
});

/** How many bytes of a document the model is shown: `documentTemplateMaxBytes`. */
const DOCUMENT_MAX_BYTES = 400;

/** What a search says, before and after it ran. */
export interface SearchCall {
  readonly progress: (ids: ResponseIds) => string;
  readonly appendCall: (ids: ResponseIds) => string;
  /** Undefined when nothing was searched, or the search failed. */
  readonly sources: ((ids: ResponseIds) => string) | undefined;
  readonly appendResult: (ids: ResponseIds) => string;
  readonly failure:
    | { readonly type: string; readonly code: string; readonly message: string; readonly param: null }
    | undefined;
}

/**
 * The texts of one search call, to the letter of Meilisearch 1.48: `function_arguments` and
 * `sources`, where its documentation says `function_parameters` and `documents`.
 */
export function searchCall(search: SearchSpec, callId: (ids: ResponseIds) => string): SearchCall {
  const { index, q = '', filter = '' } = search;
  const documents = Array.isArray(search.documents) ? search.documents : [];
  const raw = search.arguments ?? JSON.stringify({ index_uid: index, q, filter });
  const unreadable = findError(new TextEncoder().encode(raw), ARGUMENTS)?.located;
  const failure = unreadable === undefined ? failureOf(search) : undefined;
  const told =
    failure === undefined
      ? documents.map(renderDocument).join('\n')
      : `the search tool call failed with ${failure.message}`;
  const content = search.content ?? unreadable ?? told;
  return {
    progress: (ids) =>
      JSON.stringify({ call_id: callId(ids), function_name: SEARCH_TOOL, function_arguments: raw }),
    appendCall: (ids) =>
      JSON.stringify({
        role: 'assistant',
        tool_calls: [{ id: callId(ids), type: 'function', function: { name: SEARCH_TOOL, arguments: raw } }],
      }),
    sources:
      failure === undefined && unreadable === undefined
        ? (ids) => JSON.stringify({ call_id: callId(ids), sources: documents })
        : undefined,
    appendResult: (ids) => JSON.stringify({ role: 'tool', content, tool_call_id: callId(ids) }),
    failure,
  };
}

function failureOf(search: SearchSpec): SearchCall['failure'] {
  if (search.error === undefined) return undefined;
  const { code, message = undefined } =
    typeof search.error === 'string' ? { code: search.error } : search.error;
  const said = code === 'index_not_found' ? `Index \`${search.index}\` not found.` : undefined;
  const { status, body } = meiliError(code, message ?? said);
  return { type: 'response_error', code: String(status), message: body.message, param: null };
}

/** A document as the default `documentTemplate` shows it to the model: a line for each field that has a value. */
export function renderDocument(document: SearchDocument): string {
  const lines = Object.entries(document).filter(([, value]) => value !== null);
  return clip(lines.map(([name, value]) => `${name}: ${liquid(value)}\n`).join(''), DOCUMENT_MAX_BYTES);
}

/** How Liquid prints a value: arrays and objects without anything between their parts. */
function liquid(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(liquid).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, part]) => key + liquid(part))
      .join('');
  return String(value);
}

function clip(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // Not inside a character: its bytes after the first look like 10xxxxxx.
  while (((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return new TextDecoder().decode(encoded.subarray(0, end));
}
