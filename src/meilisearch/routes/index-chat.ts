import { change, type Patch } from './chat-settings.ts';

/** What the chat knows of an index: how it is described to the model, and how it is searched. */
export interface IndexChat {
  readonly description: string;
  /** A Liquid template. */
  readonly documentTemplate: string;
  readonly documentTemplateMaxBytes: number;
  readonly searchParameters: SearchParameters;
}

/** What of a search is set; in the order of {@link PARAMETERS}. */
export type SearchParameters = Readonly<Partial<Record<(typeof PARAMETERS)[number], unknown>>>;

export type IndexChatPatch = Patch<Omit<IndexChat, 'searchParameters'>> & {
  readonly searchParameters?: SearchParameters | null;
};

const PARAMETERS = [
  'hybrid',
  'limit',
  'sort',
  'distinct',
  'matchingStrategy',
  'attributesToSearchOn',
  'rankingScoreThreshold',
] as const;

export const DEFAULT_INDEX_CHAT: IndexChat = {
  description: '',
  documentTemplate:
    '{% for field in fields %}{% if field.is_searchable and field.value != nil %}{{ field.name }}: {{ field.value }}\n{% endif %}{% endfor %}',
  documentTemplateMaxBytes: 400,
  searchParameters: {},
};

/** The settings after a change: what is absent stays, what is null becomes the default again. */
export function changeIndexChat(old: IndexChat, patch: IndexChatPatch): IndexChat {
  const { searchParameters, ...rest } = patch;
  return {
    ...change({ ...old }, rest, DEFAULT_INDEX_CHAT),
    searchParameters:
      searchParameters === null ? {} : changeParameters(old.searchParameters, searchParameters ?? {}),
  };
}

function changeParameters(old: SearchParameters, patch: SearchParameters): SearchParameters {
  const all = { ...old, ...patch };
  return Object.fromEntries(PARAMETERS.map((name) => [name, all[name]]).filter(([, value]) => value != null));
}
