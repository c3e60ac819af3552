import { planTools } from '../data/plan-tools.ts';
import { dryRuns } from '../plan/dry-run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Match } from '../scenario/schema.ts';
import { type PlannedItem, plannedItem } from '../session/recording.ts';

/** A scenario as the gallery shows it. */
export interface ScenarioView {
  readonly name: string;
  readonly description: string | undefined;
  readonly match: Match | undefined;
  /** Undefined: it was made in code. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** Its answers: one for each turn or attempt, and for each response of it. */
  readonly answers: readonly AnswerView[];
}

/** One answer that a scenario can give, streamed. */
export interface AnswerView {
  /** Which turn or attempt, from 1. */
  readonly part: number;
  /** Which response of the reply, from 1. */
  readonly round: number;
  readonly status: number;
  readonly items: readonly PlannedItem[];
}

/** Planning a long answer takes a while, and a scenario never changes. */
const known = new WeakMap<Scenario, Promise<ScenarioView>>();

export function viewOfScenario(scenario: Scenario): Promise<ScenarioView> {
  const view = known.get(scenario) ?? look(scenario);
  known.set(scenario, view);
  return view;
}

async function look(scenario: Scenario): Promise<ScenarioView> {
  const { name, input, locate } = scenario;
  const runs = await dryRuns(input, await planTools(scenario), { streamed: [true] });
  const { file, line } = locate([]);
  const answers = runs.map(({ part, round, plan }) => {
    return { part, round, status: plan.status, items: plan.items.map(plannedItem) };
  });
  return { name, description: input.description, match: input.match, file, line, answers };
}
