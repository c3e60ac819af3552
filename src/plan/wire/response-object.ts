import type { ResponseIds } from '../types.ts';

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

/** What a chunk or a whole completion says, in any playing of it: as a value for the spec, and as JSON for the wire. */
export interface ResponseObject {
  spec(ids: ResponseIds): unknown;
  json(ids: ResponseIds): string;
}

/**
 * A chunk or a completion. Key order is the real server's. What is the same in every playing is made into JSON once, when
 * first played: a plan is played many times, and only ids and times differ.
 *
 * @param options.choices a function where they have ids in them
 */
export function responseObject(options: {
  readonly object: 'chat.completion' | 'chat.completion.chunk';
  readonly envelope: Envelope;
  readonly round: number;
  readonly choices: readonly unknown[] | ((ids: ResponseIds) => readonly unknown[]);
  readonly usage: Usage | null;
}): ResponseObject {
  const { object, envelope, round, choices, usage } = options;
  const tail = {
    model: envelope.model,
    service_tier: envelope.serviceTier,
    system_fingerprint: envelope.systemFingerprint,
    object,
    usage,
  };
  let fixed: string | undefined;
  let tailJson: string | undefined;
  const middle = (ids: ResponseIds): string => {
    if (typeof choices === 'function') return middleJson(choices(ids));
    fixed ??= middleJson(choices);
    return fixed;
  };
  return {
    spec: (ids) => ({
      id: ids.id(round),
      choices: typeof choices === 'function' ? choices(ids) : choices,
      created: ids.created(round),
      ...tail,
    }),
    json(ids) {
      tailJson ??= JSON.stringify(tail).slice(1);
      return `{"id":"${ids.id(round)}${middle(ids)}${ids.created(round)},${tailJson}`;
    },
  };
}

function middleJson(choices: readonly unknown[]): string {
  return `","choices":${JSON.stringify(choices)},"created":`;
}
