import type { Problem } from '../scenario/problems/problem.ts';
import { quoted } from '../scenario/problems/wording.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SearchSpec } from '../scenario/schema.ts';
import { searchData } from './dataset.ts';
import { dataSearches } from './searches.ts';

/** Errors for the data files of a scenario that nobody has read: there is no file system where it is checked. */
export function unreadData({ input, data, locate }: Scenario): Problem[] {
  return dataSearches(input).flatMap(({ search, path }): Problem[] => {
    if (typeof search.data !== 'string' || data?.has(search.data) === true) return [];
    const message = `the data file ${quoted(search.data)} cannot be read here: only the server, the command line and the plugin for Vite read files`;
    const hint = 'give the documents as a list';
    return [{ severity: 'error', message, hint, origin: locate([...path, 'data']) }];
  });
}

/** Warnings for filters that make their search fail: that may be what the scenario is to show. */
export async function checkFilters(scenario: Scenario): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { search, path } of dataSearches(scenario.input)) {
    const { filter = '' } = search;
    // A template is another filter at each request.
    if (filter === '' || filter.includes('{{') || filter.includes('{%')) continue;
    if (typeof search.data === 'string' && scenario.data?.has(search.data) !== true) continue;
    const why = await failureOf(search, scenario);
    if (why === undefined) continue;
    const message = `the filter makes this search fail: ${why.split('\n')[0]}`;
    const hint = 'leave it so to show that state, or mend it';
    problems.push({ severity: 'warning', message, hint, origin: scenario.locate([...path, 'filter']) });
  }
  return problems;
}

/** What the real server says of a search that fails by its filter. */
async function failureOf(search: SearchSpec, { data = new Map() }: Scenario): Promise<string | undefined> {
  const { error, content } = await searchData(
    { ...search, q: '', content: undefined, error: undefined },
    data,
  );
  return typeof error === 'object' ? error.message : content;
}
