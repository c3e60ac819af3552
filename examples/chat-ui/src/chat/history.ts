import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { hasAnswer, type Part, type Turn } from './turn.ts';

/**
 * The messages to send: what was asked and answered before, then the new question. Meilisearch keeps no
 * conversations, so the searches and their results, as it asked to append them, go back with every request.
 *
 * A turn without an answer is left out, and so is a search without a result (its turn was stopped or cut): most
 * providers refuse a tool call that no tool message answers.
 */
export function toMessages(turns: Turn[], question: string): ChatCompletionMessageParam[] {
  const earlier = turns
    .filter(hasAnswer)
    .flatMap((turn) => [{ role: 'user', content: turn.question } as const, ...answerOf(turn)]);
  return [...earlier, { role: 'user', content: question }];
}

function answerOf({ parts }: Turn): ChatCompletionMessageParam[] {
  const answered = new Set(
    parts.flatMap((part) =>
      part.type === 'appended' && part.message.role === 'tool' ? [part.message.tool_call_id] : [],
    ),
  );
  return parts.flatMap((part) => toMessage(part, answered));
}

function toMessage(part: Part, answered: ReadonlySet<string>): ChatCompletionMessageParam[] {
  switch (part.type) {
    case 'text':
      return [{ role: 'assistant', content: part.text }];
    case 'refusal':
      return [{ role: 'assistant', refusal: part.text }];
    case 'appended': {
      const { message } = part;
      if (message.role === 'tool') return [message];
      if (!message.tool_calls.every(({ id }) => answered.has(id))) return [];
      const { content, ...rest } = message;
      return [content ? { ...rest, content } : rest];
    }
    case 'search':
    case 'notice':
      return [];
    default:
      return part satisfies never;
  }
}
