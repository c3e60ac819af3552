import { packRanks } from './packed-ranks.ts';

/**
 * The ranks of o200k's tokens, as `packRanks` packs them. Packing takes a quarter of a second, so the build replaces this
 * module by one that has the result.
 */
export async function loadRanks(): Promise<Uint8Array<ArrayBuffer>> {
  const { default: vocabulary } = await import('gpt-tokenizer/bpeRanks/o200k_base');
  const utf8 = new TextEncoder();
  return packRanks(
    vocabulary.map((token) => (typeof token === 'string' ? utf8.encode(token) : Uint8Array.from(token))),
  );
}
