import { parsedJson } from '../json.ts';
import { MEILI_TOOLS } from '../meilisearch/tool-names.ts';
import type { Data, FrameItem, FrameKind } from '../playback/item.ts';

/** Where a frame is in what an upstream sends. */
interface Came {
  /** Ms since the request was sent. */
  readonly at: number;
  /** Whether it is all there: what comes before a connection breaks may not be. */
  readonly whole: boolean;
}

/** An event that an upstream has sent, as a frame: its bytes go out as they are. */
export function eventFrameOf(bytes: Uint8Array, { at, whole }: Came): FrameItem {
  const data = textOf(bytes);
  const json = whole && typeof data === 'string' ? dataIn(data) : undefined;
  const value = json === undefined ? undefined : parsedJson(json);
  const kind = whole && typeof data === 'string' ? kindOf(data, json, value) : 'raw';
  return frame(kind, data, at, json !== undefined && value !== undefined ? json : undefined);
}

/** A whole body that an upstream has sent. */
export function wholeFrame(bytes: Uint8Array, at: number): FrameItem {
  const data = textOf(bytes);
  const isJson = typeof data === 'string' && parsedJson(data) !== undefined;
  return frame('body', data, at, isJson ? data : undefined);
}

/** Whether an event only says how long a client waits before it connects again. */
export function isRetry(bytes: Uint8Array): boolean {
  const data = bytes.length < 100 ? textOf(bytes) : '';
  return typeof data === 'string' && /^retry: ?\d+\r?\n\r?\n$/.test(data);
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text, unless it is none. */
export function textOf(bytes: Uint8Array): Data {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return bytes;
  }
}

/** Parsed when it is asked for: parsed values are several times as large as their text. */
function frame(kind: FrameKind, data: Data, at: number, json: string | undefined): FrameItem {
  return {
    ...{ type: 'frame', kind, at, step: undefined, path: [], render: () => data },
    ...(json !== undefined && { value: () => parsedJson(json) }),
  };
}

/** What the `data:` lines of an event say; undefined when there are none. */
function dataIn(event: string): string | undefined {
  const lines = event.split(/\r?\n/).filter((line) => /^data(:|$)/.test(line));
  return lines.length === 0 ? undefined : lines.map((line) => line.replace(/^data:? ?/, '')).join('\n');
}

function kindOf(event: string, data: string | undefined, value: unknown): FrameKind {
  if (data === undefined) return /^(?::|\r?\n$)/.test(event) ? 'comment' : 'raw';
  if (data === '[DONE]') return 'done';
  if (!isObject(value)) return 'raw';
  if (value.type === 'error' || (isObject(value.error) && value.choices === undefined)) return 'error';
  if (!Array.isArray(value.choices)) return 'raw';
  const [choice] = value.choices as unknown[];
  if (!isObject(choice)) return isObject(value.usage) ? 'usage' : 'raw';
  return deltaKind(isObject(choice.delta) ? choice.delta : {}, choice.finish_reason != null);
}

/** What a chunk brings; one that brings several things is what comes first here. */
function deltaKind(delta: Readonly<Record<string, unknown>>, finishes: boolean): FrameKind {
  if (Array.isArray(delta.tool_calls) && delta.tool_calls.length > 0) return callKind(delta.tool_calls[0]);
  if (delta.function_call != null) return 'functionCall';
  if (delta.audio != null) return 'audio';
  if (isText(delta.refusal)) return 'refusal';
  if (isText(delta.content)) return 'text';
  if (finishes) return 'finish';
  return delta.role != null ? 'role' : 'text';
}

function callKind(call: unknown): FrameKind {
  const name = isObject(call) && isObject(call.function) ? call.function.name : undefined;
  switch (name) {
    case MEILI_TOOLS.progress:
      return 'progress';
    case MEILI_TOOLS.append:
      return 'append';
    case MEILI_TOOLS.sources:
      return 'sources';
    default:
      return 'toolCall';
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown) => typeof value === 'string' && value !== '';
