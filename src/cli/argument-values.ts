import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { DEFAULT_PORT } from './options.ts';

export function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw wrong(`--port is a whole number from 0 to 65535, and got "${text}".`);
  return port;
}

export function speedOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const speed = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(speed)) throw wrong(`--speed is a number of 0 or more, and got "${text}".`);
  return speed;
}

export function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(seed)) throw wrong(`--seed is a whole number, and got "${text}".`);
  return seed;
}

export function oneOf<T extends string>(
  name: string,
  choices: readonly T[],
  text: string | undefined,
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw wrong(`--${name} is one of ${choices.join(', ')}, and got "${text}".`, didYouMean(text, choices));
}

/** What is wrong with a command line. */
export function wrong(message: string, hint = ''): ChatMockError {
  return new ChatMockError('invalid-option', message, hint === '' ? {} : { hint });
}
