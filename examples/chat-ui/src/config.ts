/** Where the chat is, from `VITE_*` variables at build time. The README says what each one means. */
export const config = {
  host: (import.meta.env.VITE_MEILISEARCH_HOST ?? 'http://localhost:7700').replace(/\/+$/, ''),
  /** Everyone who opens the page can read this key: see "Keys" in the README before you deploy. */
  apiKey: import.meta.env.VITE_MEILISEARCH_KEY ?? 'masterKey',
  workspace: import.meta.env.VITE_CHAT_WORKSPACE ?? 'movies',
  /** Meilisearch passes the name on to the provider that the workspace is set up with. */
  model: import.meta.env.VITE_CHAT_MODEL ?? 'gpt-4o-mini',
} as const;

export const suggestions = [
  'Recommend a film about time travel',
  'Which thrillers came out after 2000?',
  'Something light for a family evening',
  'Compare Primer and Looper in a table',
] as const;
