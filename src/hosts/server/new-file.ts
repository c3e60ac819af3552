import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ChatMockError } from '../../error.ts';

/** How many names are tried. */
const MOST_NAMES = 1000;

/**
 * Writes `NAME.yaml`, or `NAME-2.yaml` when that is taken, and so on. A file that is there is never touched, and one that
 * is written is complete from its first moment.
 *
 * @returns its path
 */
export function writeNew(folder: string, name: string, text: string): string {
  const draft = writeDraft(folder, text);
  try {
    for (let number = 1; number <= MOST_NAMES; number++) {
      const file = join(folder, `${name}${number === 1 ? '' : `-${number}`}.yaml`);
      if (putNew(draft, file, text)) return file;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new ChatMockError('invalid-option', `There are ${MOST_NAMES} files called ${name} already.`);
}

/**
 * Writes another text into a file that was written, at once, if nobody has changed it since.
 *
 * @returns whether it was
 */
export function rewrite(file: string, before: string, text: string): boolean {
  try {
    if (readFileSync(file, 'utf8') !== before) return false;
  } catch {
    // It has been deleted or moved away: what its user does with it is done.
    return false;
  }
  renameSync(writeDraft(dirname(file), text), file);
  return true;
}

function writeDraft(folder: string, text: string): string {
  const draft = join(folder, `.${randomUUID()}.tmp`);
  writeFileSync(draft, text, { flag: 'wx' });
  return draft;
}

/** Whether there was no file of this name. */
function putNew(draft: string, file: string, text: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    // Not every file system has links.
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
