import type { Io, Output, Style } from './io.ts';
import { styleFor } from './io.ts';
import { LOG_LEVELS, type LogLevel } from './options.ts';

/** How grave a message is. */
export type Severity = Exclude<LogLevel, 'silent'>;

/** Where everything is said that is said while the server runs. */
export interface Log {
  readonly level: LogLevel;
  /** Whether anything of this severity is shown at all. */
  shows(severity: Severity): boolean;
  /** Says it, if the level lets it through; lines of one call stay together. Errors go to stderr. */
  say(severity: Severity, ...lines: readonly string[]): void;
  /** Says to stdout what someone asked for: at every level but `silent`. */
  notice(...lines: readonly string[]): void;
  /** Writes what is waiting. */
  flush(): void;
}

/** Something drawn below the log, which has to make room for new lines. */
export interface Overlay {
  erase(): string;
  draw(): string;
}

/** A log whose last lines may be taken by an {@link Overlay}. */
export interface ScreenLog extends Log {
  readonly style: Style;
  /** Keeps this below all that is said; undefined takes it away. */
  overlay(overlay: Overlay | undefined): void;
  /** Draws the overlay anew. */
  redraw(): void;
}

/** Lines are gathered and written once a turn of the event loop: thousands a second cost little then. */
export function createLog(io: Pick<Io, 'stdout' | 'stderr' | 'env'>, level: LogLevel): ScreenLog {
  const most = LOG_LEVELS.indexOf(level);
  const style = styleFor(io.stdout, io.env);
  let pending: { readonly output: Output; text: string }[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let overlay: Overlay | undefined;

  const write = () => {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (pending.length === 0) return;
    const parts = pending;
    pending = [];
    if (overlay !== undefined) io.stdout.write(overlay.erase());
    for (const { output, text } of parts) output.write(text);
    if (overlay !== undefined) io.stdout.write(overlay.draw());
  };

  const shows = (severity: Severity) => LOG_LEVELS.indexOf(severity) <= most;

  const add = (output: Output, lines: readonly string[]) => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    const last = pending.at(-1);
    if (last?.output === output) last.text += text;
    else pending.push({ output, text });
    scheduled ??= setImmediate(write);
  };

  return {
    level,
    style,
    shows,
    say(severity, ...lines) {
      if (shows(severity)) add(severity === 'error' ? io.stderr : io.stdout, lines);
    },
    notice(...lines) {
      if (level !== 'silent') add(io.stdout, lines);
    },
    flush: write,
    overlay(next) {
      write();
      if (overlay !== undefined) io.stdout.write(overlay.erase());
      overlay = next;
      if (overlay !== undefined) io.stdout.write(overlay.draw());
    },
    redraw() {
      if (overlay !== undefined) io.stdout.write(overlay.erase() + overlay.draw());
    },
  };
}
