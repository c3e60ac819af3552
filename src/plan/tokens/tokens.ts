import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { Turns } from '../turns.ts';
import { continues, createEncoder, type Token, utf16Length } from './byte-pairs.ts';
import { endsGrapheme } from './graphemes.ts';
import { loadRanks } from './o200k-ranks.ts';
import { openRanks } from './packed-ranks.ts';

export type { Token } from './byte-pairs.ts';

/** A run of tokens that can be shown on its own: it never ends inside a grapheme cluster. */
export interface Piece {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** How many tokens the piece stands for. */
  readonly count: number;
}

/**
 * OpenAI's o200k tokens. Text that looks like a special token (`<|endoftext|>`) is ordinary text.
 *
 * `turns` are those of the request that a text is part of.
 */
export interface Tokenizer {
  count(text: string, turns?: Turns): Promise<number>;
  /** The text, token by token. The pieces' texts joined are the text; their counts add up to `count(text)`. */
  split(text: string, turns?: Turns): Promise<Piece[]>;
}

let loading: Promise<Tokenizer> | undefined;

/**
 * Loads the tokenizer, once a process: a few ms the first time, 0.2 s when not built.
 *
 * @example
 * const tokenizer = await loadTokenizer();
 * const pieces = await tokenizer.split('Hello **world**'); // of 'Hello', ' **', 'world' and '**'
 */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= createTokenizer();
  return loading;
}

async function createTokenizer(): Promise<Tokenizer> {
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
