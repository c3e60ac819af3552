import type { LoadReport } from '../hosts/server/scenario-files.ts';
import { counted } from './banner.ts';
import type { Style } from './io.ts';
import type { Log } from './log.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';

/** Tells of reloads: what is served now, or why the last good version still is. */
export class ReloadNotes {
  readonly #log: Log;
  readonly #style: Style;
  #last: LoadReport;
  #asked = false;

  /** @param first what was loaded at the start */
  constructor(log: Log, style: Style, first: LoadReport) {
    this.#log = log;
    this.#style = style;
    this.#last = first;
  }

  /** The next load is worth a line even if it changes nothing: someone pressed a key for it. */
  ask(): void {
    this.#asked = true;
  }

  note(report: LoadReport): void {
    const [last, asked] = [this.#last, this.#asked];
    this.#last = report;
    this.#asked = false;
    if (!asked && sameReport(last, report)) return;
    const errors = errorsOf(report.problems);
    const old = new Set(last.problems.map(say));
    const warnings = warningsOf(report.problems).filter((problem) => asked || !old.has(say(problem)));
    if (errors.length > 0) {
      const lines = problemLines(errors, this.#style);
      this.#log.say(
        'error',
        ...lines,
        `${this.#style('red', '✗')} not reloaded: keeping the last good version`,
      );
    } else {
      this.#log.say(
        'info',
        `${this.#style('green', '✓')} reloaded: ${counted(report.scenarios.length, 'scenario')}`,
      );
    }
    this.#log.say('warn', ...problemLines(warnings, this.#style));
  }
}

type Said = LoadReport['problems'][number];
const say = ({ message, origin }: Said): string => JSON.stringify([origin, message]);

/** Saving a file makes several events: what they load after the first is what is there already. */
function sameReport(a: LoadReport, b: LoadReport): boolean {
  return (
    a.files === b.files &&
    a.scenarios.length === b.scenarios.length &&
    a.scenarios.every((scenario, index) => scenario === b.scenarios[index]) &&
    a.problems.map(say).join() === b.problems.map(say).join()
  );
}
