import type { Item } from '../playback/item.ts';
import type { Pace } from '../scenario/schema.ts';
import { hasTemplates } from '../scenario/templates/template-text.ts';
import { callWarnings, scriptedSteps } from './answer-steps.ts';
import { planChoices } from './choices.ts';
import { planAnyError, planError } from './error-plan.ts';
import type { ChoiceEvents } from './expand.ts';
import { endOf, inOrder } from './order.ts';
import { type PlacedStep, partAt } from './script.ts';
import { seedOf } from './seed.ts';
import { sizeOf } from './size.ts';
import { Turns } from './turns.ts';
import type { Plan, PlanRequest, PlanTools } from './types.ts';
import { type Shapes, streamItem, usageFrame } from './wire/chunks.ts';
import { idsFor } from './wire/response-ids.ts';
import { type Envelope, envelopeOf, type Usage, usageOf } from './wire/response-object.ts';
import { bodyFrame, doneFrame, STREAM_HEADERS } from './wire/sse.ts';

/** A whole answer to a request, by its scenario: the same for the same request, but for ids and times. */
export async function planAnswer(request: PlanRequest, tools: PlanTools): Promise<Plan> {
  const part = partAt(request.scenario, request);
  if (part.type === 'reply')
    return planReply(request, { pace: part.pace, ...scriptedSteps(request, part) }, tools);
  const { error, path } = part;
  const { workspace, ttft: at = 0 } = request;
  if (!hasTemplates(error)) return planAnyError(error, { workspace, at });
  const { renderError } = await import('./templates/render.ts');
  return planAnyError(renderError(error, path, request, tools), { workspace, at });
}

/** What a reply is made of. */
interface ReplyScript {
  readonly pace: Pace | undefined;
  /** Undefined: it is made up. */
  readonly script: PlacedStep[] | undefined;
  /** The steps of the responses before this one, for what its templates say of the documents that were found. */
  readonly before?: readonly PlacedStep[][];
}

/** A whole reply of these steps to a request. */
export async function planReply(
  request: PlanRequest,
  { pace, script: written, before = [] }: ReplyScript,
  tools: PlanTools,
): Promise<Plan> {
  const { body, scenario, profile } = request;
  const turns = new Turns();
  let script = written;
  if (script !== undefined && hasTemplates(script)) {
    // The engine is only loaded for those who use it.
    const { renderSteps } = await import('./templates/render.ts');
    script = await renderSteps(request, { steps: script, before }, tools, turns);
  }
  const warnings = new Set<string>();
  const choices = await planChoices(request, tools, {
    pace,
    script,
    seed: ((await seedOf(request, turns)) + request.seed) >>> 0,
    turns,
    warn: (warning) => warnings.add(warning),
  });
  if (script !== undefined) for (const warning of callWarnings(request, script)) warnings.add(warning);

  const envelope = envelopeOf(body, scenario);
  const includesUsage = profile === 'spec' && body.stream_options?.include_usage === true;
  const usage =
    body.stream !== true || includesUsage
      ? await usageOf(body, choices, { tokenizer: tools.tokenizer, override: scenario?.usage, turns })
      : undefined;
  const plan =
    body.stream === true || usage === undefined
      ? await planStream(choices, envelope, usage, turns)
      : await planBody(choices, { envelope, usage, turns });
  return { ...plan, warnings: [...warnings], size: await sizeOfPlan(choices, body.stream === true, turns) };
}

/** About what a frame takes, in bytes, and one that has a shape of its own takes besides its event. */
const [FRAME_SIZE, SHAPE_SIZE] = [150, 1200];

async function sizeOfPlan(choices: readonly ChoiceEvents[], streams: boolean, turns: Turns): Promise<number> {
  const ids = idsFor({ rounds: [] }, '');
  let size = SHAPE_SIZE;
  for (const { events } of choices) {
    for (const event of events) {
      const shares = streams && 'text' in event && !('logprobs' in event && event.logprobs !== undefined);
      size += FRAME_SIZE + (shares ? 2 * event.text.length : sizeOf(event) + (streams ? SHAPE_SIZE : 0));
      // A search's documents are there as values and in the text that is sent.
      if ('arguments' in event) size += 4 * event.arguments(ids).length;
      if (turns.due) await turns.next();
    }
  }
  return size;
}

async function planStream(
  choices: readonly ChoiceEvents[],
  envelope: Envelope,
  usage: Usage | undefined,
  turns: Turns,
): Promise<Omit<Plan, 'size'>> {
  const events = await inOrder(choices, turns);
  const shapes: Shapes = new Map();
  const items: Item[] = [];
  for (const event of events) {
    items.push(streamItem(event, envelope, shapes));
    if (turns.due) await turns.next();
  }
  const last = events.at(-1);
  const at = last?.at ?? 0;
  if (usage !== undefined && last?.type === 'finish') items.push(usageFrame(usage, at, last.round, envelope));
  // `no-done` comes after the finish, in place of the closing `[DONE]`.
  const end = items.findIndex((item) => item.type === 'fault' && item.fault === 'no-done');
  return {
    status: 200,
    headers: STREAM_HEADERS,
    mode: 'stream',
    items: end < 0 ? [...items, doneFrame(at)] : items.slice(0, end + 1),
    rounds: choices[0]?.rounds ?? [0],
    warnings: [],
  };
}

async function planBody(
  choices: readonly ChoiceEvents[],
  context: { readonly envelope: Envelope; readonly usage: Usage; readonly turns: Turns },
): Promise<Omit<Plan, 'size'>> {
  // Others neither fail nor hold.
  const events = choices[0]?.events ?? [];
  const ending = events.find((event) => event.type === 'error' && event.ends);
  if (ending?.type === 'error') {
    // The real server has no such answer; a provider's failure is what a client of one body sees as an HTTP error.
    return planError({ code: 'internal', message: ending.error.message }, { at: ending.at });
  }
  const gates = events
    .filter((event) => event.type === 'hold' || (event.type === 'fault' && event.fault !== 'no-done'))
    .map((event) => streamItem(event, context.envelope, new Map()));
  const { completion } = await import('./wire/completion.ts');
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    mode: 'body',
    items: [...gates, bodyFrame(await completion(choices, context), endOf(choices))],
    rounds: [0],
    warnings: [],
  };
}
