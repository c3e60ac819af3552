import { stringify } from 'yaml';
import { ERROR_CODES } from '../meilisearch/error-codes.ts';
import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { Step } from '../scenario/schema.ts';
import { mapError, mapStep } from '../scenario/templates/fields.ts';
import { escapeTemplate } from '../scenario/templates/template-text.ts';
import type { JournalEntry, JournalFrame } from '../session/recording.ts';

/** A scenario as the text of a file, and the name in it. */
export interface ScenarioText {
  readonly name: string;
  readonly yaml: string;
}

/** What the chunks of a stream say, as far as a scenario can say it. */
interface Chunk {
  readonly choices?: readonly {
    readonly delta: {
      readonly content?: string | null;
      readonly refusal?: string | null;
      readonly tool_calls?: readonly CallDelta[] | null;
    };
    readonly finish_reason?: string | null;
  }[];
  readonly error?: { readonly message: string; readonly type: string; readonly code: string | null };
}

interface CallDelta {
  readonly function: { readonly name: string | null; readonly arguments: string | null };
}

/** The steps of an exchange, and what they are made from while its frames are read. */
interface Draft {
  readonly steps: Step[];
  search: { index: string; q?: string; filter?: string; from: number } | undefined;
}

/**
 * A recorded exchange as a scenario: what was searched and found, what was said and how fast, and how it ended. It answers
 * the same message in the same workspace.
 *
 * @param taken the names that other scenarios have
 */
export function scenarioText(entry: JournalEntry, taken: readonly string[]): ScenarioText {
  const message = lastMessage(entry.request.body);
  const name = freeName(slug(message) || 'exchange', taken);
  const said = entry.frames.some(({ kind }) => kind === 'body')
    ? bodySteps(entry)
    : streamSteps(entry.frames);
  const scenario = {
    name,
    ...(message === '' ? {} : { description: `What was answered to: ${firstLine(message)}` }),
    ...matchOf(entry, message),
    ...said,
  };
  const header = '# yaml-language-server: $schema=./schema.json\n';
  return { name, yaml: header + stringify(scenario, { lineWidth: 110 }) };
}

function matchOf({ workspace }: JournalEntry, message: string) {
  if (message === '' || workspace === undefined) return {};
  const part = firstLine(message).slice(0, 60).trim();
  // A text between slashes would be a regular expression.
  return { match: part.startsWith('/') ? { workspace } : { workspace, message: part } };
}

function streamSteps(frames: readonly JournalFrame[]) {
  const draft: Draft = { steps: [], search: undefined };
  for (const frame of frames) read(frame, draft);
  const { steps } = draft;
  // What was sent is no template.
  const reply = steps.map((step) => mapStep(step, escapeTemplate));
  return { ...paceOf(frames), reply: reply.length === 0 ? [{ text: '' }] : reply };
}

function read({ kind, data, due }: JournalFrame, draft: Draft): void {
  if (kind === 'comment') draft.steps.push({ comment: data.replace(/^: ?/gm, '').trim() });
  const chunk = jsonOf(data);
  if (chunk === undefined) return;
  const { error } = chunk;
  if (error !== undefined)
    draft.steps.push({ error: { message: error.message, type: error.type, code: error.code } });
  for (const { delta, finish_reason: reason } of chunk.choices ?? []) {
    if (typeof delta.content === 'string' && delta.content !== '')
      addText(draft.steps, 'text', delta.content);
    if (typeof delta.refusal === 'string' && delta.refusal !== '')
      addText(draft.steps, 'refusal', delta.refusal);
    for (const call of delta.tool_calls ?? []) readCall(call, due, draft);
    if (reason === 'length' || reason === 'content_filter') draft.steps.push({ finish: reason });
  }
}

function readCall({ function: { name, arguments: text } }: CallDelta, at: number, draft: Draft): void {
  if (name === MEILI_TOOLS.progress) {
    const call = jsonOf(text ?? '') as { function_arguments?: string } | undefined;
    const asked = (jsonOf(call?.function_arguments ?? '') ?? {}) as {
      index_uid?: string;
      q?: string;
      filter?: string;
    };
    const { index_uid: index = 'unknown', q = '', filter = '' } = asked;
    draft.search = { index, ...(q === '' ? {} : { q }), ...(filter === '' ? {} : { filter }), from: at };
    // What is found is told of later: without that, nothing was.
    draft.steps.push({
      search: { index, ...(q === '' ? {} : { q }), ...(filter === '' ? {} : { filter }), documents: [] },
    });
  } else if (name === MEILI_TOOLS.sources) {
    const { sources = [] } = (jsonOf(text ?? '') ?? {}) as { sources?: [] };
    const place = draft.steps.findLastIndex((step) => 'search' in step);
    if (draft.search === undefined || place === -1) return;
    const { from, ...search } = draft.search;
    draft.steps[place] = { search: { ...search, takes: Math.round(at - from), documents: sources } };
  } else if (name !== null && !name.startsWith('_meili')) {
    draft.steps.push({ toolCall: { name, arguments: text ?? '' } });
  } else if (name === null) {
    const last = draft.steps.at(-1);
    if (last === undefined || !('toolCall' in last)) return;
    const before = typeof last.toolCall.arguments === 'string' ? last.toolCall.arguments : '';
    draft.steps[draft.steps.length - 1] = {
      toolCall: { ...last.toolCall, arguments: before + (text ?? '') },
    };
  }
}

function addText(steps: Step[], kind: 'text' | 'refusal', more: string): void {
  const last = steps.at(-1);
  if (kind === 'text' && last !== undefined && 'text' in last)
    steps[steps.length - 1] = { text: last.text + more };
  else if (kind === 'refusal' && last !== undefined && 'refusal' in last)
    steps[steps.length - 1] = { refusal: last.refusal + more };
  else steps.push(kind === 'text' ? { text: more } : { refusal: more });
}

/** Time to the first token, and tokens per second over the runs of text. */
function paceOf(frames: readonly JournalFrame[]) {
  const [first] = frames;
  if (first === undefined) return {};
  let gaps = 0;
  let time = 0;
  frames.forEach((frame, index) => {
    const before = frames[index - 1];
    if (frame.kind !== 'text' || before?.kind !== 'text') return;
    gaps++;
    time += frame.due - before.due;
  });
  const tps = time > 0 ? Math.max(1, Math.round((gaps * 1000) / time)) : 0;
  return { pace: { ttft: Math.round(first.due), tps } };
}

function bodySteps({ frames, status = 200 }: JournalEntry) {
  const text = frames[0]?.data ?? '';
  const body = jsonOf(text) as
    | { code?: string; message?: string; choices?: readonly { message?: { content?: string | null } }[] }
    | undefined;
  if (status === 200)
    return { reply: [{ text: escapeTemplate(body?.choices?.[0]?.message?.content ?? '') }] };
  const code = ERROR_CODES.find((one) => one === body?.code);
  return {
    error: mapError(
      code === undefined ? { status, body: text } : { code, message: body?.message ?? '' },
      escapeTemplate,
    ),
  };
}

function jsonOf(text: string): Chunk | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^data: /, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function lastMessage(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('messages' in body) || !Array.isArray(body.messages))
    return '';
  const users = body.messages.filter((one: { role?: unknown }) => one?.role === 'user');
  const content: unknown = users.at(-1)?.content;
  return typeof content === 'string' ? content : '';
}

const firstLine = (text: string) => text.trim().split(/\r?\n/)[0] ?? '';

/** A name that a scenario can have: of the first words of a message. */
const slug = (text: string) =>
  firstLine(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .split('-')
    .slice(0, 5)
    .join('-');

/** The name, or the first with a number that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) {
    if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
  }
}
