/** What `meilisearch-chat-mock` is in a browser: all of it that needs no Node. */
export { connect } from './client.ts';
export { ChatMockError } from './error.ts';
export { pageScenario as scenario } from './scenario/page-builder.ts';
