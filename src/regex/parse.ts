import { type Assertion, END, type State, type StatePart, type StateParts } from './states.ts';

/** What one character of an expression fits: `a`, `.`, `\w`, `[^a-z]`. */
export type Fitting = (token: string) => NonNullable<State['fits']>;

const HEX = '[\\dA-Fa-f]';
const GROUP = '\\((?:\\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?';
const CLASS = '\\[(?:\\\\.|[^\\]\\\\])*\\]';
const ESCAPE = `\\\\(?:x${HEX}{2}|u${HEX}{4}|c[A-Za-z]|0[0-7]{0,2}|.)`;
const UNICODE_ESCAPE = `\\\\(?:[pP]\\{[^}]*\\}|u\\{[^}]*\\}|u[dD][89abAB]${HEX}{2}\\\\u[dD][c-fC-F]${HEX}{2})`;
const TOKEN = new RegExp(`${GROUP}|${CLASS}|${ESCAPE}|.`, 'sy');
const UNICODE_TOKEN = new RegExp(`${GROUP}|${CLASS}|${UNICODE_ESCAPE}|${ESCAPE}|.`, 'suy');
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;

/**
 * The first state of a regular expression that JavaScript's engine found valid.
 *
 * @param refuse called for each token; it throws for one that is not supported
 */
export function parse(
  { source, unicode, multiline }: RegExp,
  parts: StateParts,
  fitting: Fitting,
  refuse: (token: string) => void,
): State {
  const assertions = assertionsOf(fitting, multiline);
  let at = 0;
  const take = (pattern: RegExp): readonly (string | undefined)[] => {
    pattern.lastIndex = at;
    const taken = pattern.exec(source) ?? [];
    if (taken[0] !== undefined) at = pattern.lastIndex;
    return taken;
  };
  const group = (): StatePart => {
    const options: StatePart[] = [];
    let option: StatePart[] = [];
    for (;;) {
      const [token] = take(unicode ? UNICODE_TOKEN : TOKEN);
      if (token !== undefined && token !== '|' && token !== ')') {
        option.push(quantified(single(token)));
        continue;
      }
      options.push(parts.sequence(option));
      option = [];
      if (token !== '|') return parts.either(options);
    }
  };
  const single = (token: string): StatePart => {
    refuse(token);
    if (/^\(\?<?[=!]$/.test(token)) return parts.look(group(), !token.includes('<'), token.endsWith('='));
    if (token.startsWith('(')) return group();
    const assertion = assertions[token];
    return assertion === undefined ? parts.character(fitting(token)) : parts.assertion(assertion);
  };
  const quantified = (part: StatePart): StatePart => {
    const [all, sign, count = '', comma, limit] = take(QUANTIFIER);
    if (all === undefined) return part;
    const least = sign === undefined ? Number(count) : sign === '+' ? 1 : 0;
    if (sign === '?') return parts.repeat(part, 0, 1);
    if (comma === '') return parts.repeat(part, least, least);
    return parts.repeat(part, least, limit ? Number(limit) : Number.POSITIVE_INFINITY);
  };
  return group()(END, false);
}

function assertionsOf(fitting: Fitting, multiline: boolean): Readonly<Record<string, Assertion>> {
  const characterIn = (token: string): Assertion => {
    const fits = fitting(token);
    return (text, index) => index >= 0 && index < text.length && fits(text[index] ?? '');
  };
  const isWord = characterIn('\\w');
  const isBreak = characterIn('[\\n\\r\\u2028\\u2029]');
  const isBoundary: Assertion = (text, index) => isWord(text, index - 1) !== isWord(text, index);
  return {
    '^': (text, index) => index === 0 || (multiline && isBreak(text, index - 1)),
    $: (text, index) => index === text.length || (multiline && isBreak(text, index)),
    '\\b': isBoundary,
    '\\B': (text, index) => !isBoundary(text, index),
  };
}
