import { packRanks } from './packed-ranks.ts';

/** OpenAI's o200k encoding. */
export interface O200k {
  /** The ranks of its tokens, as `packRanks` packs them. */
  readonly ranks: Uint8Array<ArrayBuffer>;
  /** The source of a pattern that matches the words of a text, which are encoded one by one; flags `gu`. */
  readonly words: string;
}

/**
 * Makes it from gpt-tokenizer's. The build replaces this module by one that reads what this function gave at build time:
 * in Node from a file next to the code, where a build for browsers would `fetch` it.
 */
export async function loadO200k(): Promise<O200k> {
  const [{ default: vocabulary }, { O200K_TOKEN_SPLIT_REGEX }] = await Promise.all([
    import('gpt-tokenizer/bpeRanks/o200k_base'),
    import('gpt-tokenizer/encodingParams/constants'),
  ]);
  const utf8 = new TextEncoder();
  const tokens = vocabulary.map((token) =>
    typeof token === 'string' ? utf8.encode(token) : Uint8Array.from(token),
  );
  // White space is Unicode's in tiktoken: without U+FEFF, with U+0085. JavaScript's \s has it the other way round.
  const words = O200K_TOKEN_SPLIT_REGEX.source
    .replaceAll('\\s', '\\p{White_Space}')
    .replaceAll('\\S', '\\P{White_Space}');
  return { ranks: packRanks(tokens), words };
}
