import type { LoadReport } from '../hosts/server/scenario-files.ts';
import type { ChatMockServer } from '../hosts/server/server.ts';
import { errorsOf, type Problem, warningsOf } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Log } from './log.ts';
import { problemLines } from './problems.ts';
import { counted, escapeControls } from './text.ts';

/**
 * Logs the loads that changed something. The function that it returns makes it log the next load in any case.
 *
 * @param from where the scenarios are from now
 */
export function logReloads(
  server: Pick<ChatMockServer, 'report' | 'onReload'>,
  log: Log,
  from: () => string,
): () => void {
  const { style } = log;
  let lastFrom = from();
  let last = server.report;
  let asked = false;

  const note = (report: LoadReport) => {
    const errors = errorsOf(report.problems);
    const changes = changesOf(last.scenarios, report.scenarios);
    if (from() !== lastFrom)
      log.say('info', `${style('green', '✓')} ${from()} is there now, and takes the place of ${lastFrom}`);
    lastFrom = from();
    if (errors.length === 0) {
      const scenarios = counted(report.scenarios.length, 'scenario');
      log.say('info', `${style('green', '✓')} reloaded: ${scenarios}`, ...changes);
    } else {
      const files = new Set(errors.flatMap(({ origin }) => origin.file ?? []));
      const of = files.size === 0 ? '' : ` of ${shortList([...files])}`;
      const kept = `${style('red', '✗')} not reloaded: keeping the last good version${of}`;
      log.say('error', ...problemLines(errors, style), kept);
      log.say('info', ...changes);
    }
    const known = new Set(last.problems.map(identity));
    const warnings = warningsOf(report.problems).filter((one) => asked || !known.has(identity(one)));
    log.say('warn', ...problemLines(warnings, style));
  };

  server.onReload((report) => {
    if (asked || !sameReport(last, report)) note(report);
    last = report;
    asked = false;
  });
  return () => {
    asked = true;
  };
}

/** How many names a line lists at most. */
const MOST_NAMES = 5;

function shortList(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.slice(0, MOST_NAMES).map(escapeControls).join(', ') + more;
}

/** The scenarios that are new, and those that are gone. */
function changesOf(before: readonly Scenario[], now: readonly Scenario[]): string[] {
  const missing = (from: readonly Scenario[], among: readonly Scenario[]) => {
    const names = new Set(among.map(({ name }) => name));
    return from.map(({ name }) => name).filter((name) => !names.has(name));
  };
  const list = (word: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  ${word} ${shortList(names)}`];
  return [...list('found', missing(now, before)), ...list('lost', missing(before, now))];
}

const identity = ({ message, origin }: Problem): string => JSON.stringify([origin, message]);

/** Saving a file causes several loads, of which only the first finds a change. */
function sameReport(a: LoadReport, b: LoadReport): boolean {
  return (
    a.files === b.files &&
    a.scenarios.length === b.scenarios.length &&
    a.scenarios.every((scenario, index) => scenario === b.scenarios[index]) &&
    a.problems.map(identity).join() === b.problems.map(identity).join()
  );
}
