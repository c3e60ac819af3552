import type { ChatRequest } from '../../meilisearch/chat-request.ts';
import { lastUserMessage, messageText } from '../../meilisearch/conversation.ts';
import { linearExec } from '../../regex/captures.ts';
import { compilePattern, flagsOf, LONGEST_TESTED } from '../../scenario/pattern.ts';
import type { TemplateValues } from '../../scenario/templates/engine.ts';
import type { PlanRequest } from '../types.ts';

type Quote = (text: string) => string;

/** What the templates of a scenario know of a request; `documents` are those that were found so far. */
export function templateValues(
  { body, workspace, scenario, turn }: PlanRequest,
  documents: readonly unknown[],
  quote: Quote,
): TemplateValues {
  const message = quote(lastUserMessage(body));
  return {
    message,
    workspace,
    model: scenario?.model ?? body.model,
    turn,
    match: caughtBy(scenario?.match?.message, message),
    documents,
    tool: resultsOf(body, quote),
  };
}

/** What a matcher caught of a message, by number and by name: 0 is all of it. */
function caughtBy(
  matcher: string | undefined,
  message: string,
): Readonly<Record<string, string | undefined>> {
  const pattern = matcher === undefined ? undefined : compilePattern(matcher);
  if (pattern === undefined) return {};
  if (pattern.type === 'literal') return message.includes(pattern.text) ? { 0: pattern.text } : {};
  const tested = message.slice(0, LONGEST_TESTED);
  // Catching takes longer than testing: it is left out where there is nothing to catch.
  const caught = pattern.test(tested) ? linearExec(pattern.source, flagsOf(pattern))(tested) : undefined;
  if (caught === undefined) return {};
  return { ...caught.named, ...Object.fromEntries(caught.groups.entries()) };
}

/** The last result of each function of the client's own, by its name. */
function resultsOf({ messages }: ChatRequest, quote: Quote): Record<string, unknown> {
  const called = new Map<string, string>();
  const results = new Map<string, unknown>();
  for (const message of messages) {
    for (const call of message.tool_calls ?? []) called.set(call.id, call.function.name);
    const name = message.role === 'tool' ? called.get(message.tool_call_id ?? '') : legacyName(message);
    if (name !== undefined) results.set(name, resultOf(messageText(message), quote));
  }
  return Object.fromEntries(results);
}

const legacyName = ({ role, name }: ChatRequest['messages'][number]) =>
  role === 'function' ? (name ?? undefined) : undefined;

function resultOf(text: string, quote: Quote): unknown {
  try {
    return JSON.parse(text, (_, value) => (typeof value === 'string' ? quote(value) : value));
  } catch {
    return quote(text);
  }
}
