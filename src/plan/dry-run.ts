import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import { planAnswer, planReply } from './plan.ts';
import { specResponse } from './prover.ts';
import { allParts, responses } from './script.ts';
import type { Plan, PlanTools } from './types.ts';
import { idsFor } from './wire/response-ids.ts';

/** One answer that a scenario can give. */
export interface DryRun extends ReturnType<typeof specResponse> {
  readonly plan: Plan;
  readonly stream: boolean;
  /** Which turn or attempt, from 1. */
  readonly part: number;
  /** Which response of the reply, from 1: calls of the client's functions end one. */
  readonly round: number;
}

/**
 * Every answer that a scenario can give, streamed and not: for proving it before it is served. Made with
 * all of Meilisearch's tools declared, so that every event is looked at.
 */
export async function dryRuns(
  scenario: ScenarioInput,
  tools: PlanTools,
  { streamed = [true, false] }: { readonly streamed?: readonly boolean[] } = {},
): Promise<DryRun[]> {
  const runs = streamed.flatMap((stream) =>
    allParts(scenario).flatMap((one, index) => {
      const part = index + 1;
      const where = { workspace: 'run', turn: part, attempt: part, seed: 0 };
      const request = { ...where, body: dryRunBody(stream), scenario, profile: 'spec' } as const;
      const run = async (planning: Promise<Plan>, round: number): Promise<DryRun> => {
        const plan = await planning;
        return { plan, stream, part, round, ...specResponse(plan, idsFor(plan, 'run')) };
      };
      if (one.type === 'error') return [run(planAnswer(request, tools), 1)];
      // Each response from its own steps: a conversation that leads to it would be as long as all responses before it.
      return responses(one, 'together').map((script, round) =>
        run(planReply(request, { pace: one.pace, script }, tools), round + 1),
      );
    }),
  );
  return Promise.all(runs);
}

/**
 * Stands in for the tools of real answers where only their shape counts: however a text is cut into tokens, and whatever
 * is made up, it is a string in the answer. Loading and using the real ones would make every start slower.
 */
export const PLACEHOLDERS: PlanTools = {
  tokenizer: {
    count: async () => 1,
    split: async (text) => (text === '' ? [] : [{ text, tokens: [text], count: 1 }]),
  },
  generator: {
    markdown: async () => 'text',
    documents: async ({ count }) => Array.from({ length: count }, (_, index) => ({ id: index + 1 })),
    json: async () => ({ value: {} }),
  },
};

/** A request under which a scenario shows all that it can. */
function dryRunBody(stream: boolean): ChatRequest {
  return {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'DryRun' }],
    stream,
    tools: Object.values(MEILI_TOOLS).map((name) => ({ type: 'function', function: { name } })),
  };
}
