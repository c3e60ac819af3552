import type { Turns } from '../../turns.ts';
import type { Token } from './byte-pairs.ts';

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
