import type { CodedCall, Made } from './code.ts';

/** An action that was done. */
export interface Done extends Made {
  /** The name of its control. */
  readonly label: string;
}

/** How many are kept: the last ones. */
const MOST_DONE = 200;

const keyOf = (session: string) => `chat-mock-done ${session}`;

/** What was done in this tab before the page was loaded again. */
export function storedDone(session: string): readonly Done[] {
  try {
    const all: unknown = JSON.parse(sessionStorage.getItem(keyOf(session)) ?? '[]');
    return Array.isArray(all) && all.every(isDone) ? all : [];
  } catch {
    return [];
  }
}

/** Keeps what was done as long as the tab is open. Returns what is kept. */
export function storeDone(session: string, all: readonly Done[]): readonly Done[] {
  const kept = all.slice(-MOST_DONE);
  try {
    if (kept.length === 0) sessionStorage.removeItem(keyOf(session));
    else sessionStorage.setItem(keyOf(session), JSON.stringify(kept));
  } catch {
    // In a page that may store nothing, it is kept until the page is left.
  }
  return kept;
}

/** Another version of the panel may have stored something else. */
function isDone(one: Partial<Done> | null): one is Done {
  const call: Partial<CodedCall> | undefined = one?.call;
  return (
    typeof one?.label === 'string' &&
    typeof one.streaming === 'boolean' &&
    typeof call?.method === 'string' &&
    typeof call.route === 'string' &&
    typeof call.input === 'object' &&
    Array.isArray(call.args)
  );
}
