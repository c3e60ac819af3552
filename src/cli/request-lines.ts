import { type Violation, violationPath } from '../plan/prover.ts';
import { DEFAULT_SESSION } from '../session/names.ts';
import type { Recording } from '../session/recording.ts';
import type { Style } from './io.ts';
import type { Severity } from './log.ts';
import { counted, duration, escapeControls, escapeLines } from './text.ts';

type Recorded =
  | 'kind'
  | 'time'
  | 'session'
  | 'status'
  | 'scenario'
  | 'why'
  | 'warnings'
  | 'violations'
  | 'ending';

/** A request as the log shows it. Its texts may come from outside: they are escaped here. */
export interface LoggedRequest extends Pick<Recording, Recorded> {
  readonly method: string;
  readonly path: string;
  /** How many frames were sent; undefined for an answer that is not a stream. */
  readonly frames: number | undefined;
  /** Real ms from the request to the end of the answer. */
  readonly took: number;
  /** The `match:` block of a scenario that would answer; undefined for a request that one has answered. */
  readonly suggestion: string | undefined;
}

/** One line for a request, its answer and how that ended; below it, indented, what the developer should know. */
export function requestLines(request: LoggedRequest, style: Style): string[] {
  const { method, path, scenario, suggestion, time, session } = request;
  const why = escapeControls(request.why);
  const lost = request.kind === 'no-route';
  const name = scenario === null ? suggestion && 'made up' : style('cyan', escapeControls(scenario));
  const parts = [
    style('dim', time.toTimeString().slice(0, 8)),
    sessionMark(session, style),
    method,
    escapeControls(path),
    statusText(request.status, style),
    name,
    lost ? style('dim', 'no such route') : why !== '' && suggestion === undefined && style('dim', `(${why})`),
    !lost && style('dim', endingText(request)),
  ];
  const indent = ' '.repeat(9);
  const details = [
    ...(lost ? [`${style('yellow', '?')} ${why}`] : []),
    ...(suggestion === undefined
      ? []
      : [
          `${style('yellow', '?')} ${why}`,
          '  a scenario with this would answer it:',
          ...escapeLines(suggestion).map((line) => `    ${style('green', line)}`),
        ]),
    ...request.warnings.map((text) => `${style('yellow', '!')} ${escapeControls(text)}`),
    ...request.violations.map((one) => `${style('yellow', '✗')} ${escapeControls(violationText(one))}`),
  ];
  return [parts.filter(Boolean).join(' '), ...details.map((line) => indent + line)];
}

/** `@NAME`; nothing for the default session. */
export function sessionMark(session: string, style: Style): string {
  return session === DEFAULT_SESSION ? '' : style('magenta', `@${escapeControls(session)}`);
}

/** `warn` for a request that the developer should look at. */
export function severityOf({ suggestion, warnings, violations }: LoggedRequest): Severity {
  return suggestion !== undefined || warnings.length > 0 || violations.length > 0 ? 'warn' : 'info';
}

function violationText(violation: Violation): string {
  const { message, code } = violation;
  return `${violationPath(violation)} ${message}${code === undefined ? '' : ` (${code})`}`;
}

function statusText(status: number | undefined, style: Style): string {
  if (status === undefined) return style('dim', '…');
  // The connection was closed without an answer.
  if (status === 0) return style('red', 'no answer');
  return style(status < 300 ? 'green' : status < 500 ? 'yellow' : 'red', String(status));
}

function endingText({ ending, frames, took }: LoggedRequest): string {
  const sent = frames === undefined ? '' : `${counted(frames, 'frame')}, `;
  if (ending === undefined) return `${sent}open`;
  const time = duration(took);
  switch (ending.type) {
    case 'done':
      return `${sent}done in ${time}`;
    case 'fault':
      return `${sent}${ending.fault} after ${time}`;
    case 'left':
      return `client left after ${counted(ending.after, 'frame')} and ${time}`;
    case 'stopped':
      return `${sent}stopped after ${time}`;
    default:
      return ending satisfies never;
  }
}
