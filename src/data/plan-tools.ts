import { generator } from '../plan/made-up/generate.ts';
import { loadTokenizer } from '../plan/tokens/tokens.ts';
import type { PlanTools } from '../plan/types.ts';
import type { DocumentLists, Scenario } from '../scenario/scenario.ts';

export interface PlanToolsOptions {
  /** Takes the credentials out of questions: answers quote them, and the journal has what is answered. */
  readonly redact?: (question: string) => string;
  /** The documents that questions without a scenario are answered from. */
  readonly indexes?: DocumentLists | undefined;
}

const answererOf =
  (indexes: DocumentLists, redact: (question: string) => string): NonNullable<PlanTools['answerFromData']> =>
  async ({ question, earlier, seed }) => {
    const { answerFromData } = await import('./answer/answer.ts');
    return answerFromData({ question: redact(question), earlier: earlier.map(redact), seed }, indexes);
  };

/** What the answers of a scenario are made of; without a scenario, nothing is searched. */
export async function planTools(
  scenario: Scenario | undefined,
  { redact = (question) => question, indexes }: PlanToolsOptions = {},
): Promise<PlanTools> {
  const answering =
    indexes === undefined || indexes.size === 0 ? {} : { answerFromData: answererOf(indexes, redact) };
  return {
    ...answering,
    tokenizer: await loadTokenizer(),
    generator: {
      ...generator,
      markdown: ({ question, ...options }) => generator.markdown({ ...options, question: redact(question) }),
    },
    // Loaded when it is needed: few scenarios search.
    searchData: async (search) => {
      const { searchData } = await import('./dataset.ts');
      return searchData(search, scenario?.data ?? new Map());
    },
  };
}
