import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ChatMockError } from '../error.ts';
import { shown } from '../hosts/server/find-files.ts';
import { RecordedFiles } from '../hosts/server/recorded-files.ts';
import { loadProver } from '../proof/prism-prover.ts';
import { importScenarios, LONGEST_IMPORT } from '../record/import/import.ts';
import { createRedaction } from '../record/redact.ts';
import { Simulator } from '../simulator/simulator.ts';
import type { ImportArguments } from './arguments.ts';
import { type Io, styleFor } from './io.ts';
import { problemLines } from './problems.ts';
import { recordedLine } from './recorded-lines.ts';
import { counted, escapeControls } from './text.ts';
import { writtenProblems } from './written-problems.ts';

/** Writes scenarios of the chats in a file. The exit code is 1 if one of them is not right. */
export async function importFile(args: ImportArguments, io: Io): Promise<number> {
  const style = styleFor(io.stdout, io.env);
  const files = new RecordedFiles(resolve(io.cwd, args.out));
  const { scenarios, skipped } = await importScenarios(read(resolve(io.cwd, args.path), args.path), {
    file: args.path,
    workspace: args.workspace,
    redaction: createRedaction(args.redact),
    taken: await files.names(),
  });
  const simulator = new Simulator({}, loadProver);
  let wrong = 0;
  const lines: string[] = [];
  for (const made of scenarios) {
    const file = files.write(made);
    const problems = await writtenProblems(made.yaml, file, simulator);
    if (problems.length > 0) wrong++;
    lines.push(`  ${recordedLine(made, shown(file), style)}`, ...problemLines(problems, style));
  }
  for (const { path, why } of skipped)
    lines.push(`  ${style('yellow', '!')} ${escapeControls(`${path} is left out: ${why}`)}`);
  const summary = `${counted(scenarios.length, 'scenario')} from ${escapeControls(args.path)}`;
  io.stdout.write(`\n${lines.join('\n')}\n\n  ${summary}\n\n`);
  return wrong === 0 && scenarios.length > 0 ? 0 : 1;
}

/** A character takes up to three bytes. */
const MOST_BYTES = 3 * LONGEST_IMPORT;

function read(path: string, given: string): string {
  try {
    const stats = statSync(path);
    const hint = 'Save an archive with the chats alone.';
    if (stats.size > MOST_BYTES)
      throw new ChatMockError(
        'invalid-import',
        `${given} has ${stats.size} bytes, and ${MOST_BYTES} at most are read.`,
        { hint },
      );
    if (!stats.isFile()) throw new ChatMockError('invalid-import', `${given} is no file.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ChatMockError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ChatMockError('invalid-import', `${given} cannot be read: ${why}.`);
  }
}
