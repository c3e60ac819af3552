interface ImportMetaEnv {
  readonly VITE_MEILISEARCH_HOST?: string;
  readonly VITE_MEILISEARCH_KEY?: string;
  readonly VITE_CHAT_WORKSPACE?: string;
  readonly VITE_CHAT_MODEL?: string;
}
