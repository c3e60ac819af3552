/** The tools by which Meilisearch reports its searches. A request declares those that it takes; only the names count. */
export const MEILI_TOOLS = {
  progress: '_meiliSearchProgress',
  append: '_meiliAppendConversationMessage',
  sources: '_meiliSearchSources',
} as const;
