/** The code in documents for users: it is run, and its types are checked. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The text of what users read, by its path from the root: the README, and the pages of `docs`. */
export const pages: ReadonlyMap<string, string> = new Map(
  ['README.md', ...readdirSync(`${root}docs`).map((file) => `docs/${file}`)]
    .filter((path) => path.endsWith('.md'))
    .map((path) => [path, readFileSync(root + path, 'utf8')]),
);

export function pageOf(path: string): string {
  const text = pages.get(path);
  if (text === undefined)
    throw new Error(`There is no page ${path}; there are ${[...pages.keys()].join(', ')}.`);
  return text;
}

/** Their pages whose code is followed in an app of its own: by test/package/vite.test.ts, and by `npm run test:fresh`. */
const FOLLOWED = ['docs/vite.md', 'docs/storybook.md'];

/** All code that is run or compiled here. */
export const pageBlocks = (): Block[] =>
  [...pages].flatMap(([path, text]) => (FOLLOWED.includes(path) ? [] : blocksOf(text)));

export interface Block {
  readonly language: string;
  readonly code: string;
}

export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));

/** The blocks that say what they are for, by name: `// run: NAME`, or `// types: NAME` for one that a test cannot run. */
export function namedBlocks(blocks: readonly Block[], purpose: 'run' | 'types'): Map<string, string> {
  const pattern = new RegExp(`^// ${purpose}: (\\S+)$`, 'm');
  return new Map(
    blocks.flatMap(({ code }) => {
      const name = pattern.exec(code)?.[1];
      return name === undefined ? [] : [[name, code] as const];
    }),
  );
}

/** Whether a block has tests of its own. The others are programs. */
export const isTestFile = (code: string) => code.includes("from 'vitest'");

/** A folder within the repository, so that imports resolve; the other tools pass over it. */
export async function docFolder(): Promise<string> {
  await mkdir(`${root}test/readme`, { recursive: true });
  return mkdtemp(`${root}test/readme/.run-`);
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true });

/** Runs a block as a module, with our source for the package. Resolves with what its variables are at its end. */
export async function runBlock(
  folder: string,
  name: string,
  code: string,
  ...results: string[]
): Promise<Record<string, unknown>> {
  const ours = code.replaceAll(
    /'meilisearch-chat-mock(\/\w+)?'/g,
    (_, entry = '/index') => `'${root}src${entry}.ts'`,
  );
  const file = `${folder}/${name}.ts`;
  await writeFile(file, `${ours}\nexport const results = { ${results.join(', ')} };\n`);
  const { results: values } = (await import(file)) as { results: Record<string, unknown> };
  return values;
}

/** What TypeScript says of the blocks, by name; nothing when they are right. */
export async function typeErrors(folder: string, blocks: Iterable<[string, string]>): Promise<string> {
  for (const [name, code] of blocks) await writeFile(`${folder}/types-${name}.ts`, code);
  const paths = {
    'meilisearch-chat-mock': [`${root}src/index.ts`],
    'meilisearch-chat-mock/*': [`${root}src/*.ts`],
  };
  // What a block computes is for the reader.
  const compilerOptions = { noEmit: true, noUnusedLocals: false, paths };
  const config = { extends: `${root}tsconfig.json`, compilerOptions, include: ['types-*.ts'] };
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
  const { stdout } = await promisify(execFile)(`${root}node_modules/.bin/tsc`, ['-p', folder]).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}
