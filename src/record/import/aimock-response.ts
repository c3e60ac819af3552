import type { ScenarioInput, Step } from '../../scenario/schema.ts';
import { httpError } from '../http-error.ts';
import { type JsonObject, listOf, objectOf, stringOf } from '../json.ts';
import { friendly, friendlyRate } from '../pace.ts';
import { argumentsOf } from '../steps.ts';

/** How many characters of a text aimock sends at once unless a fixture says it, and about how many make a token. */
const [CHUNK_SIZE, TOKEN_SIZE] = [20, 4];

/** What a fixture of aimock answers, and what of it no scenario says. */
export function answerOf(
  fixture: JsonObject,
  response: JsonObject,
): { says: Partial<ScenarioInput>; notes: string[] } {
  if (response.error !== undefined) {
    const { status = 500 } = response;
    const frames = [{ at: 0, data: JSON.stringify({ error: response.error }) }];
    const base = { workspace: '', request: {}, headers: {}, frames, ending: 'complete' } as const;
    const { error, note } = httpError({ ...base, status: Number(status) || 500 });
    return { says: { error }, notes: note === undefined ? [] : [note] };
  }
  const left = ['reasoning', 'webSearches', 'redactedThinking'].filter((key) => response[key] !== undefined);
  const notes = left.length === 0 ? [] : [`Left out, since no step says it: ${left.join(', ')}.`];
  return { says: { reply: cutOff(stepsOfResponse(response), fixture) }, notes };
}

function stepsOfResponse({ content, toolCalls, blocks, finishReason }: JsonObject): Step[] {
  const ordered = listOf(blocks).map(objectOf);
  const text =
    typeof content === 'string'
      ? content
      : content === undefined || content === null
        ? ''
        : JSON.stringify(content);
  const steps: Step[] = ordered.length > 0 ? ordered.flatMap(blockStep) : text === '' ? [] : [{ text }];
  if (ordered.length === 0) steps.push(...listOf(toolCalls).map(objectOf).flatMap(callStep));
  if (finishReason === 'length' || finishReason === 'content_filter') steps.push({ finish: finishReason });
  return steps.length === 0 ? [{ finish: 'stop' }] : steps;
}

function blockStep(block: JsonObject): Step[] {
  const text = stringOf(block.text);
  return block.type === 'toolCall' ? callStep(block) : text === undefined || text === '' ? [] : [{ text }];
}

function callStep({ name, arguments: given = {} }: JsonObject): Step[] {
  if (typeof name !== 'string' || name === '' || name.startsWith('_meili')) return [];
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return [{ toolCall: { name, arguments: argumentsOf(text) } }];
}

/** A stream that aimock breaks off. */
function cutOff(steps: Step[], { truncateAfterChunks, disconnectAfterMs, chunkSize }: JsonObject): Step[] {
  if (truncateAfterChunks === undefined && disconnectAfterMs === undefined) return steps;
  const [first] = steps;
  const size = typeof chunkSize === 'number' && chunkSize > 0 ? chunkSize : CHUNK_SIZE;
  const sent = typeof truncateAfterChunks === 'number' ? truncateAfterChunks * size : 0;
  const text = first !== undefined && 'text' in first ? Array.from(first.text).slice(0, sent).join('') : '';
  return [...(text === '' ? [] : [{ text }]), { fault: 'reset' }];
}

/** How fast it answers; undefined: as fast as aimock does. */
export function fixturePace({
  latency,
  chunkSize,
  streamingProfile,
  recordedTimings,
}: JsonObject): ScenarioInput['pace'] {
  const size = typeof chunkSize === 'number' && chunkSize > 0 ? chunkSize : CHUNK_SIZE;
  const { ttft, tps, jitter } = objectOf(streamingProfile);
  const { ttftMs, interChunkDelaysMs } = objectOf(recordedTimings);
  const delays = listOf(interChunkDelaysMs).filter((one) => typeof one === 'number');
  const mean = delays.length === 0 ? latency : delays.reduce((all, one) => all + one, 0) / delays.length;
  const tokens = delays.length === 0 ? size / TOKEN_SIZE : 1;
  const measured = typeof mean === 'number' && mean > 0 ? (tokens * 1000) / mean : undefined;
  const [wait, rate] = [ttft ?? ttftMs ?? latency, tps ?? measured];
  const pace = {
    ...(isAmount(wait) ? { ttft: friendly(wait) } : {}),
    ...(isAmount(rate) ? { tps: friendlyRate(rate) } : {}),
    ...(isAmount(jitter) ? { jitter: Math.min(1, jitter) } : {}),
  };
  return Object.keys(pace).length === 0 ? undefined : pace;
}

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < 100_000;
