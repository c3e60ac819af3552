import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { eventually } from '../control/kit.ts';

/** A folder as Kubernetes mounts a ConfigMap: its files are links through `..data`, which leads to the version in force. */
function configMap() {
  const folder = mkdtempSync(join(tmpdir(), 'chat-mock-volume-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let version = 0;
  const update = (text: string) => {
    const [before, now] = [join(folder, `..2026_${version}`), join(folder, `..2026_${++version}`)];
    mkdirSync(now);
    writeFileSync(join(now, 'hello.yaml'), text);
    symlinkSync(`..2026_${version}`, join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    if (version === 1) symlinkSync('..data/hello.yaml', join(folder, 'hello.yaml'));
    rmSync(before, { recursive: true, force: true });
  };
  return { folder, update };
}

const saying = (text: string) => `name: hello\nreply:\n  - text: ${text}\n`;

test('the files of a ConfigMap have the names that it gives them, and are read again when it changes', async () => {
  const { folder, update } = configMap();
  update(saying('one'));
  const server = createServer({ scenarios: folder, watch: true });
  onTestFinished(() => server.close());
  await server.listen();
  const files = () => server.report.scenarios.map(({ file = '' }) => file.slice(folder.length));
  expect(files()).toEqual(['/hello.yaml']);
  const text = () => JSON.stringify(server.report.scenarios.map(({ input }) => input));
  // The first of them may be seen by the look with which watching begins.
  for (const next of ['two', 'three', 'four', 'five']) {
    update(saying(next));
    await eventually(text).toContain(next);
  }
  expect([files(), server.report.problems]).toEqual([['/hello.yaml'], []]);
});
