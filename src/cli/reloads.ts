import type { LoadReport } from '../hosts/server/scenario-files.ts';
import type { ChatMockServer } from '../hosts/server/server.ts';
import type { Problem } from '../scenario/problems/problem.ts';
import type { Log } from './log.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';
import { counted } from './text.ts';

/** Logs the loads that changed something. The function that it returns makes it log the next load in any case. */
export function logReloads(server: Pick<ChatMockServer, 'report' | 'onReload'>, log: Log): () => void {
  const { style } = log;
  let last = server.report;
  let asked = false;

  const note = (report: LoadReport) => {
    const errors = errorsOf(report.problems);
    if (errors.length === 0) {
      const scenarios = counted(report.scenarios.length, 'scenario');
      log.say('info', `${style('green', '✓')} reloaded: ${scenarios}`);
    } else {
      const kept = `${style('red', '✗')} not reloaded: keeping the last good version`;
      log.say('error', ...problemLines(errors, style), kept);
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
