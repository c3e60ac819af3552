import { declaredTools } from '../meilisearch/conversation.ts';
import { isLegacy } from '../meilisearch/tools.ts';
import { DEFAULT_PACE, withPace } from '../playback/pace.ts';
import { callWarnings, madeUpStep, scriptedSteps } from './answer-steps.ts';
import { withDocuments } from './documents.ts';
import { planError } from './error-plan.ts';
import { type ChoiceEvents, expand } from './expand.ts';
import { audioWarning } from './made-up/audio.ts';
import { hash } from './made-up/random.ts';
import { inOrder } from './order.ts';
import { partAt } from './script.ts';
import { sizeOf } from './size.ts';
import { cutAtStop } from './stop.ts';
import type { Plan, PlanRequest, PlanTools } from './types.ts';
import { type Shapes, streamItem, usageFrame } from './wire/chunks.ts';
import { completion } from './wire/completion.ts';
import { idsFor } from './wire/response-ids.ts';
import { type Envelope, envelopeOf, type Usage, usageOf } from './wire/response-object.ts';
import { bodyFrame, doneFrame, STREAM_HEADERS } from './wire/sse.ts';

/** A whole answer to a request, by its scenario: the same for the same request, but for ids and times. */
export async function planAnswer(request: PlanRequest, tools: PlanTools): Promise<Plan> {
  const { workspace, body, scenario, profile } = request;
  const { tokenizer, generator } = tools;
  const part = partAt(scenario, request);
  if (part.type === 'error') return planError(part.error, { workspace });
  const { model, messages, seed = null } = body;
  const firstSeed = (hash(JSON.stringify([workspace, model, messages, seed])) + request.seed) >>> 0;
  const audioFormat = audioFormatOf(request);
  const silent = audioWarning(audioFormat);
  const warnings = silent === undefined ? [] : [silent];
  const warn = (warning: string) => {
    if (!warnings.includes(warning)) warnings.push(warning);
  };
  const script = scriptedSteps(request, part);
  if (script !== undefined) warnings.push(...callWarnings(request, script));

  const planChoice = async (choice: number): Promise<ChoiceEvents> => {
    const seed = firstSeed + choice;
    const steps = script ?? [{ step: await madeUpStep(request, generator, { seed, warn }), path: [] }];
    return expand(await withDocuments(cutAtStop(steps, body.stop), generator, seed), {
      choice,
      pace: withPace(withPace(DEFAULT_PACE, scenario?.pace), part.pace),
      seed,
      tokenizer,
      declared: declaredTools(body),
      maxTokens: body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY,
      topLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : undefined,
      audioFormat,
      legacyCalls: isLegacy(body),
      externalCalls: profile === 'spec',
    });
  };
  const count = profile === 'spec' ? Math.max(1, body.n ?? 1) : 1;
  const choices = await Promise.all(Array.from({ length: count }, (_, choice) => planChoice(choice)));

  const envelope = envelopeOf(body, scenario);
  const usage = usageOf(body, choices, { tokenizer, override: scenario?.usage });
  const size = sizeOfPlan(choices, body.stream === true);
  if (body.stream !== true) return { ...planBody(choices, envelope, usage), warnings, size };
  const wantsUsage = profile === 'spec' && body.stream_options?.include_usage === true;
  return { ...planStream(choices, envelope, wantsUsage ? usage : undefined), warnings, size };
}

/** About what a frame takes, in bytes, and one that has a shape of its own takes besides its event. */
const [FRAME_SIZE, SHAPE_SIZE] = [150, 1200];

function sizeOfPlan(choices: readonly ChoiceEvents[], streams: boolean): number {
  const ids = idsFor({ rounds: [] }, '');
  let size = SHAPE_SIZE;
  for (const event of choices.flatMap(({ events }) => events)) {
    const shares = streams && 'text' in event && !('logprobs' in event && event.logprobs !== undefined);
    size += FRAME_SIZE + (shares ? 2 * event.text.length : sizeOf(event) + (streams ? SHAPE_SIZE : 0));
    // A search's documents are there as values and in the text that is sent.
    if ('arguments' in event) size += 4 * event.arguments(ids).length;
  }
  return size;
}

function audioFormatOf({ body, profile }: PlanRequest): string | undefined {
  if (profile !== 'spec' || body.modalities?.includes('audio') !== true) return undefined;
  return body.audio?.format ?? 'wav';
}

function planStream(choices: readonly ChoiceEvents[], envelope: Envelope, usage: Usage | undefined) {
  const events = inOrder(choices);
  const shapes: Shapes = new Map();
  const items = events.map((event) => streamItem(event, envelope, shapes));
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
  } as const;
}

function planBody(choices: readonly ChoiceEvents[], envelope: Envelope, usage: Usage) {
  const events = inOrder(choices);
  const ending = events.find((event) => event.type === 'error' && event.ends);
  if (ending?.type === 'error') {
    // The real server has no such answer; a provider's failure is what a client of one body sees as an HTTP error.
    return planError({ code: 'internal', message: ending.error.message }, { at: ending.at });
  }
  const at = events.reduce((latest, event) => Math.max(latest, event.at), 0);
  const gates = events
    .filter((event) => event.type === 'hold' || (event.type === 'fault' && event.fault !== 'no-done'))
    .map((event) => streamItem(event, envelope, new Map()));
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    mode: 'body',
    items: [...gates, bodyFrame(completion(choices, envelope, usage), at)],
    rounds: [0],
  } as const;
}
