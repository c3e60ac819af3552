import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import { planAnswer } from './plan.ts';
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
export async function dryRuns(scenario: ScenarioInput, tools: PlanTools): Promise<DryRun[]> {
  const rounds = allParts(scenario).flatMap((part, index) => {
    const count = part.type === 'reply' ? responses(part, 'together').length : 1;
    return Array.from({ length: count }, (_, round) => ({ part: index + 1, round: round + 1 }));
  });
  const runs = [true, false].flatMap((stream) =>
    rounds.map(async ({ part, round }) => {
      const body = dryRunBody(scenario, round - 1, stream);
      const where = { workspace: 'run', turn: part, attempt: part, seed: 0 };
      const plan = await planAnswer({ ...where, body, scenario, profile: 'spec' }, tools);
      return { plan, stream, part, round, ...specResponse(plan, idsFor(plan, 'run')) };
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
    markdown: () => 'text',
    documents: async ({ count }) => Array.from({ length: count }, (_, index) => ({ id: index + 1 })),
    json: async () => ({ value: {} }),
  },
};

/** A request under which a scenario shows all that it can. */
function dryRunBody(scenario: ScenarioInput, round: number, stream: boolean): ChatRequest {
  const steps = allParts(scenario).flatMap((part) => (part.type === 'reply' ? part.steps : []));
  const called = steps.flatMap((step) => ('toolCall' in step ? [step.toolCall.name] : []));
  const tools = [...Object.values(MEILI_TOOLS), ...new Set(called)];
  const call = { id: 'call', type: 'function', function: { name: 'rehearsed', arguments: '{}' } } as const;
  const rounds = Array.from({ length: round }, () => [
    { role: 'assistant', content: null, tool_calls: [call] } as const,
    { role: 'tool', content: 'done', tool_call_id: 'call' } as const,
  ]);
  return {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'DryRun' }, ...rounds.flat()],
    stream,
    tools: tools.map((name) => ({ type: 'function', function: { name } })),
  };
}
