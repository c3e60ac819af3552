import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { lastUserMessage, toolRound } from '../meilisearch/conversation.ts';
import { demandedFunction, functionsOf, isLegacy } from '../meilisearch/tools.ts';
import type { Step } from '../scenario/schema.ts';
import type { Generator } from './made-up/generate.ts';
import { type PlacedStep, type ReplyPart, responses } from './script.ts';
import type { PlanRequest } from './types.ts';

/**
 * The steps of a script that answer a request (undefined: it has none for this request), and the steps of the responses
 * before it.
 */
export function scriptedSteps({ body, profile }: PlanRequest, part: ReplyPart) {
  const calls = profile === 'server' ? 'never' : callsAllowed(body);
  const all = responses(part, calls);
  const round = calls === 'never' ? 0 : toolRound(body);
  const steps = all[round];
  return { script: steps?.length === 0 ? undefined : steps, before: all.slice(0, round) };
}

function callsAllowed(body: ChatRequest): 'together' | 'one by one' | 'never' {
  if (body.tool_choice === 'none' || (isLegacy(body) && body.function_call === 'none')) return 'never';
  return body.parallel_tool_calls === false || isLegacy(body) ? 'one by one' : 'together';
}

/** Where the calls of a script are not those that the request is about. */
export function callWarnings({ body, profile }: PlanRequest, steps: readonly PlacedStep[]): string[] {
  if (profile === 'server') return [];
  const declared = new Set(functionsOf(body).map(({ name }) => name));
  const called = steps.flatMap(({ step }) => ('toolCall' in step ? [step.toolCall.name] : []));
  const warnings = called
    .filter((name) => !declared.has(name))
    .map((name) => `the scenario calls the function ${name}, which the request does not declare`);
  const wanted = demandedFunction(body);
  if (wanted !== undefined && toolRound(body) === 0 && called.length === 0) {
    warnings.push(`the request demands a call of ${wanted.name}, and the scenario makes none`);
  }
  return warnings;
}

/** The function that is called where an answer without a script has to be a call. */
function functionToCall({ body, profile }: PlanRequest) {
  return profile === 'spec' && toolRound(body) === 0 ? demandedFunction(body) : undefined;
}

/** Whether an answer without a script is JSON. */
export function makesJson(request: PlanRequest): boolean {
  return functionToCall(request) !== undefined || (request.body.response_format?.type ?? 'text') !== 'text';
}

/** An answer without a script: a call if the request insists on one, else text or JSON. */
export async function madeUpStep(
  request: PlanRequest,
  generator: Generator,
  { seed, warn }: { readonly seed: number; readonly warn: (warning: string) => void },
): Promise<Step> {
  const { body } = request;
  const json = async (schema: unknown) => {
    const { value, warning } = await generator.json({ schema, seed });
    if (warning !== undefined) warn(warning);
    return JSON.stringify(value);
  };
  const called = functionToCall(request);
  if (called !== undefined) {
    const text = called.parameters == null ? '{}' : await json(called.parameters);
    return { toolCall: { name: called.name, arguments: text } };
  }
  const format = body.response_format ?? { type: 'text' };
  if (format.type === 'text') {
    return { text: await generator.markdown({ seed, question: lastUserMessage(body) }) };
  }
  return { text: await json(format.type === 'json_schema' ? format.json_schema.schema : undefined) };
}
