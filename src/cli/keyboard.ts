import { emitKeypressEvents, type Interface } from 'node:readline';
import type { Input } from './io.ts';
import type { Key } from './picker.ts';

/** How long an Esc may still turn out to be the beginning of an arrow key, in ms. Node's default is 500. */
const escapeCodeTimeout = 50;

/** Takes every key from a terminal, until the returned function gives it back. */
export function listenToKeys(stdin: Input, press: (key: Key) => void): () => void {
  // Of the interface that it asks for, Node reads this one field.
  emitKeypressEvents(stdin, { escapeCodeTimeout } as unknown as Interface);
  const onKey = (text: string | undefined, key: Key) =>
    press(key.name === undefined ? { ...key, sequence: text } : key);
  stdin.on('keypress', onKey);
  stdin.setRawMode?.(true);
  stdin.resume();
  return () => {
    stdin.off('keypress', onKey);
    stdin.setRawMode?.(false);
    stdin.pause();
  };
}
