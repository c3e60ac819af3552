/** The steps of a Dockerfile, done in plain folders: here is nothing that could build an image. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

interface Step {
  readonly instruction: string;
  readonly text: string;
}

/** What a stage has come to. */
export interface Stage {
  /** The folder that stands for `/`. */
  readonly root: string;
  /** Where it works: `/app`. */
  workdir: string;
  readonly env: Record<string, string>;
  user: string | undefined;
  entrypoint: readonly string[];
  /** The command that tells whether it is healthy. */
  healthcheck: readonly string[];
}

function stepsOf(text: string): Step[] {
  const lines = text.replace(/^#.*\n/gm, '').replaceAll('\\\n', ' ');
  return [...lines.matchAll(/^([A-Z]+) +(.+)$/gm)].map(([, instruction = '', rest = '']) => ({
    instruction,
    text: rest.trim(),
  }));
}

/** What of a folder is sent to the builder: the ignore file takes all away, and lists what is kept. */
function contextOf(ignoreFile: string): string[] {
  const [first, ...kept] = readFileSync(ignoreFile, 'utf8')
    .replace(/^#.*\n/gm, '')
    .trim()
    .split('\n');
  if (first !== '*' || kept.some((line) => !/^![\w.-]+$/.test(line))) {
    throw new Error(`${ignoreFile} is not a "*" and then a list of what is kept.`);
  }
  return kept.map((line) => line.slice(1));
}

/** Does all that a Dockerfile says, with the repository as its context. Resolves with its last stage. */
export async function buildStages(dockerfile: string, folder: string): Promise<Stage> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const { instruction, text } of stepsOf(readFileSync(dockerfile, 'utf8'))) {
    if (instruction === 'FROM') {
      const name = / AS (\w+)$/i.exec(text)?.[1] ?? 'last';
      stage = newStage(join(folder, name));
      stages.set(name, stage);
    } else if (stage === undefined) {
      throw new Error(`${instruction} comes before the first FROM.`);
    } else {
      await follow(instruction, text, stage, stages, contextOf(`${dockerfile}.dockerignore`));
    }
  }
  if (stage === undefined) throw new Error(`${dockerfile} has no stage.`);
  return stage;
}

function newStage(root: string): Stage {
  mkdirSync(root, { recursive: true });
  return { root, workdir: '/', env: {}, user: undefined, entrypoint: [], healthcheck: [] };
}

async function follow(
  instruction: string,
  text: string,
  stage: Stage,
  stages: ReadonlyMap<string, Stage>,
  context: readonly string[],
): Promise<void> {
  const cwd = join(stage.root, stage.workdir);
  switch (instruction) {
    case 'WORKDIR':
      stage.workdir = text;
      mkdirSync(join(stage.root, text), { recursive: true });
      return;
    case 'COPY': {
      const [, from, files = ''] = /^(?:--from=(\w+) )?(.*)$/.exec(text) ?? [];
      const paths = files.split(' ');
      const to = paths.pop() ?? '';
      const source = from === undefined ? undefined : stages.get(from);
      if (from !== undefined && source === undefined) throw new Error(`There is no stage ${from}.`);
      for (const path of paths.flatMap((one) => (one === '.' ? context : [one]))) {
        if (source === undefined && !context.includes(path))
          throw new Error(`${path} is not sent to the builder.`);
        copy(
          source === undefined ? path : join(source.root, path),
          join(to.startsWith('/') ? stage.root : cwd, to),
          to,
        );
      }
      return;
    }
    case 'RUN':
      await run(text, cwd, stage.env);
      return;
    case 'ENV': {
      const [name = '', value = ''] = text.split('=');
      stage.env[name] = value;
      return;
    }
    case 'USER':
      stage.user = text;
      return;
    case 'ENTRYPOINT':
      stage.entrypoint = JSON.parse(text);
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = JSON.parse(text.slice(text.indexOf('[')));
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`This does not know what ${instruction} does.`);
  }
}

/** Installing takes a minute, and `npm ci` has been done here from the same lock file: what came of it is linked. */
async function run(command: string, cwd: string, env: Stage['env']): Promise<void> {
  if (command.startsWith('npm ci ')) symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
  else await promisify(execFile)('sh', ['-c', command], { cwd, env: { ...process.env, ...env } });
}

/** As COPY: a file goes into a folder that is there or ends with a slash; of a folder, what is in it goes. */
function copy(from: string, to: string, named: string): void {
  const intoFolder = named.endsWith('/') || named === '.';
  const isFolder = statSync(from).isDirectory();
  // Of the context, `COPY . .` copies folders under their names.
  const target = intoFolder || (!isFolder && existsSync(to)) ? join(to, basename(from)) : to;
  cpSync(from, target, { recursive: true });
}
