import { declaredTools, questionOf } from '../meilisearch/conversation.ts';
import { isLegacy } from '../meilisearch/tools.ts';
import { DEFAULT_PACE, withPace } from '../playback/pace.ts';
import type { Pace } from '../scenario/schema.ts';
import type { Turns } from '../turns.ts';
import { madeUpStep, makesJson } from './answer-steps.ts';
import { withDocuments } from './documents.ts';
import { type ChoiceEvents, expand } from './expand.ts';
import type { PlacedStep } from './script.ts';
import type { PlanRequest, PlanTools } from './types.ts';

// What the choices of one request may cost together: a client may ask for 255 of them.

/** After so many tokens, no other choice is begun. */
const MOST_TOKENS = 100_000;
/** A speech costs as much as so many tokens. */
const SPEECH = 2_000;
/** JSON takes long to make up: choices after so many have the value of an earlier one. */
const MOST_VALUES = 16;
/** After so many log probabilities, those of the alternatives included, tokens come without. */
const MOST_LOGPROBS = 50_000;
/** OpenAI takes 20 at most; Meilisearch hands on what fits a byte. */
const MOST_ALTERNATIVES = 20;

interface ChoiceContext {
  readonly pace: Pace | undefined;
  /** The steps of the script that answer; undefined: the answer is made up. */
  readonly script: readonly PlacedStep[] | undefined;
  /** Of the first choice. */
  readonly seed: number;
  readonly turns: Turns;
  warn(warning: string): void;
}

/** What happens in each choice of an answer. */
export async function planChoices(
  request: PlanRequest,
  tools: PlanTools,
  { pace, script, seed: firstSeed, turns, warn }: ChoiceContext,
): Promise<ChoiceEvents[]> {
  const { tokenizer, generator } = tools;
  const { body, scenario, profile } = request;
  const count = profile === 'spec' ? Math.max(1, body.n ?? 1) : 1;
  const { top_logprobs: alternatives } = body;
  const audioFormat = audioFormatOf(request);
  const budget = { logprobs: MOST_LOGPROBS };
  const options = {
    pace: withPace(withPace(withPace(DEFAULT_PACE, scenario?.pace), pace), { ttft: request.ttft }),
    tokenizer,
    declared: declaredTools(body),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY,
    logprobs:
      body.logprobs === true
        ? {
            of: (await import('./made-up/logprobs.ts')).tokenLogprobs,
            top: Math.min(alternatives ?? 0, MOST_ALTERNATIVES),
          }
        : undefined,
    audioFormat,
    legacyCalls: isLegacy(body),
    externalCalls: profile === 'spec',
    budget,
    turns,
  };
  const different = script === undefined && makesJson(request) ? MOST_VALUES : count;
  const makeUp = async (choice: number): Promise<PlacedStep[]> => {
    const seed = firstSeed + choice;
    const answer = makesJson(request)
      ? undefined
      : await tools.answerFromData?.({ ...questionOf(body), seed });
    const own = answer ?? [await madeUpStep(request, generator, { seed, warn })];
    return own.map((step) => ({ step, path: [] }));
  };

  if (audioFormat !== undefined) {
    const { audioWarning } = await import('./made-up/audio.ts');
    const silent = audioWarning(audioFormat);
    if (silent !== undefined) warn(silent);
  }
  const choices: ChoiceEvents[] = [];
  const madeUp: PlacedStep[][] = [];
  let cost = 0;
  while (choices.length < count && cost < MOST_TOKENS) {
    const choice = choices.length;
    const seed = firstSeed + choice;
    let steps = script ?? madeUp[choice % different];
    if (steps === undefined) {
      steps = await makeUp(choice);
      madeUp.push([...steps]);
    }
    const cut =
      body.stop == null ? steps : await (await import('./stop.ts')).cutAtStop(steps, body.stop, turns);
    // Only the first choice says what it searched for.
    const whole = choice === 0 ? await withDocuments(cut, tools, seed) : cut;
    const planned = await expand(whole, { ...options, choice, seed });
    choices.push(planned);
    cost += planned.tokens + (audioFormat === undefined ? 0 : SPEECH);
    if (turns.due) await turns.next();
  }

  if (options.logprobs !== undefined && (alternatives ?? 0) > MOST_ALTERNATIVES)
    warn(`top_logprobs is ${alternatives}, and ${MOST_ALTERNATIVES} are made up: OpenAI gives no more`);
  if (budget.logprobs <= 0)
    warn(`log probabilities are made up for ${MOST_LOGPROBS} tokens and alternatives, and no more`);
  if (choices.length > different)
    warn(`n is ${count}, and ${different} different JSON values are made up: later choices repeat them`);
  if (choices.length < count)
    warn(`n is ${count}, and there are ${choices.length} choices: more of them would be too long together`);
  return choices;
}

function audioFormatOf({ body, profile }: PlanRequest): string | undefined {
  if (profile !== 'spec' || body.modalities?.includes('audio') !== true) return undefined;
  return body.audio?.format ?? 'wav';
}
