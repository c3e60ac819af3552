import { type Io, type Output, type Style, styleFor } from './io.ts';
import { LOG_LEVELS, type LogLevel } from './options.ts';

export type Severity = Exclude<LogLevel, 'silent'>;

/** All output of a running server. */
export interface Log {
  readonly style: Style;
  /** Whether messages of this severity are shown. */
  shows(severity: Severity): boolean;
  /** Writes a message, if the level shows its severity. The lines of one call stay together. Errors go to stderr. */
  say(severity: Severity, ...lines: readonly string[]): void;
  /** Writes to stdout what the user asked for: at every level but `silent`. */
  notice(...lines: readonly string[]): void;
  /** Keeps all messages back until the next `flush`, so that a prompt has the terminal to itself. */
  hold(): void;
  /** Writes the messages that are waiting. */
  flush(): void;
}

/** Makes a log that writes once a turn of the event loop, so that thousands of lines a second cost little. */
export function createLog(io: Pick<Io, 'stdout' | 'stderr' | 'env'>, level: LogLevel): Log {
  let pending: { readonly output: Output; text: string }[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let held = false;

  const flush = () => {
    clearImmediate(scheduled);
    scheduled = undefined;
    held = false;
    for (const { output, text } of pending) output.write(text);
    pending = [];
  };
  const add = (output: Output, lines: readonly string[]) => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    const last = pending.at(-1);
    if (last?.output === output) last.text += text;
    else pending.push({ output, text });
    if (!held) scheduled ??= setImmediate(flush);
  };
  const shows = (severity: Severity) => LOG_LEVELS.indexOf(severity) <= LOG_LEVELS.indexOf(level);

  return {
    style: styleFor(io.stdout, io.env),
    shows,
    say(severity, ...lines) {
      if (shows(severity)) add(severity === 'error' ? io.stderr : io.stdout, lines);
    },
    notice(...lines) {
      if (level !== 'silent') add(io.stdout, lines);
    },
    hold() {
      flush();
      held = true;
    },
    flush,
  };
}
