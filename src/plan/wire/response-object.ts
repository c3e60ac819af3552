import type { ResponseIds } from '../../playback/item.ts';

/** What all objects of a response have in common. */
export interface Envelope {
  readonly model: string;
  readonly serviceTier: 'scale' | 'default' | 'auto' | null;
  readonly systemFingerprint: string | null;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly audio_tokens: number; readonly cached_tokens: number };
  readonly completion_tokens_details: {
    readonly accepted_prediction_tokens: number;
    readonly audio_tokens: number;
    readonly reasoning_tokens: number;
    readonly rejected_prediction_tokens: number;
  };
}

/** A chunk of a stream, or a whole completion. Key order is the real server's. */
export function responseObject(
  object: 'chat.completion' | 'chat.completion.chunk',
  envelope: Envelope,
  round: number,
  ids: ResponseIds,
  { choices, usage = null }: { readonly choices: readonly unknown[]; readonly usage?: Usage | null },
) {
  return {
    id: ids.id(round),
    choices,
    created: ids.created(round),
    model: envelope.model,
    service_tier: envelope.serviceTier,
    system_fingerprint: envelope.systemFingerprint,
    object,
    usage,
  };
}
