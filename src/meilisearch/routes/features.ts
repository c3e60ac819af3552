/** The experimental features of Meilisearch 1.48, in the order in which it lists them. */
export const FEATURES = [
  'metrics',
  'logsRoute',
  'editDocumentsByFunction',
  'containsFilter',
  'dynamicSearchRules',
  'network',
  'getTaskDocumentsRoute',
  'taskQueueCompactionRoute',
  'compositeEmbedders',
  'chatCompletions',
  'multimodal',
  'foreignKeys',
  'disableDocumentsFetchQueue',
  'legacySearch',
  'renderRoute',
] as const;

export type Feature = (typeof FEATURES)[number];

export type Features = Readonly<Record<Feature, boolean>>;

/** All off but the one that this mock is about; a real Meilisearch starts with all of them off. */
export const DEFAULT_FEATURES = Object.fromEntries(
  FEATURES.map((feature) => [feature, feature === 'chatCompletions']),
) as Features;
