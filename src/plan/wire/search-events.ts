import { option, string, struct } from '../../meilisearch/body/shape.ts';
import { SEARCH_TOOL } from '../../meilisearch/tools.ts';
import type { ResponseIds } from '../../playback/item.ts';
import type { SearchSpec } from '../../scenario/schema.ts';
import { type ErrorEventBody, ownError } from './stream-error.ts';

type Json = ReturnType<typeof JSON.parse>;

/** What that function takes. */
const ARGUMENTS = struct('SearchInIndexParameters', {
  index_uid: string,
  q: option(string),
  filter: option(string),
});

/** How many bytes of a document the model is shown: `documentTemplateMaxBytes`. */
const DOCUMENT_MAX_BYTES = 400;

/** A call to one of the tools by which Meilisearch reports a search, and its arguments as JSON text. */
export interface Report {
  readonly type: 'progress' | 'append' | 'sources';
  readonly arguments: (ids: ResponseIds) => string;
}

/**
 * What is reported of one search, before and after it ran, to the letter of Meilisearch 1.48: `function_arguments` and
 * `sources`, where its documentation says `function_parameters` and `documents`.
 */
export async function searchCall(search: SearchSpec, callId: (ids: ResponseIds) => string) {
  const { index, q = '', filter = '' } = search;
  const documents = Array.isArray(search.documents) ? search.documents : [];
  const raw = search.arguments ?? JSON.stringify({ index_uid: index, q, filter });
  const unreadable = search.arguments === undefined ? undefined : await troubleWith(search.arguments);
  const failure = unreadable === undefined ? failureOf(search) : undefined;
  const result =
    failure === undefined
      ? documents.map(renderDocument).join('\n')
      : `the search tool call failed with ${failure.message}`;
  const content = search.content ?? unreadable ?? result;
  const report = (type: Report['type'], value: (call_id: string) => object): Report => ({
    type,
    arguments: (ids) => JSON.stringify(value(callId(ids))),
  });
  const call = { name: SEARCH_TOOL, arguments: raw };
  const before = [
    report('progress', (call_id) => ({ call_id, function_name: SEARCH_TOOL, function_arguments: raw })),
    report('append', (id) => ({
      role: 'assistant',
      tool_calls: [{ id, type: 'function', function: call }],
    })),
  ];
  const sources = report('sources', (call_id) => ({ call_id, sources: documents }));
  const append = report('append', (tool_call_id) => ({ role: 'tool', content, tool_call_id }));
  const searched = failure === undefined && unreadable === undefined;
  return { before, after: searched ? [sources, append] : [append], failure };
}

/** Why Meilisearch cannot read the arguments of a call. The parser is loaded when it is needed: for few scenarios. */
async function troubleWith(text: string): Promise<string | undefined> {
  const { findError } = await import('../../meilisearch/body/parse.ts');
  return (await findError(new TextEncoder().encode(text), ARGUMENTS))?.located;
}

function failureOf({ error, index }: SearchSpec): ErrorEventBody | undefined {
  if (error === undefined) return undefined;
  const { code, message = undefined } = typeof error === 'string' ? { code: error } : error;
  const notFound = code === 'index_not_found' ? `Index \`${index}\` not found.` : undefined;
  return ownError(code, message ?? notFound);
}

/** A document as the default `documentTemplate` shows it to the model: a line for each field that has a value. */
function renderDocument(document: Readonly<Record<string, Json>>): string {
  const lines = Object.entries(document).filter(([, value]) => value !== null);
  return clip(lines.map(([name, value]) => `${name}: ${liquid(value)}\n`).join(''), DOCUMENT_MAX_BYTES);
}

/** How Liquid prints a value: arrays and objects without anything between their parts. */
function liquid(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(liquid).join('');
  if (typeof value === 'object') return liquid(Object.entries(value));
  return String(value);
}

/** The first so many bytes of a text, but for a character that is cut. */
function clip(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  return new TextDecoder().decode(encoded.subarray(0, bytes), { stream: true });
}
