import type { Tokenizer } from './tokenizer.ts';

export type { Token } from './byte-pairs.ts';
export type { Piece, Tokenizer } from './tokenizer.ts';

let loading: Promise<Tokenizer> | undefined;

/**
 * Loads the tokenizer, once a process: a few ms the first time, 0.2 s when not built.
 *
 * @example
 * const tokenizer = await loadTokenizer();
 * const pieces = await tokenizer.split('Hello **world**'); // of 'Hello', ' **', 'world' and '**'
 */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import('./o200k.ts').then(({ createTokenizer }) => createTokenizer());
  return loading;
}
