import type { Io } from './io.ts';
import { clip, escapeControls } from './text.ts';

/** Work that takes no longer than this shows no progress, in ms. */
const PATIENCE = 1000;
/** How often the line changes at most, in ms. */
const EVERY = 100;
const CLEAR = '\r\u001b[K';

/** A line on the terminal that says how far long work is, and is gone when the work is done. */
export function createProgress({ stderr, env }: Pick<Io, 'stderr' | 'env'>, now = () => performance.now()) {
  const visible = stderr.isTTY === true && env.TERM !== 'dumb';
  let next = now() + PATIENCE;
  let shown = false;
  return {
    say(text: string): void {
      if (!visible || now() < next) return;
      next = now() + EVERY;
      shown = true;
      stderr.write(CLEAR + clip(escapeControls(text), 79));
    },
    end(): void {
      if (shown) stderr.write(CLEAR);
    },
  };
}
