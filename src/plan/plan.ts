import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { declaredTools, messageText, toolRound } from '../meilisearch/conversation.ts';
import { meiliError } from '../meilisearch/errors.ts';
import { demandedFunction, functionsOf, isLegacy } from '../meilisearch/functions.ts';
import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { Item } from '../playback/item.ts';
import { DEFAULT_PACE, type FullPace, withPace } from '../playback/pace.ts';
import type { ErrorSpec, ScenarioInput } from '../scenario/schema.ts';
import { withDocuments } from './documents.ts';
import { type ChoiceEvents, expand } from './expand.ts';
import { cutAtStop } from './limits.ts';
import { audioWarning } from './made-up/audio.ts';
import type { Generator } from './made-up/generate.ts';
import { hash } from './made-up/random.ts';
import { afterFinish, inOrder } from './order.ts';
import { type Part, type PlacedStep, partAt, responses } from './script.ts';
import type { Tokenizer } from './tokens/tokens.ts';
import type { Plan } from './types.ts';
import { streamItem, usageFrame } from './wire/chunks.ts';
import { completion } from './wire/completion.ts';
import type { ValueOf } from './wire/json-frame.ts';
import type { Envelope, Usage } from './wire/response-object.ts';
import { bodyFrame, doneFrame, STREAM_HEADERS } from './wire/sse.ts';

/** What answers are made of. */
export interface PlanTools {
  readonly tokenizer: Tokenizer;
  readonly generator: Generator;
}

export interface PlanRequest {
  readonly workspace: string;
  readonly body: ChatRequest;
  /** Undefined: the answer is made up. */
  readonly scenario: ScenarioInput | undefined;
  readonly turn: number;
  /** Which request of the session to this scenario, from 1. */
  readonly attempt: number;
  readonly profile: 'spec' | 'server';
  /** Fixes what is made up, beside the request itself. */
  readonly seed: number;
}

/** A whole answer to a request, by its scenario: the same for the same request, but for ids and times. */
export async function planAnswer(request: PlanRequest, tools: PlanTools): Promise<Plan> {
  const part: Part =
    request.scenario === undefined
      ? { type: 'reply', steps: [], pace: undefined, path: [] }
      : partAt(request.scenario, { turn: request.turn, attempt: request.attempt });
  return part.type === 'error'
    ? planError(part.error, request.workspace)
    : new Planner(request, part, tools).plan();
}

/** The answer that is an HTTP error, and no stream. */
export function planError(error: ErrorSpec, workspace = 'workspace'): Plan {
  const said = typeof error === 'string' ? { code: error } : error;
  const { code, message = code === 'chat_not_found' ? `Chat \`${workspace}\` not found` : undefined } = said;
  const { status, headers, body } = meiliError(code, message);
  return { status, headers, ...bodyOnly(() => body, 0) };
}

class Planner {
  readonly #request: PlanRequest;
  readonly #part: Extract<Part, { type: 'reply' }>;
  readonly #tools: PlanTools;
  readonly #seed: number;
  readonly #warnings: string[] = [];

  constructor(request: PlanRequest, part: Extract<Part, { type: 'reply' }>, tools: PlanTools) {
    this.#request = request;
    this.#part = part;
    this.#tools = tools;
    const { model, messages, seed = null } = request.body;
    this.#seed = (hash(JSON.stringify([request.workspace, model, messages, seed])) + request.seed) >>> 0;
  }

  async plan(): Promise<Plan> {
    const { body, profile } = this.#request;
    const count = profile === 'spec' ? Math.max(1, body.n ?? 1) : 1;
    const silent = audioWarning(this.#audioFormat());
    if (silent !== undefined) this.#warnings.push(silent);
    const choices = await Promise.all(Array.from({ length: count }, (_, choice) => this.#expand(choice)));
    const usage = this.#usage(choices);
    return body.stream === true ? this.#stream(choices, usage) : this.#body(choices, usage);
  }

  async #expand(choice: number): Promise<ChoiceEvents> {
    const { body, profile } = this.#request;
    const { tokenizer, generator } = this.#tools;
    const declared = declaredTools(body);
    const seed = this.#seed + choice;
    const steps = cutAtStop(await this.#steps(choice), list(body.stop));
    return expand(await withDocuments(steps, generator, seed), {
      choice,
      pace: this.#pace(),
      seed,
      tokenizer,
      declared: new Set(
        Object.entries(MEILI_TOOLS).flatMap(([kind, name]) => (declared.has(name) ? [kind] : [])),
      ),
      maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
      topLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : undefined,
      audioFormat: this.#audioFormat(),
      legacyCalls: isLegacy(body),
      externalCalls: profile === 'spec',
    });
  }

  #audioFormat(): string | undefined {
    const { body, profile } = this.#request;
    if (profile !== 'spec' || body.modalities?.includes('audio') !== true) return undefined;
    return body.audio?.format ?? 'wav';
  }

  /** The steps of this response: what the script says here, or an answer made up. */
  async #steps(choice: number): Promise<readonly PlacedStep[]> {
    const { body, profile } = this.#request;
    const calls = this.#callsAllowed();
    const all = responses(this.#part, profile === 'server' ? 'never' : calls);
    const round = profile === 'server' || calls === 'never' ? 0 : toolRound(body);
    const steps = all[round];
    if (steps !== undefined && steps.length > 0) {
      if (choice === 0) this.#warnAboutCalls(steps);
      return steps;
    }
    return this.#madeUp(choice);
  }

  #callsAllowed(): 'together' | 'one by one' | 'never' {
    const { body } = this.#request;
    if (body.tool_choice === 'none' || (isLegacy(body) && body.function_call === 'none')) return 'never';
    return body.parallel_tool_calls === false || isLegacy(body) ? 'one by one' : 'together';
  }

  /** An answer without a script: a call if the request insists on one, else text or JSON. */
  async #madeUp(choice: number): Promise<PlacedStep[]> {
    const { body, profile } = this.#request;
    const { generator } = this.#tools;
    const seed = this.#seed + choice;
    const called = profile === 'spec' && toolRound(body) === 0 ? demandedFunction(body) : undefined;
    if (called !== undefined) {
      const text = called.parameters == null ? '{}' : await this.#json(called.parameters, seed);
      return [{ step: { toolCall: { name: called.name, arguments: text } }, path: [] }];
    }
    const format = body.response_format ?? { type: 'text' };
    if (format.type !== 'text') {
      const schema = format.type === 'json_schema' ? format.json_schema.schema : undefined;
      return [{ step: { text: await this.#json(schema, seed) }, path: [] }];
    }
    const question = messageText(body.messages.findLast(({ role }) => role === 'user') ?? { role: 'user' });
    return [{ step: { text: generator.markdown({ seed, question }) }, path: [] }];
  }

  async #json(schema: unknown, seed: number): Promise<string> {
    const { value, warning } = await this.#tools.generator.json({ schema, seed });
    if (warning !== undefined && !this.#warnings.includes(warning)) this.#warnings.push(warning);
    return JSON.stringify(value);
  }

  #warnAboutCalls(steps: readonly PlacedStep[]): void {
    const { body, profile } = this.#request;
    if (profile === 'server') return;
    const declared = new Set(functionsOf(body).map((one) => one.name));
    for (const { step } of steps) {
      if ('toolCall' in step && !declared.has(step.toolCall.name)) {
        this.#warnings.push(
          `the scenario calls the function ${step.toolCall.name}, which the request does not declare`,
        );
      }
    }
    const wanted = demandedFunction(body);
    if (wanted !== undefined && toolRound(body) === 0 && !steps.some(({ step }) => 'toolCall' in step)) {
      this.#warnings.push(`the request demands a call of ${wanted.name}, and the scenario makes none`);
    }
  }

  #pace(): FullPace {
    return withPace(withPace(DEFAULT_PACE, this.#request.scenario?.pace), this.#part.pace);
  }

  #envelope(): Envelope {
    const { body, scenario } = this.#request;
    const model = scenario?.model ?? body.model;
    return {
      model,
      serviceTier: body.service_tier == null ? null : 'default',
      systemFingerprint: `fp_${hash(model).toString(16).padStart(10, '0').slice(-10)}`,
    };
  }

  #usage(choices: readonly ChoiceEvents[]): Usage {
    const { body, scenario } = this.#request;
    const { tokenizer } = this.#tools;
    // As OpenAI counts: three tokens around each message, and three that begin the answer.
    const prompt = body.messages.reduce((sum, message) => sum + 3 + tokenizer.count(messageText(message)), 3);
    const { prompt_tokens = prompt } = scenario?.usage ?? {};
    const { completion_tokens = choices.reduce((sum, { tokens }) => sum + tokens, 0) } =
      scenario?.usage ?? {};
    const { total_tokens = prompt_tokens + completion_tokens } = scenario?.usage ?? {};
    return {
      prompt_tokens,
      completion_tokens,
      total_tokens,
      prompt_tokens_details: { audio_tokens: 0, cached_tokens: 0 },
      completion_tokens_details: {
        accepted_prediction_tokens: 0,
        audio_tokens: 0,
        reasoning_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    };
  }

  #stream(choices: readonly ChoiceEvents[], usage: Usage): Plan {
    const envelope = this.#envelope();
    const events = inOrder(choices);
    const items: Item[] = events.map((event) => streamItem(event, envelope));
    const last = events.at(-1);
    const at = last?.at ?? 0;
    const asked =
      this.#request.profile === 'spec' && this.#request.body.stream_options?.include_usage === true;
    if (asked && last?.type === 'finish') items.push(usageFrame(usage, at, last.round, envelope));
    items.push(doneFrame(at));
    return {
      status: 200,
      headers: STREAM_HEADERS,
      mode: 'stream',
      items: afterFinish(items),
      rounds: choices[0]?.rounds ?? [0],
      warnings: this.#warnings,
    };
  }

  #body(answers: readonly ChoiceEvents[], usage: Usage): Plan {
    const choices = answers.map(({ events }) => events);
    const all = inOrder(answers);
    const ending = all.find((event) => event.type === 'error' && event.ends);
    const at = all.reduce((latest, event) => Math.max(latest, event.at), 0);
    if (ending?.type === 'error') {
      // The real server has no such answer; a provider's failure is what a client of one body sees as an HTTP error.
      const { status, headers, body } = meiliError('internal', ending.error.message);
      return { status, headers, ...bodyOnly(() => body, ending.at), warnings: this.#warnings };
    }
    const envelope = this.#envelope();
    const whole = bodyOnly(completion(choices, envelope, usage), at);
    const gates = all
      .filter((event) => event.type === 'hold' || (event.type === 'fault' && event.fault !== 'no-done'))
      .map((event) => streamItem(event, envelope));
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      ...whole,
      items: [...gates, ...whole.items],
      warnings: this.#warnings,
    };
  }
}

function bodyOnly(value: ValueOf, at: number): Omit<Plan, 'status' | 'headers'> {
  return { mode: 'body', items: [bodyFrame(value, at)], rounds: [0], warnings: [] };
}

function list(stop: ChatRequest['stop']): readonly string[] {
  if (stop == null) return [];
  return typeof stop === 'string' ? [stop] : stop;
}
