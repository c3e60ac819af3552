import type { Exchange } from '../upstream/exchange.ts';
import { type JsonObject, listOf, objectOf, stringOf } from './json.ts';
import type { Asked } from './match.ts';
import { argumentsOf, type NotedStep } from './steps.ts';

/** A request as it stands in its conversation. */
export interface RequestPlace {
  readonly asked: Asked;
  /** The messages, but for what the app tells the model: that may change from request to request. */
  readonly messages: readonly string[];
  /** How many requests brought results of the client's functions since the last user message. */
  readonly toolRound: number;
  /** The steps of the answers to these, as far as the messages tell them. */
  readonly earlier: readonly NotedStep[];
}

/** Where a request stands. Nothing of its body is taken for granted: it may be no chat request at all. */
export function placeOfRequest({ workspace, request }: Exchange): RequestPlace {
  const all = listOf(objectOf(request).messages).map(objectOf);
  const messages = all.filter(({ role }) => role !== 'system' && role !== 'developer');
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const calls = messages.slice(lastUser + 1).filter(callsOwnFunction);
  return {
    asked: {
      workspace,
      message: contentOf(messages[lastUser]?.content),
      turn: Math.max(1, messages.filter(({ role }) => role === 'user').length),
    },
    messages: messages.map((message) => JSON.stringify(message)),
    toolRound: calls.length,
    earlier: calls.flatMap(stepsOfMessage),
  };
}

/** What an assistant said and called, read from its message. */
function stepsOfMessage({ content, tool_calls: calls, function_call: legacy }: JsonObject): NotedStep[] {
  const text = contentOf(content);
  const called = [
    ...listOf(calls).map((call) => objectOf(call).function),
    ...(legacy == null ? [] : [legacy]),
  ];
  const steps = called.map(objectOf).flatMap(({ name, arguments: given }): NotedStep[] => {
    if (typeof name !== 'string' || name === '' || name.startsWith('_meili')) return [];
    return [{ step: { toolCall: { name, arguments: argumentsOf(stringOf(given) ?? '') } } }];
  });
  const [first, ...others] = text === '' ? steps : [{ step: { text } }, ...steps];
  return first === undefined ? [] : [{ ...first, note: EARLIER }, ...others];
}

const EARLIER = 'Not recorded: made of the messages of the next request.';

function callsOwnFunction({ role, tool_calls: calls, function_call: legacy }: JsonObject): boolean {
  const names = [...listOf(calls).map((call) => objectOf(call).function), legacy].map(
    (one) => objectOf(one).name,
  );
  return role === 'assistant' && names.some((name) => typeof name === 'string' && !name.startsWith('_meili'));
}

const contentOf = (content: unknown): string =>
  stringOf(content) ??
  listOf(content)
    .map((part) => stringOf(objectOf(part).text) ?? '')
    .join('');
