export type { ChatMock, ClockControl, HoldsControl } from './control/chat-mock.ts';
export type { ScenarioLike } from './control/verb.ts';
export { ChatMockError, type ChatMockErrorCode, type Origin } from './error.ts';
export type { InProcessMock } from './hosts/fetch/in-process.ts';
export { type ChatHandlers, type ChatHandlersOptions, chatHandlers } from './hosts/msw/chat-handlers.ts';
export { passToMock } from './hosts/msw/pass-to-mock.ts';
export { scenario } from './scenario/builder.ts';
export type { ScenarioInput, Step } from './scenario/schema.ts';
