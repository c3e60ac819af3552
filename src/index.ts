export { connect } from './client.ts';
export type { ChatMock, ClockControl, HoldsControl } from './control/chat-mock.ts';
export type { ScenarioLike } from './control/verb.ts';
export { ChatMockError, type ChatMockErrorCode, type Origin } from './error.ts';
export type { ServerOptions } from './hosts/server/options.ts';
export type { LoadReport } from './hosts/server/scenario-files.ts';
export { type ChatMockServer, createServer } from './hosts/server/server.ts';
export type { ErrorCode } from './meilisearch/error-codes.ts';
export type { Violation } from './plan/prover.ts';
export type { ClockState, PauseTarget, StreamState } from './playback/clock-state.ts';
export { scenario } from './scenario/builder.ts';
export type { Problem } from './scenario/problems/problem.ts';
export type { Scenario } from './scenario/scenario.ts';
export type { ScenarioInput, Step } from './scenario/schema.ts';
export type { FaultOptions } from './session/fault-queue.ts';
export type {
  JournalEnding,
  JournalEntry,
  JournalFrame,
  RecordedRequest,
} from './session/recording.ts';
export type { UseOptions } from './session/selection.ts';
