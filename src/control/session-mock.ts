import { checkSessionName, sessionUrl } from '../session/names.ts';
import { type ChatMock, createChatMock } from './chat-mock.ts';
import { checkInput } from './check-input.ts';
import type { InputRules } from './rules.ts';
import type { SessionAccess, Verb } from './verb.ts';

/** The verbs of a session, in the process of its mock. They stay good when the session is reset or forgotten. */
export function createSessionMock(access: SessionAccess, base: () => string): ChatMock {
  const name = checkSessionName(access.name);
  return createChatMock((verb, input, signal) => runVerb(verb, access, input, signal), {
    name,
    url: () => sessionUrl(base(), name),
  });
}

/** Runs a verb. A call that waits is given up when its caller says so, and when the session is reset meanwhile. */
export async function runVerb<Result, Keys extends InputRules>(
  verb: Verb<Result, Keys>,
  access: SessionAccess,
  given: unknown,
  signal?: AbortSignal,
  inPath?: Readonly<Record<string, unknown>>,
): Promise<Result> {
  const input = checkInput(verb, given, inPath);
  const session = access.session();
  if (verb.waits !== true) return verb.run(session, input, { access });
  const reset = new AbortController();
  const leave = session.onAbandon((reason) => reset.abort(reason));
  const either = signal === undefined ? reset.signal : AbortSignal.any([signal, reset.signal]);
  try {
    return await verb.run(session, input, { access, timeout: input.timeout, signal: either });
  } finally {
    leave();
  }
}
