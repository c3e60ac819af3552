/** What the preset makes of the addon's options. */
declare module 'virtual:meilisearch-chat-mock/storybook' {
  /** The requests that are answered. Undefined: the chat route, on any host. */
  export const chatUrl: string | RegExp | undefined;
  /** Where a mock runs that answers. Undefined: the page answers. */
  export const server: string | undefined;
}
