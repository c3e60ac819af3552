import { parameter, patternOf, routed } from '../path.ts';

/** The one route that is not answered like the others. */
export const CHAT_COMPLETION = { method: 'POST', path: '/chats/{workspace_uid}/chat/completions' } as const;

const PATTERN = patternOf(CHAT_COMPLETION.path);

/** The workspace of a chat completion; undefined when the request is another one. */
export function chatWorkspace(method: string, path: string): string | undefined {
  const match = method === CHAT_COMPLETION.method ? PATTERN.exec(routed(path)) : null;
  return match === null ? undefined : parameter(match[1] ?? '');
}
