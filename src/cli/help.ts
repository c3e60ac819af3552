import { wrapAnsi } from 'fast-wrap-ansi';
import type { Style } from './io.ts';
import { type Command, type OptionSpec, optionsOf } from './options.ts';

const INIT_USAGE = 'meilisearch-chat-mock init [dir] [--vscode]';
const CHECK_USAGE = 'meilisearch-chat-mock check [dir] [--json] [--types[=FILE]]';
const RECORD_USAGE = 'meilisearch-chat-mock record --upstream URL [options]';
const IMPORT_USAGE = 'meilisearch-chat-mock import FILE [options]';

const TEXTS: Readonly<Record<Command, { readonly usage: string; readonly help: string }>> = {
  serve: {
    usage: [
      'meilisearch-chat-mock [dir] [options]',
      INIT_USAGE,
      CHECK_USAGE,
      RECORD_USAGE,
      IMPORT_USAGE,
    ].join('\n       '),
    help: "Answers Meilisearch's chat API as the scenario files in a folder say. Without [dir] they are those in ./scenarios or, if there is no such folder, those that come with the package.",
  },
  init: {
    usage: INIT_USAGE,
    help: 'Makes a folder of scenarios, ./scenarios unless [dir] says otherwise, with one to start from, and tells your editor of their schema. Overwrites nothing.',
  },
  record: {
    usage: RECORD_USAGE,
    help: 'Passes chats on to a real server and writes each as a scenario: what was searched and found, what was said and how fast, how it ended. A further turn of a conversation goes into its file. A URL that ends with /v1, or --workspace, means a server of OpenAI’s kind. Keys and tokens are not written; no file is overwritten.',
  },
  import: {
    usage: IMPORT_USAGE,
    help: 'Writes scenarios of the chats in a file: an HTTP archive (HAR) that a browser saved, the text of a stream (.sse) as the report of a failed Playwright test has it, or fixtures of aimock.',
  },
  check: {
    usage: CHECK_USAGE,
    help: "Plans every scenario of a folder or a file, streamed and not, and holds each answer against Meilisearch's OpenAPI document. Exits with 1 if anything is wrong.",
  },
};

/** Where the column of explanations begins. */
const COLUMN = 28;
const WIDTH = 80;

/** The help of a command, 80 columns wide. */
export function helpText(command: Command, style: Style): string {
  const { usage, help } = TEXTS[command];
  return [
    `${style('bold', 'Usage:')} ${usage}`,
    '',
    wrapAnsi(help, WIDTH),
    '',
    style('bold', 'Options:'),
    ...optionsOf(command).map((option) => optionHelp(option, style)),
    '',
    'Exit codes: 0 normal, 1 bad scenarios or failed start, 2 wrong usage.',
    '',
  ].join('\n');
}

function optionHelp({ name, short, value, optional, many, help }: OptionSpec, style: Style): string {
  const flag = `${short === undefined ? '    ' : `-${short}, `}--${name}`;
  const left = `  ${flag}${value === undefined ? '' : optional ? `[=${value}]` : ` ${value}`}${many ? ' …' : ''}`;
  const indent = `\n${' '.repeat(COLUMN)}`;
  const right = wrapAnsi(help, WIDTH - COLUMN).replaceAll('\n', indent);
  const gap = left.length < COLUMN - 1 ? ' '.repeat(COLUMN - left.length) : indent;
  return left.replace(flag, style('cyan', flag)) + gap + right;
}
