/** The code in documents for users: it is run, and its types are checked. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

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
