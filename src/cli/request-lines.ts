import type { Violation } from '../plan/prover.ts';
import { formatPath } from '../scenario/problems/problem.ts';
import type { JournalEnding } from '../session/journal.ts';
import { escapeControls, escapeLines } from './escape.ts';
import type { Style } from './io.ts';
import type { Severity } from './log.ts';

/** What the log says of one request. Its texts may come from outside: they are escaped here. */
export interface LoggedRequest {
  readonly time: Date;
  readonly session: string;
  readonly method: string;
  readonly path: string;
  /** 0: the connection was closed without an answer. */
  readonly status: number | undefined;
  readonly scenario: string | null;
  readonly why: string;
  readonly warnings: readonly string[];
  readonly violations: readonly Violation[];
  /** How many frames were sent; undefined for an answer that is not a stream. */
  readonly frames: number | undefined;
  /** Undefined: the answer goes on. */
  readonly ending: JournalEnding | undefined;
  /** Real ms from the request to the end of the answer. */
  readonly took: number;
  /** For a request that no scenario is for: the `match:` block of one that would be. */
  readonly suggestion: string | undefined;
}

/**
 * The lines of one request: what was asked, how it was answered and how that ended; below, indented, what the developer
 * should know of it.
 */
export function requestLines(request: LoggedRequest, style: Style): string[] {
  const { method, path, scenario, why, suggestion } = request;
  const session =
    request.session === 'default' ? '' : ` ${style('magenta', `@${escapeControls(request.session)}`)}`;
  const asked = `${method} ${escapeControls(path)}`;
  const reason = why === '' || suggestion !== undefined ? '' : ` ${style('dim', `(${escapeControls(why)})`)}`;
  const name =
    scenario === null
      ? suggestion === undefined
        ? ''
        : ' made up'
      : ` ${style('cyan', escapeControls(scenario))}`;
  const first = `${style('dim', clock(request.time))}${session} ${asked} ${status(request, style)}${name}${reason} ${style('dim', ending(request))}`;
  return [
    first,
    ...(suggestion === undefined ? [] : unmatchedLines(why, suggestion, style)),
    ...request.warnings.map((text) => detail(style('yellow', '!'), text)),
    ...request.violations.map((violation) => detail(style('yellow', '✗'), violationText(violation))),
  ];
}

/** How grave a request is for the log: `warn` when there is something to mend. */
export function severityOf(request: LoggedRequest): Severity {
  const { suggestion, warnings, violations } = request;
  return suggestion !== undefined || warnings.length > 0 || violations.length > 0 ? 'warn' : 'info';
}

const INDENT = ' '.repeat(9);

function detail(mark: string, text: string): string {
  return `${INDENT}${mark} ${escapeControls(text)}`;
}

function unmatchedLines(why: string, suggestion: string, style: Style): string[] {
  return [
    detail(style('yellow', '?'), why),
    `${INDENT}  a scenario with this would answer it:`,
    ...escapeLines(suggestion).map((line) => `${INDENT}    ${style('green', line)}`),
  ];
}

function violationText({ location, message, code }: Violation): string {
  const [side = '', ...rest] = location;
  const path = formatPath([side, ...rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part))]);
  return `${path} ${message}${code === undefined ? '' : ` (${code})`}`;
}

function status({ status: code }: LoggedRequest, style: Style): string {
  if (code === undefined) return style('dim', '…');
  if (code === 0) return style('red', 'no answer');
  return style(code < 300 ? 'green' : code < 500 ? 'yellow' : 'red', String(code));
}

function ending({ ending: end, frames, took }: LoggedRequest): string {
  const sent = frames === undefined ? '' : `${frames} ${frames === 1 ? 'frame' : 'frames'}, `;
  if (end === undefined) return `${sent}open`;
  const time = duration(took);
  switch (end.type) {
    case 'done':
      return `${sent}done in ${time}`;
    case 'fault':
      return `${sent}${end.fault} after ${time}`;
    case 'left':
      return `client left after ${end.after === 1 ? '1 frame' : `${end.after} frames`} and ${time}`;
    case 'stopped':
      return `${sent}stopped after ${time}`;
    default:
      return end satisfies never;
  }
}

/**
 * Milliseconds as people say them.
 *
 * @example
 * duration(1234); // '1.2 s'
 */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
