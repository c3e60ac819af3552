import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { fakeIo } from './fake-io.ts';
import { folderWith } from './scenario-folder.ts';

const HAR = readFileSync(new URL('../fixtures/chat.har', import.meta.url), 'utf8');

async function importing(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const cwd = folderWith(files);
  const io = fakeIo({ cwd });
  const code = await run(['import', ...argv], io);
  return { cwd, code, out: io.out(), err: io.err() };
}

test('a HAR file becomes files that pass the check, beside those that are there', async () => {
  const mine = 'name: too-much-at-once\nreply: [{ text: Mine }]\n';
  const { cwd, code, out } = await importing({ 'chat.har': HAR, 'scenarios/mine.yaml': mine }, 'chat.har');
  expect(code).toBe(0);
  expect(readdirSync(join(cwd, 'scenarios')).sort()).toEqual([
    'mine.yaml',
    'recommend-a-film-about-space.yaml',
    'too-much-at-once-2.yaml',
  ]);
  expect(out).toContain('✓ How long is it? · text · ');
  expect(out).toContain('✓ Too much at once · HTTP 429 · ');
  expect(out).toContain('! log.entries[4].response.content is left out: it has no text');
  expect(out).toContain('2 scenarios from chat.har');
  const io = fakeIo({ cwd });
  expect(await run(['check'], io)).toBe(0);
});

test('the folder, the workspace and what is hidden can be said', async () => {
  const { cwd, code } = await importing(
    { 'chat.har': HAR },
    'chat.har',
    '-o',
    'mine',
    '--workspace',
    'shop',
    '--redact',
    'Rate limit',
  );
  expect(code).toBe(0);
  const text = readFileSync(join(cwd, 'mine/too-much-at-once.yaml'), 'utf8');
  expect(parseScenarios(text).scenarios[0]?.input.match).toMatchObject({ workspace: 'shop' });
  expect(text).toContain('[redacted] reached for gpt-4o.');
});

test('what cannot be imported is said in one line', async () => {
  expect(await importing({}, 'none.har')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^✗ none\.har cannot be read: ENOENT/),
  });
  expect(await importing({ 'a/b': '' }, 'a')).toMatchObject({ code: 1, err: '✗ a is no file.\n' });
  expect(await importing({ 'a.har': '{' }, 'a.har')).toMatchObject({
    code: 1,
    err: '✗ a.har:1:1: this is no JSON: EOF while parsing an object. Save it again: it may have been cut off.\n',
  });
  expect(await importing({})).toMatchObject({
    code: 2,
    err: expect.stringContaining('What is to be imported? import FILE.'),
  });
  expect((await importing({}, 'a', '--upstream', 'x')).err).toContain(
    '--upstream is not an option of `import`.',
  );
});
