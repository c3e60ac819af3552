/** What the plugin of `meilisearch-chat-mock/vite` makes of the scenario files of a project. */
declare module 'virtual:meilisearch-chat-mock/scenarios' {
  /** The scenarios in file order: parsed, checked and proven. In development, as they were saved last. */
  export const scenarios: readonly import('./vite.ts').ScenarioData[];
  /** Calls back with the new scenarios after each save, in development; returns how to stop. In a build, never. */
  export function onChange(
    listener: (scenarios: readonly import('./vite.ts').ScenarioData[]) => void,
  ): () => void;
}
