import { generator } from '../plan/made-up/generate.ts';
import { loadTokenizer } from '../plan/tokens/tokens.ts';
import type { PlanTools } from '../plan/types.ts';
import type { DocumentLists, Scenario } from '../scenario/scenario.ts';
import type { Turns } from '../turns.ts';

export interface PlanToolsOptions {
  /** A text of the request as an answer may repeat it: without credentials, since the journal has what is answered. */
  readonly quote?: (text: string) => string;
  /** The documents that questions without a scenario are answered from. */
  readonly indexes?: DocumentLists | undefined;
  /** Of the request that is answered. Default: its own. */
  readonly turns?: Turns | undefined;
}

const answererOf =
  (indexes: DocumentLists, quote: (text: string) => string): NonNullable<PlanTools['answerFromData']> =>
  async ({ question, earlier, seed }) => {
    const { answerFromData } = await import('./answer/answer.ts');
    return answerFromData({ question: quote(question), earlier: earlier.map(quote), seed }, indexes);
  };

/** What the answers of a scenario are made of; without a scenario, nothing is searched. */
export async function planTools(
  scenario: Scenario | undefined,
  { quote = (text) => text, indexes, turns }: PlanToolsOptions = {},
): Promise<PlanTools> {
  const answering =
    indexes === undefined || indexes.size === 0 ? {} : { answerFromData: answererOf(indexes, quote) };
  return {
    ...answering,
    quote,
    turns,
    tokenizer: await loadTokenizer(),
    generator: {
      ...generator,
      markdown: ({ question, ...options }) => generator.markdown({ ...options, question: quote(question) }),
    },
    // Loaded when it is needed: few scenarios search.
    searchData: async (search) => {
      const { searchData } = await import('./dataset.ts');
      return searchData(search, scenario?.data ?? new Map());
    },
  };
}
