import type { ChatRequest } from '../../meilisearch/chat-request.ts';
import { messageText } from '../../meilisearch/conversation.ts';
import type { ResponseIds } from '../../playback/item.ts';
import type { ScenarioInput, UsageOverride } from '../../scenario/schema.ts';
import type { Turns } from '../../turns.ts';
import { hash } from '../made-up/random.ts';
import type { Tokenizer } from '../tokens/tokens.ts';

/** What all objects of a response have in common. */
export type Envelope = ReturnType<typeof envelopeOf>;
export type Usage = Awaited<ReturnType<typeof usageOf>>;

export function envelopeOf(body: ChatRequest, scenario: ScenarioInput | undefined) {
  const model = scenario?.model ?? body.model;
  return {
    model,
    service_tier: body.service_tier == null ? null : 'default',
    system_fingerprint: `fp_${hash(model).toString(16).padStart(10, '0').slice(-10)}`,
  };
}

interface UsageContext {
  readonly tokenizer: Tokenizer;
  readonly override: UsageOverride | undefined;
  readonly turns: Turns;
}

/** @param choices how many tokens the model wrote for each */
export async function usageOf(
  body: ChatRequest,
  choices: readonly { readonly tokens: number }[],
  { tokenizer, override = {}, turns }: UsageContext,
) {
  // As OpenAI counts: three tokens around each message, and three that begin the answer.
  let prompt = 3;
  for (const message of body.messages) {
    prompt += 3 + (await tokenizer.count(messageText(message), turns));
    if (turns.due) await turns.next();
  }
  const written = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  const { prompt_tokens = prompt, completion_tokens = written } = override;
  const { total_tokens = prompt_tokens + completion_tokens } = override;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens,
    prompt_tokens_details: { audio_tokens: 0, cached_tokens: 0 },
    completion_tokens_details: {
      accepted_prediction_tokens: 0,
      audio_tokens: 0,
      reasoning_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** A chunk of a stream, or a whole completion. Key order is the real server's. */
export function responseObject(
  object: 'chat.completion' | 'chat.completion.chunk',
  envelope: Envelope,
  round: number,
  ids: ResponseIds,
  { choices, usage }: { readonly choices: readonly unknown[]; readonly usage?: Usage },
) {
  return {
    id: ids.id(round),
    choices,
    created: ids.created(round),
    ...envelope,
    object,
    usage: usage ?? null,
  };
}
