import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/vite.md'), 'utf8');

/** The files that the page says, by the comment in their first lines. */
const files = new Map(
  [...page.matchAll(/^```\w+\n(?:\/\/|#) (\S+)\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);

const CONFIG = {
  compilerOptions: {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
  },
};

let app: string;

/** Somebody's app, made as the page says, with the package as it is built. */
beforeAll(() => {
  app = mkdtempSync(join(realpathSync(tmpdir()), 'chat-mock-docs-'));
  const [, include = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const rest = {
    'package.json': '{"type":"module"}',
    'tsconfig.json': JSON.stringify({ ...CONFIG, ...JSON.parse(include) }),
    'src/main.ts': "import './mock';\n",
    'index.html': '<script type="module" src="/src/main.ts"></script>',
  };
  for (const [name, text] of [...files, ...Object.entries(rest)]) save(name, text);
  mkdirSync(join(app, 'node_modules'));
  symlinkSync(root, join(app, 'node_modules/meilisearch-chat-mock'));
  symlinkSync(join(root, 'node_modules/vite'), join(app, 'node_modules/vite'));
});

afterAll(() => rm(app, { recursive: true }));

function save(name: string, text: string): void {
  mkdirSync(dirname(join(app, name)), { recursive: true });
  writeFileSync(join(app, name), text);
}

/** Runs a program that is installed here; resolves with its exit code and all that it printed. */
async function run(command: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const file = join(root, 'node_modules/.bin', command);
  const {
    code = 0,
    stdout,
    stderr,
  } = await promisify(execFile)(file, args, { cwd: app }).then(
    (printed) => ({ code: 0, ...printed }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code, said: stdout + stderr };
}

test('an app that is made as the page says is built, declares the names, and compiles', async () => {
  expect([...files.keys()]).toEqual([
    ...['vite.config.ts', 'src/vite-env.d.ts', 'scenarios/hello.yaml', 'src/mock.ts', 'src/names.ts'],
  ]);
  const { code, said } = await run('vite', 'build', '--minify', 'false');
  expect([code, said]).toEqual([0, expect.stringContaining('built in')]);
  expect(existsSync(join(app, 'scenarios/scenarios.d.ts'))).toBe(true);
  expect(await run('tsc', '-p', '.')).toEqual({ code: 0, said: '' });
  save('src/mock.ts', (files.get('src/mock.ts') ?? '').replace("scenario: 'hello'", "scenario: 'helo'"));
  expect((await run('tsc', '-p', '.')).said).toMatch(
    /^src\/mock\.ts\(\d+,\d+\): error .*Did you mean '"hello"'\?$/m,
  );
}, 60_000);

test('a scenario that is wrong, or that Prism forbids, fails the build where it is', async () => {
  for (const [text, said] of [
    [
      'name: bad\nreply:\n  - txet: Hi\n',
      'scenarios/bad.yaml:3:5 reply[0].txet: unknown key "txet"; did you mean "text"?',
    ],
    [
      'name: bad\nusage: { prompt_tokens: 5000000000 }\nreply:\n  - text: Hi\n',
      'the answer breaks the OpenAPI document',
    ],
  ] as const) {
    save('scenarios/bad.yaml', text);
    expect(await run('vite', 'build')).toEqual({ code: 1, said: expect.stringContaining(said) });
    expect((await run('vite', 'build')).said).toMatch(/scenarios\/bad\.yaml:\d+:\d+/);
  }
}, 60_000);

test('the options are those of the plugin', () => {
  const source = readFileSync(join(root, 'src/hosts/vite/options.ts'), 'utf8');
  const known = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  const said = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(said).toEqual(known);
});
