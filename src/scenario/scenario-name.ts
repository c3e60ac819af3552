declare global {
  /**
   * The names of a project's scenarios, as keys. Empty until a file says them: `meilisearch-chat-mock check --types` and
   * the plugin for Vite write one. Global, so that it is one for all entries of the package.
   */
  interface MeilisearchChatMockScenarios {}
}

type Known = MeilisearchChatMockScenarios;

/**
 * The name of a scenario: one of the project's where those are known, and else any text. The names are mapped and not just
 * `keyof Known`, since TypeScript's errors then list them.
 */
export type ScenarioName = keyof Known extends never ? string : { [Name in keyof Known]: Name }[keyof Known];
