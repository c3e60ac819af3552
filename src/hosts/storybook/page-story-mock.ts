import { createSessionMock } from '../../control/session-mock.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { Simulator } from '../../simulator/simulator.ts';
import { chatPath } from '../chat-url.ts';
import { answerRequest, type FetchHost } from '../fetch/answer.ts';
import type { StoryMock, StoryMockOptions } from './story-mock.ts';

/** A mock that answers in the page. Each story has one of its own: nothing of one story is left for the next. */
export function createPageStoryMock(
  scenarios: readonly Scenario[],
  host: FetchHost,
  { seed }: StoryMockOptions,
): StoryMock {
  const simulator = new Simulator({ seed });
  simulator.setScenarios(scenarios);
  const access = simulator.access(DEFAULT_SESSION);
  return {
    chat: createSessionMock(access, () => location.origin),
    answer: (request) => answerRequest(simulator, host, request, chatPath(new URL(request.url)).path),
    async call(route, input) {
      const { runRoute } = await import('../../control/run-route.ts');
      return runRoute(route, access, input);
    },
    watch: (listener) => simulator.watch(listener, { frames: true }),
    end: async () => simulator.stop(),
  };
}
