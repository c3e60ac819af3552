import vocabulary from 'gpt-tokenizer/bpeRanks/o200k_base';
import type { Ranks } from './byte-pairs.ts';

/** The ranks of OpenAI's o200k encoding. The build replaces this module by `packedO200k()`. */
export function loadRanks(): Ranks {
  const { ofText, ofBytes } = rankMaps();
  return { ofText: (text) => ofText.get(text), ofBytes: (bytes) => ofBytes.get(bytes) };
}

/** The same, as what is packed. */
export function rankMaps(): { ofText: Map<string, number>; ofBytes: Map<string, number> } {
  const ofText = new Map<string, number>();
  const ofBytes = new Map<string, number>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let rank = 0; rank < vocabulary.length; rank++) {
    const token = vocabulary[rank];
    if (token === undefined) continue;
    if (typeof token === 'string') ofText.set(token, rank);
    // Texts that begin with a byte order mark are in the vocabulary as bytes.
    else if (startsWithMark(token)) ofText.set(decoder.decode(Uint8Array.from(token)), rank);
    else ofBytes.set(String.fromCharCode(...token), rank);
  }
  return { ofText, ofBytes };
}

function startsWithMark(bytes: readonly number[]): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
