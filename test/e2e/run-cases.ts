/** Playwright as a child process: for tests of what it reports. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JSONReport, JSONReportSuite, JSONReportTestResult } from '@playwright/test/reporter';

/** What a run says of each test, `project: title`: the result of each try. */
export type CaseResults = ReadonlyMap<string, readonly JSONReportTestResult[]>;

/**
 * Runs the tests of a config to their end, also when some of them fail.
 *
 * @param config its folder, seen from this one
 * @param env variables for the run
 */
export async function runCases(config: string, env: Readonly<Record<string, string>> = {}) {
  const file = fileURLToPath(new URL(`${config}/playwright.config.ts`, import.meta.url));
  const cli = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
  // The variables of this run would be taken for those of the other.
  const own = Object.entries(process.env).filter(([name]) => !/^(TEST_|PLAYWRIGHT_|PW_|VITEST)/.test(name));
  const run = promisify(execFile)(process.execPath, [cli, 'test', '-c', file], {
    env: { ...Object.fromEntries(own), ...env },
    maxBuffer: 2 ** 26,
  });
  // It fails, as it should; what it says is on its standard output all the same.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { suites } = JSON.parse(stdout) as JSONReport;
  const results: CaseResults = new Map(suites.flatMap(resultsOf));
  return results;
}

/** The text of what a test has attached. */
export function attachment(result: JSONReportTestResult, name: string): string {
  const { body } = result.attachments.find((one) => one.name === name) ?? {};
  return Buffer.from(body ?? '', 'base64').toString();
}

function resultsOf(suite: JSONReportSuite): [string, readonly JSONReportTestResult[]][] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map((one): [string, readonly JSONReportTestResult[]] => [
      `${one.projectName}: ${title}`,
      one.results,
    ]),
  );
  return [...own, ...(suite.suites ?? []).flatMap(resultsOf)];
}
