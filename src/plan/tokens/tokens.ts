import { createEncoder, type Token, utf8Length } from './byte-pairs.ts';
import { endsGrapheme } from './graphemes.ts';
import { loadO200k } from './o200k.ts';
import { openRanks } from './packed-ranks.ts';

export type { Token } from './byte-pairs.ts';

/** A run of tokens that can be shown on its own: it never ends inside a grapheme cluster. */
export interface Piece {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** How many tokens the piece stands for. */
  readonly count: number;
}

/** OpenAI's o200k tokens. Text that looks like a special token (`<|endoftext|>`) is ordinary text. */
export interface Tokenizer {
  count(text: string): number;
  /** The text, token by token. The pieces' texts joined are the text; their counts add up to `count(text)`. */
  split(text: string): Piece[];
}

let loading: Promise<Tokenizer> | undefined;

/**
 * Loads the tokenizer, once a process: a few ms the first time, 0.2 s when not built.
 *
 * @example
 * const tokenizer = await loadTokenizer();
 * tokenizer.split('Hello **world**').map((piece) => piece.text); // ['Hello', ' **', 'world', '**']
 */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= createTokenizer();
  return loading;
}

async function createTokenizer(): Promise<Tokenizer> {
  const { ranks, words } = await loadO200k();
  const encode = createEncoder(openRanks(ranks), new RegExp(words, 'gu'));

  return {
    count: (text) => encode(text).length,
    split: (text) => join(text, encode(text)),
  };
}

/** Joins tokens to pieces, each ending where a grapheme does. */
function join(text: string, tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let first = 0; // of the piece at hand, among the tokens
  let start = 0; // of the piece at hand, in the text
  let end = 0; // of the whole characters seen, in the text
  let owed = 0; // bytes seen of the character at `end`
  tokens.forEach((token, index) => {
    if (typeof token === 'string') {
      end += token.length;
    } else {
      owed += token.length;
      for (let size = utf8Length(text, end); size > 0 && owed >= size; size = utf8Length(text, end)) {
        owed -= size;
        end += size === 4 ? 2 : 1;
      }
    }
    if (owed > 0 || !endsGrapheme(text, start, end)) return;
    const members = tokens.slice(first, index + 1);
    pieces.push({ text: text.slice(start, end), tokens: members, count: members.length });
    first = index + 1;
    start = end;
  });
  return pieces;
}
