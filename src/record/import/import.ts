import { readNode } from '../../meilisearch/body/parse.ts';
import { parseScenarios } from '../../scenario/parse.ts';
import { errorsOf, formatProblem } from '../../scenario/problems/problem.ts';
import { isRecord } from '../../scenario/problems/wording.ts';
import { isTooDeep, type JsonObject } from '../json.ts';
import { type RecordedScenario, Recorder } from '../recorder.ts';
import { createRedaction, type Redaction } from '../redact.ts';
import { importAimock } from './aimock.ts';
import { importHar } from './har.ts';
import { cannotImport, type ImportContext, type Imported } from './source.ts';
import { importSse } from './sse.ts';

/** The longest file that is imported, in characters. */
export const LONGEST_IMPORT = 50_000_000;

export interface ImportOptions {
  /** How messages name the file; what is in it may be named after it. */
  readonly file: string;
  /** The workspace of requests that name none. Default: scenarios match in any. */
  readonly workspace?: string | undefined;
  readonly redaction?: Redaction;
  /** The names that other scenarios have. */
  readonly taken?: readonly string[];
}

const FORMATS = 'A HAR file, the text of a stream (.sse) and the fixtures of aimock can be imported.';

/**
 * Makes scenarios of a file: an HTTP archive (HAR), the text of a stream (SSE), or fixtures of aimock.
 *
 * @throws ChatMockError `invalid-import`: what is wrong with the file, where, and how to mend it
 * @example
 * const { scenarios } = await importScenarios(await readFile('chat.har', 'utf8'), { file: 'chat.har' });
 */
export async function importScenarios(text: string, options: ImportOptions): Promise<Imported> {
  const { scenarios, skipped } = await readFormat(text, options);
  const checked = scenarios.map((scenario) => ({ scenario, why: problemOf(scenario) }));
  return {
    scenarios: checked.flatMap(({ scenario, why }) => (why === undefined ? [scenario] : [])),
    skipped: [
      ...skipped,
      ...checked.flatMap(({ scenario, why }) => (why === undefined ? [] : [{ path: scenario.name, why }])),
    ],
  };
}

/** Why a file with this scenario could not be read: it is too long, say. */
function problemOf({ yaml }: RecordedScenario): string | undefined {
  const [problem] = errorsOf(parseScenarios(yaml).problems);
  return problem === undefined ? undefined : formatProblem(problem);
}

async function readFormat(text: string, options: ImportOptions): Promise<Imported> {
  const { file, workspace = '', redaction = createRedaction(), taken = [] } = options;
  const name = file.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
  const context: ImportContext = { file, workspace, recorder: new Recorder({ redaction, taken, name }) };
  if (text.length > LONGEST_IMPORT) {
    const hint = `At most ${LONGEST_IMPORT} are imported: save an archive with the chats alone.`;
    throw cannotImport(context, `the file has ${text.length} characters`, { hint });
  }
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') throw cannotImport(context, 'the file is empty', { hint: FORMATS });
  if (!/^[[{"]/.test(start)) return importSse(text, context);
  const value = await readJson(text, context);
  if (isTooDeep(value)) throw cannotImport(context, 'this JSON is nested too deep');
  if (isRecord(value.log)) return importHar(value, context);
  if (Array.isArray(value.fixtures)) return importAimock(value, context);
  throw cannotImport(
    context,
    'this JSON has neither "log.entries", as a HAR file, nor "fixtures", as aimock',
    { hint: FORMATS },
  );
}

async function readJson(text: string, context: ImportContext): Promise<JsonObject> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : {};
  } catch {
    const hint = 'Save it again: it may have been cut off.';
    const result = await readNode(new TextEncoder().encode(text));
    const [, why = 'it ends too early', line, column] =
      /^(.*) at line (\d+) column (\d+)$/s.exec(result.ok ? '' : result.error.located) ?? [];
    const place = line === undefined ? {} : { line: Number(line), column: Number(column) };
    throw cannotImport(context, `this is no JSON: ${why}`, { ...place, hint });
  }
}
