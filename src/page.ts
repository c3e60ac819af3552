export type { ChatMock, ClockControl, HoldsControl } from './control/chat-mock.ts';
export type { ScenarioLike } from './control/verb.ts';
export { ChatMockError, type ChatMockErrorCode, type Origin } from './error.ts';
export {
  createPageMock,
  type PageMock,
  type PageMockOptions,
  type PageScenarios,
} from './hosts/page/page-mock.ts';
export { pageScenario as scenario } from './scenario/page-builder.ts';
export type { ScenarioData } from './scenario/scenario-data.ts';
export type { ScenarioInput, Step } from './scenario/schema.ts';
