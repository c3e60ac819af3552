import type { Piece, Token } from '../tokens/tokens.ts';
import type { Random } from './random.ts';

/** A token with the natural logarithm of its probability. */
export interface Alternative {
  /** Its text; bytes that are not whole UTF-8 as OpenAI writes them: `bytes:\xe2\x9c`. */
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[];
}

/** One token of an answer, and the likeliest tokens at its place. */
export interface TokenLogprob extends Alternative {
  readonly top_logprobs: readonly Alternative[];
}

/**
 * Plausible log probabilities for each token of a piece: mostly the likeliest token is the one taken.
 *
 * @param top How many alternatives to give, 0 to 20. The token itself is one of them.
 *
 * @example
 * tokenLogprobs({ text: 'Hello', tokens: ['Hello'], count: 1 }, 2, createRandom(1));
 * // [{ token: 'Hello', logprob: -0.02…, bytes: [72, …], top_logprobs: [{ token: 'Hello', … }, { token: ' the', … }] }]
 */
export function tokenLogprobs(piece: Piece, top: number, random: Random): TokenLogprob[] {
  return piece.tokens.map((token) => {
    const place = top > 1 && random() < 0.15 ? 1 : 0;
    const logprobs = descending(Math.max(top, 1), random);
    const taken = alternative(token, logprobs[place] ?? 0);
    const others = otherTokens(taken.token, random);
    const top_logprobs = logprobs
      .slice(0, top)
      .map((logprob, rank) => (rank === place ? taken : alternative(others.next().value, logprob)));
    return { ...taken, top_logprobs };
  });
}

/** Logarithms of probabilities that fall, and add up to less than 1. */
function descending(count: number, random: Random): number[] {
  let rest = 0.9999;
  return Array.from({ length: count }, (_, rank) => {
    // Taking at least half of what is left makes each smaller than the one before; the first is sure of itself.
    const probability = rest * (rank === 0 ? 0.55 + 0.44 * Math.sqrt(random()) : 0.5 + 0.3 * random());
    rest -= probability;
    return Number(Math.log(probability).toFixed(8));
  });
}

const COMMON =
  ' the| a|,|.| and| to| of| in| is| for| with| that| you|\n|\n\n| it| on| as| **|:| or| are| this|-'.split(
    '|',
  );

function* otherTokens(taken: string, random: Random): Generator<string, string> {
  const tokens = COMMON.filter((token) => token !== taken);
  const first = Math.floor(random() * tokens.length);
  for (let index = 0; ; index++) yield tokens[(first + index) % tokens.length] ?? '';
}

const utf8 = new TextEncoder();

function alternative(token: Token, logprob: number): Alternative {
  if (typeof token === 'string') return { token, logprob, bytes: [...utf8.encode(token)] };
  const escaped = Array.from(token, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return { token: `bytes:${escaped.join('')}`, logprob, bytes: [...token] };
}
