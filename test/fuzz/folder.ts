import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Scenarios that are chosen by a request's text: it is tried on many expressions. */
const MATCHING = Array.from({ length: 20 }, (_, index) => ({
  name: `matching-${index}`,
  match: { message: `/nowhere${index}( \\w+)?$/i` },
  reply: [{ text: `Matched ${index}.` }],
}));

/** A folder with the gallery and some scenarios more. It is removed when this process ends. */
export function scenarioFolder(more: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat-mock-fuzz-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync('scenarios', folder, { recursive: true });
  for (const scenario of MATCHING) {
    writeFileSync(join(folder, `${scenario.name}.json`), JSON.stringify(scenario));
  }
  for (const [name, scenario] of Object.entries(more)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(scenario));
  }
  return folder;
}
