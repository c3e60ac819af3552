import { mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { ChatMockError } from '../../error.ts';
import { findFiles } from '../../hosts/server/find-files.ts';
import {
  INSTALLED_SCHEMA,
  installedAbove,
  schemaReference,
  schemaUrl,
} from '../../hosts/server/schema-reference.ts';
import type { InitArguments } from '../arguments.ts';
import { type Io, isInteractive, type Style, styleFor } from '../io.ts';
import { FIRST_NAME, firstScenario } from './first-scenario.ts';
import { addSchema, type SchemaSetting, SETTINGS, settingText } from './vscode-settings.ts';

const DEFAULT_FOLDER = 'scenarios';

/** Begins a folder of scenarios in a project; resolves to the exit code. Nothing that is there is overwritten. */
export async function init({ path = DEFAULT_FOLDER, vscode }: InitArguments, io: Io): Promise<number> {
  const style = styleFor(io.stdout, io.env);
  const say = (...lines: readonly string[]) => void io.stdout.write(`${lines.join('\n')}\n`);
  const folder = resolve(io.cwd, path);
  const shown = relative(io.cwd, folder).replaceAll('\\', '/') || '.';
  if (shown.startsWith('..') || isAbsolute(shown))
    throw new ChatMockError('invalid-option', 'The folder of scenarios is outside of this one.', {
      hint: 'Start `init` in the folder of the project.',
    });
  say(await writeFirst(folder, shown, style));

  const setting = settingFor(io.cwd, shown);
  if (vscode || (isInteractive(io) && (await wantsSettings(io)))) say(...settled(io.cwd, setting, style));
  else
    say(
      `${style('dim', '·')} For VS Code (with its extension "YAML"): \`init --vscode\`, or in ${SETTINGS} ${settingText(setting)}`,
    );

  const dir = shown === DEFAULT_FOLDER ? '' : ` ${shown}`;
  say(
    '',
    'Next:',
    `  npx meilisearch-chat-mock${dir}         starts the mock; in another terminal, ask it:`,
    `  ${style('dim', curl())}`,
    `  npx meilisearch-chat-mock check${dir}   proves every scenario`,
  );
  return 0;
}

async function writeFirst(folder: string, shown: string, style: Style): Promise<string> {
  const { files, missing } = await findFiles([folder]);
  if (missing.length === 0 && files.length > 0)
    return `${style('dim', '·')} ${shown}/ has scenarios already, and stays as it is`;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${FIRST_NAME}.yaml`);
  writeFileSync(file, firstScenario(schemaReference(folder)), { flag: 'wx' });
  return `${style('green', '✓')} ${shown}/${FIRST_NAME}.yaml: a scenario to start from`;
}

/** VS Code sees a schema from the folder that is opened, and takes an absolute path for one, too. */
function settingFor(project: string, shown: string): SchemaSetting {
  const installed = installedAbove(project) === project;
  const schema = installed ? `./${INSTALLED_SCHEMA}` : schemaUrl();
  return { schema, files: `${shown === '.' ? '' : `${shown}/`}**/*.{yaml,yml}` };
}

async function wantsSettings({ stdin, stdout }: Io): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  const message = `Write ${SETTINGS}, so that VS Code checks these files (with its extension "YAML")?`;
  // A cancelled prompt is no.
  return (await confirm({ message, input: stdin, output: stdout })) === true;
}

function settled(project: string, setting: SchemaSetting, style: Style): string[] {
  switch (addSchema(project, setting)) {
    case 'written':
      return [
        `${style('green', '✓')} ${SETTINGS}: VS Code checks and completes them, with its extension "YAML"`,
      ];
    case 'there':
      return [`${style('dim', '·')} ${SETTINGS} has the schema already`];
    case 'left':
      return [
        `${style('yellow', '!')} ${SETTINGS} has comments, or is no JSON, and stays as it is. Add this to it:`,
        `    ${settingText(setting)}`,
      ];
  }
}

const curl = () =>
  `curl -N http://localhost:7700/chats/movies/chat/completions -H 'Authorization: Bearer any' -H 'Content-Type: application/json' -d '{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"A film, please"}]}'`;
