import type { JournalEntry } from '../../../src/index.ts';
import { attachment, runCases } from '../run-cases.ts';

/** The one that leaves evidence, in two tries. */
const WITH_EVIDENCE = 'attached: fails while a stream is open';

/** The tests that fail on purpose, and what they say. */
const FAILING: Readonly<Record<string, RegExp>> = {
  'shared: there is no server of its own': /`chatServer` is the worker's own server.*chatMockUrl/s,
  [WITH_EVIDENCE]: /toHaveLength/,
  'options: cannot start': /`chatServerOptions` is for a server of the worker's own.*chatMockUrl/s,
  'scenarios: cannot start': /`chatScenarios` is for a server of the worker's own.*chat\.use/s,
  'nothing there: cannot start': /Nothing answers at http:\/\/127\.0\.0\.1:1\./,
};

/** What one run with the fixture comes to. */
export interface SharedRun {
  readonly passed: number;
  /** What is not as it should be: a test and what it says. */
  readonly surprises: readonly string[];
  /** Those that the reports of failed tests tell of, one a try. */
  readonly sessions: readonly string[];
}

/** Runs the tests of this folder with the mock at `url`. */
export async function runShared(url: string, env: Readonly<Record<string, string>> = {}): Promise<SharedRun> {
  const results = await runCases('shared', { ...env, SHARED_MOCK: url });
  const missing = Object.keys(FAILING).filter((name) => !results.has(name));
  const surprises = [...results].flatMap(([name, tries]) =>
    tries
      .filter(({ status, error }) => {
        const says = FAILING[name];
        if (says === undefined) return status !== 'passed';
        return status !== 'failed' || !says.test(error?.message ?? '');
      })
      .map(({ status, error }) => `${name}: ${status} ${error?.message ?? ''}`),
  );
  const tries = results.get(WITH_EVIDENCE) ?? [];
  const journals = tries.map(
    (result) => JSON.parse(attachment(result, 'chat-journal.json') || '[]') as JournalEntry[],
  );
  const lacking = tries.filter((result, index) => {
    const scenarios = journals[index]?.map(({ scenario }) => scenario).join();
    return (
      scenarios !== 'greeting,busy' || !/^retry: .*Good.*morning/s.test(attachment(result, 'chat-1.sse'))
    );
  });
  return {
    passed: [...results.values()].filter((all) => all.every(({ status }) => status === 'passed')).length,
    surprises: [
      ...surprises,
      ...missing.map((name) => `${name}: has not run`),
      ...lacking.map(({ retry }) => `${WITH_EVIDENCE}: try ${retry} has no evidence`),
    ],
    sessions: journals.flatMap(([first]) => (first === undefined ? [] : [first.session])),
  };
}
