import type { Style } from './io.ts';
import { type Command, OPTIONS, type OptionSpec } from './options.ts';

const USAGE: Readonly<Record<Command, { readonly usage: readonly string[]; readonly says: string }>> = {
  serve: {
    usage: ['meilisearch-chat-mock [dir] [options]', 'meilisearch-chat-mock check [dir] [--json]'],
    says: `Answers Meilisearch's chat API as the scenario files in a folder say. Without [dir] they are
those in ./scenarios or, if there is no such folder, those that come with the package.`,
  },
  check: {
    usage: ['meilisearch-chat-mock check [dir] [--json]'],
    says: `Plans every scenario of a folder or a file, streamed and not, and holds each answer against
Meilisearch's OpenAPI document. Exits with 1 if anything is wrong.`,
  },
};

const EXIT_CODES = 'Exit codes: 0 normal, 1 bad scenarios or failed start, 2 wrong usage.';

/** Where the column of explanations begins. */
const COLUMN = 28;
const WIDTH = 80;

/** The help of a command, 80 columns wide. */
export function helpText(command: Command, style: Style): string {
  const { usage, says } = USAGE[command];
  const options = OPTIONS.filter(({ commands }) => commands.includes(command));
  return [
    `${style('bold', 'Usage:')} ${usage.join('\n       ')}`,
    '',
    ...wrap(says.replace(/\n/g, ' '), WIDTH),
    '',
    style('bold', 'Options:'),
    ...options.flatMap((option) => describeOption(option, style)),
    '',
    EXIT_CODES,
    '',
  ].join('\n');
}

function describeOption(option: OptionSpec, style: Style): string[] {
  const { name, short, value, many, says } = option;
  const flag = `  ${short === undefined ? '    ' : `-${short}, `}--${name}`;
  const left = value === undefined ? flag : `${flag} ${value}${many === true ? ' …' : ''}`;
  const lines = wrap(says, WIDTH - COLUMN);
  const coloured = left.replace(flag, style('cyan', flag));
  const indent = ' '.repeat(COLUMN);
  if (left.length >= COLUMN - 1) return [coloured, ...lines.map((line) => indent + line)];
  const [first = '', ...rest] = lines;
  return [coloured + ' '.repeat(COLUMN - left.length) + first, ...rest.map((line) => indent + line)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
