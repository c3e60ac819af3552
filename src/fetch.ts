export type { ChatMock, ClockControl, HoldsControl } from './control/chat-mock.ts';
export type { ScenarioLike } from './control/verb.ts';
export { ChatMockError, type ChatMockErrorCode, type Origin } from './error.ts';
export { createFetchMock, type FetchMock, type FetchMockOptions } from './hosts/fetch/fetch-mock.ts';
export { scenario } from './scenario/builder.ts';
export type { ScenarioInput, Step } from './scenario/schema.ts';
