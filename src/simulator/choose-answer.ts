import { ChatMockError } from '../error.ts';
import type { ChatRequest, Profile } from '../meilisearch/chat-request.ts';
import { lastUserMessage, turnOf } from '../meilisearch/conversation.ts';
import { planError, planPreferred } from '../plan/error-plan.ts';
import { type Generator, generator } from '../plan/made-up/generate.ts';
import { planAnswer } from '../plan/plan.ts';
import { loadTokenizer } from '../plan/tokens/tokens.ts';
import type { Plan } from '../plan/types.ts';
import type { MatchFacts } from '../scenario/match.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { choose } from '../session/choose.ts';
import type { MemoryBudget } from '../session/memory-budget.ts';
import { PlanCache } from '../session/plan-cache.ts';
import { redactText } from '../session/redact.ts';
import type { Session } from '../session/session.ts';

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
}

/** How one request is answered. */
export interface Answer {
  /** Undefined: none; it is made up, or an error that was asked for. */
  readonly scenario: Scenario | undefined;
  /** Why that one, or why none. */
  readonly why: string;
  /** Whether a scenario was looked for, and none is for this request. */
  readonly unmatched: boolean;
  readonly warnings: readonly string[];
  /** The same object for the same answer: what was proven of it once holds. */
  readonly plan: Plan;
}

export interface AnswerOptions {
  readonly scenarios: () => readonly Scenario[];
  readonly profile: Profile;
  readonly seed: number | undefined;
  readonly onUnmatched: OnUnmatched;
  /** Plans are kept as long as it allows. Default: one without a limit. */
  readonly budget?: MemoryBudget;
}

/** Quotes no credential of a question: the journal has what is answered. */
const discreet: Generator = {
  ...generator,
  markdown: ({ question, ...options }) => generator.markdown({ ...options, question: redactText(question) }),
};

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
      const plan = planPreferred(call.preferredStatus);
      return { ...errorAnswer('the request prefers this status'), plan, warnings: plan.warnings };
    }
    const { scenarios, onUnmatched } = this.#options;
    const facts = factsOf(call);
    const { scenario, why } = await choose(scenarios(), facts, call.scenario, session.selection);
    const unmatched = scenario === undefined;
    if (unmatched && onUnmatched === 'error') {
      const { suggestMatch } = await import('../scenario/nearest.ts');
      const wanted = suggestMatch({ ...facts, message: redactText(facts.message) }).replace(/\n\s*/g, ' ');
      const message = `No scenario is for this request: ${why}. One with this would be: ${wanted}`;
      return { ...errorAnswer(why, message), unmatched };
    }
    const plan = await this.#plan(call, scenario, session);
    const madeUp = unmatched && onUnmatched === 'warn' ? [`this answer is made up: ${why}`] : [];
    return { scenario, why, unmatched, plan, warnings: [...plan.warnings, ...madeUp] };
  }

  #plan(
    { workspace, body, text }: ChatCall,
    scenario: Scenario | undefined,
    session: Session,
  ): Promise<Plan> {
    const input = scenario?.input;
    const counted = input?.attempts === undefined ? 1 : session.attempt(input.name);
    const attempt = Math.min(counted, input?.attempts?.length ?? 1);
    const { profile, seed = 0 } = this.#options;
    return this.#plans.get({ scenario, attempt, workspace, text }, async () => {
      const tools = { tokenizer: await loadTokenizer(), generator: discreet };
      const turn = turnOf(body);
      return planAnswer({ workspace, body, scenario: input, turn, attempt, profile, seed }, tools);
    });
  }
}

function errorAnswer(why: string, message = why): Answer {
  const plan = planError({ code: 'bad_request', message });
  return { scenario: undefined, why, unmatched: false, plan, warnings: plan.warnings };
}

function factsOf({ workspace, body }: ChatCall): MatchFacts {
  return { workspace, model: body.model, message: lastUserMessage(body), turn: turnOf(body) };
}
