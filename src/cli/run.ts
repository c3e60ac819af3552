import { ChatMockError } from '../error.ts';
import { type CommandLine, parseCommandLine } from './arguments.ts';
import { type Io, styleFor } from './io.ts';

/**
 * Runs the program.
 *
 * @param argv the arguments, without the program's name
 * @returns the exit code: 0 normal, 1 bad scenarios or failed start, 2 wrong usage
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let line: CommandLine;
  try {
    line = parseCommandLine(argv);
  } catch (error) {
    if (!(error instanceof ChatMockError)) throw error;
    io.stderr.write(`${error.message} See \`meilisearch-chat-mock --help\`.\n`);
    return 2;
  }
  try {
    return await carryOut(line, io);
  } catch (error) {
    if (!(error instanceof ChatMockError)) throw error;
    io.stderr.write(`${styleFor(io.stderr, io.env)('red', '✗')} ${error.message}\n`);
    return 1;
  }
}

/** Loads of the program only what the command needs. */
async function carryOut(line: CommandLine, io: Io): Promise<number> {
  switch (line.command) {
    case 'serve':
      return (await import('./serve.ts')).serve(line, io);
    case 'check':
      return (await import('./check.ts')).checkScenarios(line, io);
    case 'help': {
      const { helpText } = await import('./help.ts');
      io.stdout.write(helpText(line.of, styleFor(io.stdout, io.env)));
      return 0;
    }
    case 'version': {
      const { packageVersion } = await import('../hosts/server/package.ts');
      io.stdout.write(`${packageVersion()}\n`);
      return 0;
    }
    default:
      return line satisfies never;
  }
}
