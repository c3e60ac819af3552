import { parameter } from '../../meilisearch/path.ts';
import { type JsonObject, listOf, objectOf, parseJson, stringOf } from '../json.ts';
import type { RecordedScenario } from '../recorder.ts';
import type { RecordedExchange } from '../reply.ts';
import { cannotImport, type ImportContext, type Imported, type Skipped } from './source.ts';
import { sseFrames } from './sse.ts';

/** An entry of a HAR file that is a chat, or why it cannot be read. */
type Read = RecordedExchange | Skipped;

/** Imports the chats of an HTTP archive, as the network panel of a browser saves it. Its other requests are passed over. */
export async function importHar(har: JsonObject, context: ImportContext): Promise<Imported> {
  const entries = listOf(objectOf(har.log).entries).map(objectOf);
  const chats = entries.flatMap((entry, index) =>
    readEntry(entry, `log.entries[${index}]`, context.workspace),
  );
  if (chats.length === 0) {
    const hint = 'A chat is a POST to a path that ends with /chat/completions.';
    throw cannotImport(context, `none of its ${entries.length} requests is a chat`, {
      hint,
      path: 'log.entries',
    });
  }
  const scenarios = new Map<string, RecordedScenario>();
  const skipped: Skipped[] = [];
  for (const chat of chats) {
    if ('why' in chat) skipped.push(chat);
    else {
      const made = await context.recorder.add(chat);
      scenarios.set(made.name, made);
    }
  }
  return { scenarios: [...scenarios.values()], skipped };
}

function readEntry(entry: JsonObject, path: string, workspace: string): Read[] {
  const { method, url, postData } = objectOf(entry.request);
  const target = pathOf(stringOf(url) ?? '');
  if (method !== 'POST' || !target.endsWith('/chat/completions')) return [];
  const response = objectOf(entry.response);
  const status = Number(response.status);
  const content = objectOf(response.content);
  const body = bodyOf(content);
  if (body instanceof Error) return [{ path: `${path}.response.content.text`, why: body.message }];
  const failed = stringOf(entry._error ?? response._error) ?? '';
  if (body === '' && (status === 200 || !(status >= 400)))
    return [
      {
        path: `${path}.response.content`,
        why: 'it has no text: save the archive with content, after the stream has ended',
      },
    ];
  const type = contentType(response, content);
  const streams = type.startsWith('text/event-stream');
  return [
    {
      workspace: workspaceOf(target) ?? workspace,
      request: parseJson(stringOf(objectOf(postData).text) ?? '') ?? {},
      status: status >= 200 && status < 600 ? (status < 300 ? 200 : status) : 200,
      headers: { 'content-type': type },
      frames: streams ? sseFrames(body) : [{ at: 0, data: body }],
      ending: failed === '' && status > 0 ? 'complete' : /abort|cancel/i.test(failed) ? 'left' : 'broken',
      untimed: timesOf(entry),
    },
  ];
}

function workspaceOf(path: string): string | undefined {
  const segment = /\/chats\/([^/]+)\/chat\/completions$/.exec(path)?.[1];
  return segment === undefined ? undefined : parameter(segment);
}

function pathOf(url: string): string {
  try {
    return new URL(url, 'http://localhost').pathname;
  } catch {
    return '';
  }
}

/** What was received, decoded. */
function bodyOf({ text, encoding }: JsonObject): string | Error {
  if (typeof text !== 'string') return '';
  if (encoding !== 'base64') return text;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return new Error('it says that it is base64, and is not');
  }
}

function contentType({ headers }: JsonObject, { mimeType }: JsonObject): string {
  const header = listOf(headers)
    .map(objectOf)
    .find(({ name }) => stringOf(name)?.toLowerCase() === 'content-type');
  return (stringOf(header?.value) || stringOf(mimeType) || '').toLowerCase();
}

/** The headers of a stream come at once: then the wait for them says nothing of the first token, in ms. */
const AT_ONCE = 100;

function timesOf({ timings, time }: JsonObject): NonNullable<RecordedExchange['untimed']> {
  const { wait } = objectOf(timings);
  const ms = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined);
  const ttft = ms(wait);
  return { ttft: ttft !== undefined && ttft >= AT_ONCE ? ttft : undefined, took: ms(time) };
}
