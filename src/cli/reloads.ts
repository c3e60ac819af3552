import type { LoadReport } from '../hosts/server/scenario-files.ts';
import type { Problem } from '../scenario/problems/problem.ts';
import type { Log } from './log.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';
import { counted } from './text.ts';

/** Logs the loads of the scenario files that changed something: what is served now, or why the last good version still is. */
export class ReloadNotes {
  readonly #log: Log;
  #last: LoadReport;
  #asked = false;

  /** @param first what was loaded at the start */
  constructor(log: Log, first: LoadReport) {
    this.#log = log;
    this.#last = first;
  }

  /** Logs the next load even if it changes nothing, because someone pressed a key for it. */
  ask(): void {
    this.#asked = true;
  }

  note(report: LoadReport): void {
    const [last, asked] = [this.#last, this.#asked];
    this.#last = report;
    this.#asked = false;
    if (!asked && sameReport(last, report)) return;
    const { style } = this.#log;
    const errors = errorsOf(report.problems);
    if (errors.length === 0) {
      const scenarios = counted(report.scenarios.length, 'scenario');
      this.#log.say('info', `${style('green', '✓')} reloaded: ${scenarios}`);
    } else {
      const kept = `${style('red', '✗')} not reloaded: keeping the last good version`;
      this.#log.say('error', ...problemLines(errors, style), kept);
    }
    const known = new Set(last.problems.map(identity));
    const warnings = warningsOf(report.problems).filter((one) => asked || !known.has(identity(one)));
    this.#log.say('warn', ...problemLines(warnings, style));
  }
}

const identity = ({ message, origin }: Problem): string => JSON.stringify([origin, message]);

/** Saving a file makes several events: the loads after the first find the same. */
function sameReport(a: LoadReport, b: LoadReport): boolean {
  return (
    a.files === b.files &&
    a.scenarios.length === b.scenarios.length &&
    a.scenarios.every((scenario, index) => scenario === b.scenarios[index]) &&
    a.problems.map(identity).join() === b.problems.map(identity).join()
  );
}
