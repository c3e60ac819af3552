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
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/y;

/**
 * The first state of a regular expression that JavaScript's engine found valid.
 *
 * @param refuse called for each token; it throws for one that is not supported
 * @param names gets the name of each group that catches something, in order: '' when it has none
 */
export function parse(
  { source, unicode, multiline }: RegExp,
  parts: StateParts,
  fitting: Fitting,
  refuse: (token: string) => void,
  names: string[],
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
        const first = names.length + 1;
        option.push(quantified(single(token), first));
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
    if (token === '(' || /^\(\?<[^=!]/.test(token)) {
      const number = names.push(token.slice(3, -1));
      return parts.group(group(), number);
    }
    if (token.startsWith('(')) return group();
    const assertion = assertions[token];
    return assertion === undefined ? parts.character(fitting(token)) : parts.assertion(assertion);
  };
  /** @param first the number that the first group inside of the part has, or would have */
  const quantified = (part: StatePart, first: number): StatePart => {
    const [all, sign, count = '', comma, limit, lazy] = take(QUANTIFIER);
    if (all === undefined) return part;
    const least = sign === undefined ? Number(count) : sign === '+' ? 1 : 0;
    const most = sign === '?' ? 1 : comma === '' ? least : limit ? Number(limit) : Number.POSITIVE_INFINITY;
    return parts.repeat(part, least, most, { lazy: lazy === '?', groups: [first, names.length] });
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
