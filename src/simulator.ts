import { ChatMockError } from './error.ts';
import type { ChatRequest, Profile } from './meilisearch/chat-request.ts';
import { lastUserMessage, turnOf } from './meilisearch/conversation.ts';
import { type DryRun, dryRuns, PLACEHOLDERS, type SpecResponse, specResponse } from './plan/dry-run.ts';
import { generator } from './plan/made-up/generate.ts';
import { type PlanRequest, type PlanTools, planAnswer, planError } from './plan/plan.ts';
import { planPreferred } from './plan/preferred.ts';
import { loadTokenizer } from './plan/tokens/tokens.ts';
import type { Plan, Reply } from './plan/types.ts';
import { idsFor } from './plan/wire/response-ids.ts';
import type { Player } from './playback/player.ts';
import type { MatchFacts } from './scenario/match.ts';
import { suggestMatch } from './scenario/nearest.ts';
import type { Scenario } from './scenario/scenario.ts';
import { type Choice, choose } from './session/choose.ts';
import type { Recording } from './session/journal.ts';
import { DEFAULT_SESSION } from './session/names.ts';
import { PlanCache } from './session/plan-cache.ts';
import type { Session, SessionEvent } from './session/session.ts';
import { Sessions } from './session/sessions.ts';

/** What to do with a request that no scenario is for. */
export type OnUnmatched = 'generate' | 'warn' | 'error';

export interface SimulatorOptions {
  readonly scenarios?: readonly Scenario[];
  readonly profile?: Profile;
  /** Fixes ids, times and what is made up. Without it, ids and times are fresh. */
  readonly seed?: number;
  /** Virtual seconds a real second; 0 does not wait at all. Default 1. */
  readonly speed?: number;
  /** Default `generate`. */
  readonly onUnmatched?: OnUnmatched;
  /** How many requests a session remembers. Default 500. */
  readonly journalLimit?: number;
  /** Real ms after which a session that nobody asks for is forgotten. Default 10 minutes. */
  readonly idleSession?: number;
}

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
  /** What the checks already had to say about it. */
  readonly warnings?: readonly string[];
  readonly recording: Recording;
}

/** How one request is going to be answered. */
export interface Answer {
  /** The name of the scenario; undefined: made up, or an error that was asked for. */
  readonly scenario: string | undefined;
  readonly why: string;
  readonly warnings: readonly string[];
  /** The same object for the same answer: what was proven of it once holds. */
  readonly plan: Plan;
  /** What the plan says, for the spec: the body, or the list of a stream's chunks. */
  response(): SpecResponse;
  /** Plays it. Call it once. */
  play(): Reply;
}

/** One event that watchers are told of. */
export type SimulatorEvent = SessionEvent | { readonly type: 'scenarios'; readonly count: number };

/** The one object that every host drives: sessions, scenarios, and the answer to each request. */
export class Simulator {
  readonly profile: Profile;
  readonly #seed: number | undefined;
  readonly #onUnmatched: OnUnmatched;
  readonly #sessions: Sessions;
  readonly #plans = new PlanCache();
  readonly #watchers = new Set<(event: SimulatorEvent) => void>();
  #scenarios: readonly Scenario[];

  constructor(options: SimulatorOptions = {}) {
    this.profile = options.profile ?? 'spec';
    this.#scenarios = options.scenarios ?? [];
    this.#seed = options.seed;
    this.#onUnmatched = options.onUnmatched ?? 'generate';
    this.#sessions = new Sessions({
      scenarios: () => this.#scenarios,
      speed: options.speed ?? 1,
      journalLimit: options.journalLimit ?? 500,
      idle: options.idleSession ?? 600_000,
      emit: (event) => this.#emit(event),
    });
  }

  get scenarios(): readonly Scenario[] {
    return this.#scenarios;
  }

  /** Replaces all scenarios. Streams in flight finish as they began. */
  setScenarios(scenarios: readonly Scenario[]): void {
    this.#scenarios = scenarios;
    for (const session of this.#sessions.all()) session.selection.renew(scenarios);
    this.#emit({ type: 'scenarios', count: scenarios.length });
  }

  /** The session of this name, made on first use. */
  session(name: string = DEFAULT_SESSION): Session {
    return this.#sessions.get(name);
  }

  /** Sessions in the order of their first use. */
  get sessions(): readonly Session[] {
    return this.#sessions.all();
  }

  /** Makes a session as new. One with a name is dropped, until it is asked for again. */
  reset(name: string = DEFAULT_SESSION): void {
    this.#sessions.find(name)?.reset();
  }

  /** Chooses the scenario of a request and plans the answer. */
  async answer(call: ChatCall): Promise<Answer> {
    const tools = await this.#tools();
    const session = this.session(call.recording.session);
    const { recording } = call;
    recording.workspace = call.workspace;
    const answer = await this.#answer(call, session, tools);
    recording.scenario = answer.scenario ?? null;
    recording.why = answer.why;
    recording.warnings = answer.warnings;
    return answer;
  }

  /**
   * Every answer that a scenario can give, streamed and not: for proving it before it is served.
   *
   * @param options.placeholders each text in one piece, and nothing really made up: quicker, and as good for proving
   */
  async dryRuns(scenario: Scenario, options: { readonly placeholders?: boolean } = {}): Promise<DryRun[]> {
    return dryRuns(scenario.input, options.placeholders === true ? PLACEHOLDERS : await this.#tools());
  }

  /** Tells a listener of everything that happens, until the returned function is called. */
  watch(listener: (event: SimulatorEvent) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Ends every open stream, and every call that waits for something. */
  stop(): void {
    for (const session of this.#sessions.all()) {
      session.stop();
      session.abandon('The mock was stopped');
    }
  }

  async #answer(call: ChatCall, session: Session, tools: PlanTools): Promise<Answer> {
    try {
      return await this.#chosen(call, session, tools);
    } catch (error) {
      if (!(error instanceof ChatMockError)) throw error;
      // The request's own mistake: it names a scenario that does not exist, or a JSON schema that nothing satisfies.
      const { message } = error;
      const plan = planError({ code: 'bad_request', message });
      return this.#answerWith(plan, { scenario: undefined, why: message }, call, session);
    }
  }

  async #chosen(call: ChatCall, session: Session, tools: PlanTools): Promise<Answer> {
    const { preferredStatus, recording } = call;
    if (preferredStatus !== undefined) {
      const choice = { scenario: undefined, why: 'the request prefers this status' };
      return this.#answerWith(planPreferred(preferredStatus), choice, call, session);
    }
    const facts = factsOf(call);
    const choice = choose(this.#scenarios, facts, {
      byRequest: call.scenario,
      bySession: () => session.selection.take(),
    });
    recording.unmatched = choice.scenario === undefined;
    if (choice.scenario === undefined && this.#onUnmatched === 'error') {
      const message = `No scenario is for this request: ${choice.why}. One with this would be: ${suggestMatch(facts).replace(/\n\s*/g, ' ')}`;
      return this.#answerWith(planError({ code: 'bad_request', message }), choice, call, session);
    }
    const plan = await this.#plan(call, choice, session, tools);
    return this.#answerWith(plan, choice, call, session);
  }

  #answerWith(plan: Plan, choice: Choice, call: ChatCall, session: Session): Answer {
    const seed = this.#seed === undefined ? undefined : `${this.#seed}:${call.workspace}:${call.text}`;
    const ids = idsFor(plan, seed);
    const unmatched =
      choice.scenario === undefined && this.#onUnmatched === 'warn'
        ? [`this answer is made up: ${choice.why}`]
        : [];
    return {
      scenario: choice.scenario?.name,
      why: choice.why,
      warnings: [...(call.warnings ?? []), ...plan.warnings, ...unmatched],
      plan,
      response: () => specResponse(plan, ids).response,
      play: () => {
        const player: Player = session.play(plan, ids, call.recording);
        return { status: plan.status, headers: plan.headers, mode: plan.mode, bursts: player };
      },
    };
  }

  #plan(call: ChatCall, choice: Choice, session: Session, tools: PlanTools): Promise<Plan> {
    const { scenario } = choice;
    const attempt = scenario?.input.attempts === undefined ? 1 : session.attempt(scenario.name);
    const request: PlanRequest = {
      workspace: call.workspace,
      body: call.body,
      scenario: scenario?.input,
      turn: turnOf(call.body),
      attempt: Math.min(attempt, scenario?.input.attempts?.length ?? 1),
      profile: this.profile,
      seed: this.#seed ?? 0,
    };
    const { workspace, text } = call;
    return this.#plans.get({ scenario, attempt: request.attempt, workspace, text }, () =>
      planAnswer(request, tools),
    );
  }

  async #tools(): Promise<PlanTools> {
    return { tokenizer: await loadTokenizer(), generator };
  }

  #emit(event: SimulatorEvent): void {
    for (const watcher of [...this.#watchers]) watcher(event);
  }
}

function factsOf(call: ChatCall): MatchFacts {
  const { model } = call.body;
  return { workspace: call.workspace, model, message: lastUserMessage(call.body), turn: turnOf(call.body) };
}
