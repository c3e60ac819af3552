import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../../scenario/problems/wording.ts';

/** Where VS Code has the settings of a folder. */
export const SETTINGS = '.vscode/settings.json';

const KEY = 'yaml.schemas';

/** Which files have which schema, for VS Code's extension "YAML": seen from the folder that is opened. */
export interface SchemaSetting {
  readonly schema: string;
  readonly files: string;
}

/**
 * Adds the schema to the settings of a project. What is there stays.
 *
 * @returns whether it was `written`, was `there` already, or is `left`: a file with comments, or what is no JSON, is for people
 */
export function addSchema(project: string, { schema, files }: SchemaSetting): 'written' | 'there' | 'left' {
  const file = join(project, SETTINGS);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ [KEY]: { [schema]: files } }, null, 2)}\n`, { flag: 'wx' });
    return 'written';
  }
  const text = readFileSync(file, 'utf8');
  const settings = parsed(text);
  if (settings === undefined) return 'left';
  const schemas = settings[KEY] ?? {};
  if (!isRecord(schemas)) return 'left';
  if (Object.hasOwn(schemas, schema)) return 'there';
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? 2;
  const more = { ...settings, [KEY]: { ...schemas, [schema]: files } };
  writeFileSync(file, `${JSON.stringify(more, null, indent)}\n`);
  return 'written';
}

/** What to add by hand. */
export const settingText = ({ schema, files }: SchemaSetting): string =>
  `"${KEY}": { ${JSON.stringify(schema)}: ${JSON.stringify(files)} }`;

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
