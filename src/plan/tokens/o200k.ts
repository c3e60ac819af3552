import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';

/** OpenAI's o200k encoding. */
export interface O200k {
  /** The ranks of its tokens, as `packRanks` packs them. */
  readonly ranks: Uint8Array<ArrayBuffer>;
  /** The source of a pattern that matches the words of a text, which are encoded one by one; flags `gu`. */
  readonly words: string;
}

/** Loads it, from gpt-tokenizer. */
export async function loadO200k(): Promise<O200k> {
  const { loadRanks } = await import('./o200k-ranks.ts');
  // White space is Unicode's in tiktoken: without U+FEFF, with U+0085. JavaScript's \s has it the other way round.
  const words = O200K_TOKEN_SPLIT_REGEX.source
    .replaceAll('\\s', '\\p{White_Space}')
    .replaceAll('\\S', '\\P{White_Space}');
  return { ranks: await loadRanks(), words };
}
