import { ChatMockError } from '../error.ts';

/** @throws ChatMockError `invalid-option` when an option is no whole number, or too small. */
export function mustCount(verb: string, option: string, value: number, least: number): void {
  if (value >= least && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) return;
  throw new ChatMockError(
    'invalid-option',
    `${verb} takes \`${option}\` as a whole number of ${least} or more, and got ${value}.`,
  );
}
