import { ChatMockError } from '../error.ts';
import { type CommandLine, parseCommandLine } from './arguments.ts';
import { type Io, styleFor } from './io.ts';

/** Runs the program. The exit code is 0 normally, 1 for bad scenarios or a failed start, 2 for wrong usage. */
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

/** Imports only the part of the program that the command needs. */
async function carryOut(line: CommandLine, io: Io): Promise<number> {
  switch (line.command) {
    case 'serve':
      return (await import('./serve.ts')).serve(line, io);
    case 'check':
      return (await import('./check.ts')).checkScenarios(line, io);
    case 'record':
      return (await import('./record.ts')).record(line, io);
    case 'import':
      return (await import('./import.ts')).importFile(line, io);
    case 'init':
      return (await import('./init/init.ts')).init(line, io);
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
