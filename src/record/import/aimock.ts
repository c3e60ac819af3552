import type { ScenarioInput } from '../../scenario/schema.ts';
import type { Note } from '../conversation.ts';
import { type JsonObject, listOf, objectOf, stringOf } from '../json.ts';
import { literalPattern } from '../match.ts';
import { answerOf, fixturePace } from './aimock-response.ts';
import { cannotImport, type ImportContext, type Imported, type Skipped } from './source.ts';

/** A fixture as a scenario that others may go on with. */
interface Draft {
  readonly input: ScenarioInput;
  readonly notes: Note[];
  /** What it matches, but for results and numbers of requests. */
  readonly key: string;
  readonly callIds: readonly string[];
}

/** Imports the fixtures of aimock. One that answers to a result goes on with the one that called the function. */
export async function importAimock(file: JsonObject, context: ImportContext): Promise<Imported> {
  const drafts: Draft[] = [];
  const skipped: Skipped[] = [];
  const fixtures = listOf(file.fixtures).map(objectOf);
  for (const [index, fixture] of fixtures.entries()) {
    const path = `fixtures[${index}]`;
    const why = isNoChat(fixture);
    if (why === undefined) addFixture(fixture, path, drafts, skipped);
    else skipped.push({ path, why });
  }
  if (drafts.length === 0) {
    const [first] = skipped;
    const message =
      first === undefined
        ? 'it has no fixture'
        : `none of its ${fixtures.length} fixtures is a chat: ${first.why}`;
    throw cannotImport(context, message, { path: first?.path ?? 'fixtures' });
  }
  return { scenarios: drafts.map(({ input, notes }) => context.recorder.take(input, notes)), skipped };
}

function isNoChat({ match, response }: JsonObject): string | undefined {
  const { endpoint = 'chat' } = objectOf(match);
  if (endpoint !== 'chat') return `it is for ${String(endpoint)}`;
  const answer = objectOf(response);
  if (['content', 'toolCalls', 'blocks', 'error'].some((key) => answer[key] !== undefined)) return undefined;
  const keys = Object.keys(answer);
  return keys.length === 0
    ? 'it has no response'
    : `a response with ${keys.join(', ')} is no answer of a chat`;
}

function addFixture(fixture: JsonObject, path: string, drafts: Draft[], skipped: Skipped[]): void {
  const match = objectOf(fixture.match);
  const draft = draftOf(fixture);
  const { toolCallId, hasToolResult, sequenceIndex } = match;
  if (toolCallId !== undefined || hasToolResult === true) {
    const caller = drafts.find((one) =>
      toolCallId === undefined
        ? one.key === draft.key && one.callIds.length > 0
        : one.callIds.includes(String(toolCallId)),
    );
    const [steps, more] = [caller?.input.reply, draft.input.reply];
    if (steps !== undefined && more !== undefined) steps.push(...more);
    else
      skipped.push({
        path: `${path}.match`,
        why: 'no fixture before it calls the function whose result it answers',
      });
    return;
  }
  const before = typeof sequenceIndex === 'number' ? drafts.find(({ key }) => key === draft.key) : undefined;
  const attempts = before?.input.attempts;
  const { reply, error } = draft.input;
  const outcome = reply === undefined ? (error === undefined ? undefined : { error }) : { reply };
  if (outcome === undefined) return;
  if (attempts !== undefined) attempts.push(outcome);
  else if (typeof sequenceIndex === 'number') {
    const { reply: _, error: __, ...rest } = draft.input;
    drafts.push({ ...draft, input: { ...rest, attempts: [outcome] } });
  } else drafts.push(draft);
}

const UNSAID = [
  'systemMessage',
  'inputText',
  'toolResultContains',
  'toolName',
  'responseFormat',
  'context',
] as const;

function draftOf(fixture: JsonObject): Draft {
  const match = objectOf(fixture.match);
  const response = objectOf(fixture.response);
  const { userMessage, model, turnIndex } = match;
  const message = stringOf(userMessage) ?? '';
  const wanted = {
    ...(typeof model === 'string' && model !== '' ? { model: literalPattern(model) } : {}),
    ...(message === '' ? {} : { message: literalPattern(message) }),
    ...(Number.isInteger(turnIndex) && Number(turnIndex) > 0 ? { turn: Number(turnIndex) + 1 } : {}),
  };
  const unsaid = UNSAID.filter((key) => match[key] !== undefined);
  const answer = answerOf(fixture, response);
  const pace = fixturePace(fixture);
  const answering = stringOf(response.model);
  const input: ScenarioInput = {
    name: message || unsaid.map((key) => String(match[key])).join(' ') || 'fixture',
    ...(Object.keys(wanted).length === 0 ? {} : { match: wanted }),
    ...(pace === undefined ? {} : { pace }),
    ...(answering === undefined || answering === '' ? {} : { model: answering }),
    ...answer.says,
  };
  const notes = [
    ...(unsaid.length === 0 ? [] : [`The fixture also asked for ${unsaid.join(', ')}: a match cannot.`]),
    ...answer.notes,
  ].map((text) => ({ path: [], text }));
  const key = JSON.stringify([message, model, turnIndex, ...unsaid.map((name) => match[name])]);
  const callIds = listOf(response.toolCalls).flatMap((call) => stringOf(objectOf(call).id) ?? []);
  return { input, notes, key, callIds };
}
