import type { SourceDocument } from './events.ts';
import type { Search } from './turn.ts';

/** A document to show, with the searches that found it. */
export interface Source {
  key: string;
  title: string;
  /** One line under the title. */
  subtitle: string;
  index: string;
  callIds: string[];
  fields: { name: string; value: string }[];
}

const TITLE_FIELDS = ['title', 'name', 'headline', 'label'];
const SUBTITLE_FIELDS = [
  'year',
  'release_year',
  'date',
  'author',
  'brand',
  'category',
  'genre',
  'genres',
  'type',
];
const MAX_VALUE = 240;
const MAX_FIELDS = 12;

/** The documents of all searches, each once, in the order found. */
export function mergeSources(searches: Search[]): Source[] {
  const merged = new Map<string, Source>();
  for (const { callId, index, documents } of searches) {
    for (const document of documents ?? []) {
      const key = `${index}/${idOf(document) ?? JSON.stringify(document)}`;
      const known = merged.get(key);
      if (!known) merged.set(key, toSource(key, index, callId, document));
      else if (!known.callIds.includes(callId)) known.callIds.push(callId);
    }
  }
  return [...merged.values()];
}

function toSource(key: string, index: string, callId: string, document: SourceDocument): Source {
  const titleField = TITLE_FIELDS.find((field) => asText(document[field]));
  const id = idOf(document);
  const firstText = Object.values(document).find((value) => typeof value === 'string' && value !== '');
  const title = (titleField && asText(document[titleField])) || id || asText(firstText) || 'Untitled';
  const subtitleField = SUBTITLE_FIELDS.find((field) => field !== titleField && asText(document[field]));
  return {
    key,
    title: clip(title, 120),
    subtitle: clip(subtitleField ? asText(document[subtitleField]) : '', 60),
    index,
    callIds: [callId],
    fields: Object.entries(document)
      .filter(([name, value]) => name !== titleField && asText(value))
      .slice(0, MAX_FIELDS)
      .map(([name, value]) => ({ name, value: clip(asText(value), MAX_VALUE) })),
  };
}

/** The document's identity. Meilisearch does not say which field is the primary key; it infers `…id` itself. */
function idOf(document: SourceDocument): string | undefined {
  const field = 'id' in document ? 'id' : Object.keys(document).find((name) => /id$/i.test(name));
  return field === undefined ? undefined : asText(document[field]) || undefined;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length).join('').trimEnd()}…`;
}
