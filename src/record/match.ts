import { escapeRegex } from '../scenario/nearest.ts';
import { compilePattern } from '../scenario/pattern.ts';
import type { Match } from '../scenario/schema.ts';
import { HIDDEN } from '../session/redact.ts';
import { firstLine } from './name.ts';

/** How much of a message a match asks for, in characters; of several messages together. */
const [LONGEST, LONGEST_OF_ALL] = [60, 600];
/** A message that is no longer is matched as a whole, since many others may have it in them. */
const SHORT = 12;

/** What was asked, as far as a match says it. */
export interface Asked {
  readonly workspace: string;
  /** The last user message. */
  readonly message: string;
  /** Which user message of the conversation that is, from 1. */
  readonly turn: number;
}

/**
 * The match of a scenario that answers these questions, one after the other, and no others.
 *
 * @param asked the first, and those that follow it in its conversation
 */
export function matchFor(asked: readonly Asked[]): Match | undefined {
  const [first] = asked;
  if (first === undefined) return undefined;
  const message = messageFor(asked.map((one) => one.message));
  const match = {
    ...(first.workspace === '' ? {} : { workspace: literalPattern(first.workspace) }),
    ...(message === undefined ? {} : { message }),
    // A later question, `And that one?` say, means something in its conversation alone.
    ...(asked.length === 1 && first.turn > 1 ? { turn: first.turn } : {}),
  };
  return Object.keys(match).length === 0 ? undefined : match;
}

function messageFor(messages: readonly string[]): string | undefined {
  const longest = Math.min(LONGEST, Math.floor(LONGEST_OF_ALL / messages.length));
  const parts = [...new Set(messages.map((message) => beginning(shownIn(firstLine(message)), longest)))];
  if (parts.includes('')) return undefined;
  const [one] = parts;
  if (one === undefined || parts.length > 1) return `/${parts.map(escapeRegex).join('|')}/`;
  return one.length <= SHORT && one === messages[0]?.trim()
    ? `/^\\s*${escapeRegex(one)}\\s*$/`
    : literalPattern(one);
}

/** A text that is taken as it is: one between slashes would be a regular expression. */
export const literalPattern = (text: string) =>
  compilePatternSafely(text) === 'literal' ? text : `/^${escapeRegex(text)}$/`;

function compilePatternSafely(text: string) {
  try {
    return compilePattern(text).type;
  } catch {
    return 'regex';
  }
}

/** The longest part of a line in which nothing is redacted: what a match asks for must be in the message. */
const shownIn = (line: string) =>
  line
    .split(HIDDEN)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest));

/** The first words that fit, or characters, if the first word does not. */
function beginning(line: string, longest: number): string {
  const characters = Array.from(line);
  if (characters.length <= longest) return line;
  const cut = characters.slice(0, longest).join('');
  return characters[longest] === ' ' ? cut : cut.replace(/\s+\S*$/u, '');
}
