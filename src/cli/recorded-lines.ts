import type { RecordedScenario } from '../record/recorder.ts';
import { kindsOf, type Outcome, type ScenarioInput } from '../scenario/schema.ts';
import type { Style } from './io.ts';
import { clip, escapeControls } from './text.ts';

/** How much of a question a line has room for, in columns. */
const LONGEST_QUESTION = 40;

/** The line of an exchange that was written: what was asked, what became of it, and where that is. */
export function recordedLine(made: RecordedScenario, file: string, style: Style): string {
  const question = made.question.trim().split(/\r?\n/)[0] || made.name;
  const more = made.exchanges > 1 ? style('dim', ` (+${made.exchanges - 1})`) : '';
  return [
    `${style('green', '✓')} ${clip(escapeControls(question), LONGEST_QUESTION)}`,
    `${style('dim', saidIn(made.input))}`,
    `${style('cyan', file)}${more}`,
  ].join(style('dim', ' · '));
}

/** What the last outcome of a scenario does: `2 searches, text`. */
function saidIn({ reply, turns, attempts, error }: ScenarioInput): string {
  const last: Outcome = turns?.at(-1) ?? attempts?.at(-1) ?? reply ?? { error: error ?? 'internal' };
  const steps = Array.isArray(last) ? last : 'reply' in last ? last.reply : [];
  if (!Array.isArray(last) && 'error' in last) return codeOf(last.error);
  const counts = new Map<string, number>();
  for (const step of steps) {
    const [kind = ''] = kindsOf(step);
    const name = 'fault' in step ? step.fault : kind;
    counts.set(name, (counts.get(name) ?? 0) + ('search' in step ? [step.search].flat().length : 1));
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ');
}

function codeOf(error: NonNullable<ScenarioInput['error']>): string {
  if (typeof error === 'string') return error;
  return 'status' in error ? `HTTP ${error.status}` : error.code;
}
