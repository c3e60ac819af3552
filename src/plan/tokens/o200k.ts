import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { Turns } from '../../turns.ts';
import { continues, createEncoder, type Token, utf16Length } from './byte-pairs.ts';
import { endsGrapheme } from './graphemes.ts';
import { loadRanks } from './o200k-ranks.ts';
import { openRanks } from './packed-ranks.ts';
import type { Piece, Tokenizer } from './tokenizer.ts';

/** The tokenizer, with its ranks. */
export async function createTokenizer(): Promise<Tokenizer> {
  // White space is Unicode's in tiktoken: without U+FEFF, with U+0085. JavaScript's \s has it the other way round.
  const words = O200K_TOKEN_SPLIT_REGEX.source
    .replaceAll('\\s', '\\p{White_Space}')
    .replaceAll('\\S', '\\P{White_Space}');
  const encode = createEncoder(openRanks(await loadRanks()), new RegExp(words, 'gu'));
  return {
    async count(text, turns = new Turns()) {
      let count = 0;
      for (const tokens of encode(text)) {
        count += tokens.length;
        if (turns.due) await turns.next();
      }
      return count;
    },
    async split(text, turns = new Turns()) {
      const parts: Token[][] = [];
      for (const tokens of encode(text)) {
        parts.push(tokens);
        if (turns.due) await turns.next();
      }
      return join(text, parts.flat(), turns);
    },
  };
}

/** Joins tokens to pieces, each ending where a grapheme does. */
async function join(text: string, tokens: readonly Token[], turns: Turns): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let first = 0; // of the piece at hand, among the tokens
  let start = 0; // of the piece at hand, in the text
  let end = 0; // of the characters seen, in the text
  for (const [index, token] of tokens.entries()) {
    if (turns.due) await turns.next();
    end += typeof token === 'string' ? token.length : utf16Length(token);
    const following = tokens[index + 1];
    const insideCharacter = following instanceof Uint8Array && continues(following);
    if (insideCharacter || !endsGrapheme(text, start, end)) continue;
    const members = tokens.slice(first, index + 1);
    pieces.push({ text: text.slice(start, end), tokens: members, count: members.length });
    first = index + 1;
    start = end;
  }
  return pieces;
}
