import type { ChatMessage, ChatRequest } from './chat-request.ts';
import { isMeiliTool } from './tools.ts';

/** The text of a message: its content, or the text parts of its content joined. */
export function messageText(message: ChatMessage): string {
  const { content } = message;
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => ('type' in part && part.type === 'text' ? part.text : '')).join('');
}

/** The text of the last user message; empty when there is none. */
export function lastUserMessage(request: ChatRequest): string {
  const message = request.messages.findLast(({ role }) => role === 'user');
  return message === undefined ? '' : messageText(message);
}

/** Which turn of the conversation a request asks for: the number of its user messages, at least 1. */
export function turnOf(request: ChatRequest): number {
  return Math.max(1, request.messages.filter(({ role }) => role === 'user').length);
}

/**
 * How many times the assistant has called the client's own functions since the last user message. Calls of Meilisearch's
 * tools do not count: they come within one reply.
 */
export function toolRound(request: ChatRequest): number {
  const lastUser = request.messages.findLastIndex(({ role }) => role === 'user');
  return request.messages.slice(lastUser + 1).filter(callsOwnFunction).length;
}

/** The request as it was in an earlier round of the same reply, from 0: without what came after. */
export function requestOfRound(request: ChatRequest, round: number): ChatRequest {
  const { messages } = request;
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const calls = [...messages.keys()].filter((index) => {
    const message = messages[index];
    return index > lastUser && message !== undefined && callsOwnFunction(message);
  });
  return { ...request, messages: messages.slice(0, calls[round]) };
}

function callsOwnFunction(message: ChatMessage): boolean {
  if (message.role !== 'assistant') return false;
  const names = (message.tool_calls ?? []).map((call) => call.function.name);
  if (message.function_call != null) names.push(message.function_call.name);
  return names.some((name) => !isMeiliTool(name));
}

/** The names of the tools that a request declares. */
export function declaredTools(request: ChatRequest): Set<string> {
  return new Set((request.tools ?? []).map((tool) => tool.function.name));
}
