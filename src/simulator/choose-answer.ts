import { ChatMockError } from '../error.ts';
import type { ChatRequest, Profile } from '../meilisearch/chat-request.ts';
import { lastUserMessage, turnOf } from '../meilisearch/conversation.ts';
import { makesJson } from '../plan/answer-steps.ts';
import { planAnyError, planError, planPreferred } from '../plan/error-plan.ts';
import { planAnswer } from '../plan/plan.ts';
import type { Plan, PlanRequest } from '../plan/types.ts';
import type { FaultOrder } from '../playback/fault-order.ts';
import type { MatchFacts } from '../scenario/match.ts';
import type { DocumentLists, Scenario } from '../scenario/scenario.ts';
import type { ScenarioInput } from '../scenario/schema.ts';
import { choose } from '../session/choose.ts';
import type { MemoryBudget } from '../session/memory-budget.ts';
import { PlanCache } from '../session/plan-cache.ts';
import { redactText } from '../session/redact.ts';
import type { Session } from '../session/session.ts';
import type { Turns } from '../turns.ts';
import type { ChaosOptions, ChaosOutcome } from './chaos.ts';

/** What to do with a request that no scenario is for. */
export type OnUnmatched = 'generate' | 'warn' | 'error';

/** A chat request that passed the checks. */
export interface ChatCall {
  readonly workspace: string;
  readonly body: ChatRequest;
  /** The body as it came: what plans are cached by. */
  readonly text: string;
  /** The scenario that the request names. */
  readonly scenario?: string | undefined;
  /** The error status that `Prefer: code=STATUS` asks for. */
  readonly preferredStatus?: number | undefined;
  /** Of the request. Default: its own. */
  readonly turns?: Turns | undefined;
  /** The outcome of chaos that `X-Mock-Chaos-Seed` asks for. */
  readonly chaosSeed?: number | undefined;
}

/** How one request is answered. */
export interface Answer {
  /** Undefined: none; it is made up, or an error that was asked for. */
  readonly scenario: Scenario | undefined;
  /** Why that one, or why none. */
  readonly why: string;
  /** Whether a scenario was looked for, and none is for this request. */
  readonly unmatched: boolean;
  /** Whether it is made of the data that the mock was given. */
  readonly fromData?: boolean;
  readonly warnings: readonly string[];
  /** The same object for the same answer: what was proven of it once holds. */
  readonly plan: Plan;
  /** Ends the answer. */
  readonly fault?: FaultOrder | undefined;
}

export interface AnswerOptions {
  readonly scenarios: () => readonly Scenario[];
  readonly profile: Profile;
  readonly seed: number | undefined;
  readonly onUnmatched: OnUnmatched;
  readonly chaos?: ChaosOptions | undefined;
  /** What requests are answered from that no scenario is for. */
  readonly indexes?: () => DocumentLists;
  /** Plans are kept as long as it allows. Default: one without a limit. */
  readonly budget?: MemoryBudget;
}

/** Chooses the scenario of each request and plans its answer. */
export class AnswerChooser {
  readonly #options: AnswerOptions;
  readonly #plans: PlanCache;

  constructor(options: AnswerOptions) {
    this.#options = options;
    this.#plans = new PlanCache(options.budget);
  }

  async answer(call: ChatCall, session: Session): Promise<Answer> {
    try {
      return await this.#answer(call, session);
    } catch (error) {
      if (!(error instanceof ChatMockError)) throw error;
      // The request's own mistake: it names a scenario that does not exist, or a JSON schema that nothing satisfies.
      return errorAnswer(error.message, error.message);
    }
  }

  async #answer(call: ChatCall, session: Session): Promise<Answer> {
    if (call.preferredStatus !== undefined) {
      const plan = await planPreferred(call.preferredStatus, call.workspace);
      return { ...errorAnswer('the request prefers this status'), plan, warnings: plan.warnings };
    }
    const failure = session.failures.take();
    if (failure !== undefined) {
      const plan = await planAnyError(failure);
      return { ...errorAnswer('fail() asked for this error'), plan, warnings: plan.warnings };
    }
    const { scenarios, onUnmatched } = this.#options;
    const facts = factsOf(call);
    const chosen = await choose(scenarios(), facts, call.scenario, session.selection);
    const { scenario } = chosen;
    const indexes = scenario === undefined ? this.#indexesFor(call) : undefined;
    const fromData = indexes !== undefined;
    const why = fromData ? `it is answered from the data: ${[...indexes.keys()].join(', ')}` : chosen.why;
    const unmatched = scenario === undefined && !fromData;
    if (unmatched && onUnmatched === 'error') {
      const { suggestMatch } = await import('../scenario/nearest.ts');
      const wanted = suggestMatch({ ...facts, message: redactText(facts.message) }).replace(/\n\s*/g, ' ');
      const message = `No scenario is for this request: ${why}. One with this would be: ${wanted}`;
      return { ...errorAnswer(why, message), unmatched };
    }
    const chaos = await this.#chaos(call, scenario, session);
    const notes = chaos === undefined ? [] : [chaos.note];
    if (chaos?.error !== undefined) {
      const plan = await planAnyError(chaos.error, { workspace: call.workspace, at: chaos.ttft ?? 0 });
      return { scenario, why: `${why}; chaos`, unmatched, plan, warnings: [...plan.warnings, ...notes] };
    }
    const madeUp = unmatched && onUnmatched === 'warn' ? [`this answer is made up: ${why}`] : [];
    try {
      const plan = await this.#plan(call, scenario, session, { indexes, ttft: chaos?.ttft });
      const fault = chaos?.fault?.(plan.items.filter(({ type }) => type === 'frame').length);
      const warnings = [...plan.warnings, ...madeUp, ...notes];
      const reason = fault === undefined ? why : `${why}; chaos`;
      return { scenario, why: reason, unmatched, fromData, plan, fault, warnings };
    } catch (error) {
      if (scenario === undefined || !(error instanceof ChatMockError)) throw error;
      const { templateFailure } = await import('../scenario/templates/check.ts');
      const message = templateFailure(scenario, error);
      return {
        scenario,
        why,
        unmatched,
        plan: planError({ code: 'internal', message }),
        warnings: [message],
      };
    }
  }

  /** The documents that a request without a scenario is answered from; undefined: there are none, or it wants JSON. */
  #indexesFor(call: ChatCall): DocumentLists | undefined {
    const indexes = this.#options.indexes?.();
    if (indexes === undefined || indexes.size === 0) return undefined;
    return makesJson(this.#request(call, undefined, 1)) ? undefined : indexes;
  }

  /** What happens to a request at random. */
  async #chaos(
    { chaosSeed: asked }: ChatCall,
    scenario: Scenario | undefined,
    session: Session,
  ): Promise<ChaosOutcome | undefined> {
    const { seed = 0, chaos = undefined } = this.#options;
    const rates = scenario?.input.chaos ?? chaos;
    if (rates === undefined) return undefined;
    const { chaosSeed, drawChaos } = await import('./chaos.ts');
    return drawChaos(rates, asked ?? chaosSeed(seed, session.countChaos()));
  }

  #plan(
    call: ChatCall,
    scenario: Scenario | undefined,
    session: Session,
    { indexes, ttft }: { readonly indexes: DocumentLists | undefined; readonly ttft: number | undefined },
  ): Promise<Plan> {
    const { workspace, text, turns } = call;
    const input = scenario?.input;
    const counted = input?.attempts === undefined ? 1 : session.attempt(input.name);
    const attempt = Math.min(counted, input?.attempts?.length ?? 1);
    return this.#plans.get({ source: scenario ?? indexes, attempt, workspace, text, ttft }, async () => {
      // With what it imports, it is needed for the first answer, and not before.
      const { planTools } = await import('../data/plan-tools.ts');
      const tools = await planTools(scenario, { quote: redactText, indexes, turns });
      return planAnswer({ ...this.#request(call, input, attempt), ttft }, tools);
    });
  }

  #request({ workspace, body }: ChatCall, scenario: ScenarioInput | undefined, attempt: number): PlanRequest {
    const { profile, seed = 0 } = this.#options;
    return { workspace, body, scenario, turn: turnOf(body), attempt, profile, seed };
  }
}

function errorAnswer(why: string, message = why): Answer {
  const plan = planError({ code: 'bad_request', message });
  return { scenario: undefined, why, unmatched: false, plan, warnings: plan.warnings };
}

function factsOf({ workspace, body }: ChatCall): MatchFacts {
  return { workspace, model: body.model, message: lastUserMessage(body), turn: turnOf(body) };
}
