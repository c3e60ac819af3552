import { type Generator, generator } from '../plan/made-up/generate.ts';
import { loadTokenizer } from '../plan/tokens/tokens.ts';
import type { PlanTools } from '../plan/types.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundDocument } from '../scenario/schema.ts';

export interface PlanToolsOptions {
  readonly makeUp?: Generator;
  /** The documents that questions without a scenario are answered from. */
  readonly indexes?: DataIndexes | undefined;
}

/** Lists of documents by the uids of their indexes. */
export type DataIndexes = ReadonlyMap<string, readonly FoundDocument[]>;

const answererOf =
  (indexes: DataIndexes): NonNullable<PlanTools['answerFromData']> =>
  async (question) => {
    const { answerFromData } = await import('./answer/answer.ts');
    return answerFromData(question, indexes);
  };

/** What the answers of a scenario are made of; without a scenario, nothing is searched. */
export async function planTools(
  scenario: Scenario | undefined,
  { makeUp = generator, indexes }: PlanToolsOptions = {},
): Promise<PlanTools> {
  const answering =
    indexes === undefined || indexes.size === 0 ? {} : { answerFromData: answererOf(indexes) };
  return {
    ...answering,
    tokenizer: await loadTokenizer(),
    generator: makeUp,
    // Loaded when it is needed: few scenarios search.
    searchData: async (search) => {
      const { searchData } = await import('./dataset.ts');
      return searchData(search, scenario?.data ?? new Map());
    },
  };
}
