import type { ResponseIds } from '../playback/item.ts';
import { formatPath, type Path } from '../scenario/problems/problem.ts';
import type { Plan } from './types.ts';

/** A difference between a message and the OpenAPI document, in the form of Prism's `sl-violations`. */
export interface Violation {
  /**
   * Where: `['request', 'body', 'messages', '0', 'role']`, `['response', 'body', '12', 'choices']`; the security of a
   * request is at `['request']`.
   */
  readonly location: readonly string[];
  readonly severity: 'Error' | 'Warning' | 'Information' | 'Hint';
  /** The keyword of the schema that failed (`required`, `enum`, …), or the status that it amounts to (401, 415). */
  readonly code?: string | number;
  readonly message: string;
}

/** Where a violation is, for people: `request.body.messages[0].role`. */
export function violationPath({ location }: Violation): string {
  return formatPath(location.map((part, index) => (index > 0 && /^\d+$/.test(part) ? Number(part) : part)));
}

/** A request as the document sees it. */
export interface SpecRequest {
  /** In lower case. */
  readonly method: string;
  /** Percent-encoded, without the query: `/chats/movies/chat/completions`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed; absent when it is no JSON. */
  readonly body?: unknown;
}

/** A response as the document sees it. */
export interface SpecResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body or, for a stream, the list of what its events say. */
  readonly body?: unknown;
}

/** What was found in an exchange. */
export interface SpecReport {
  /** Whether the document has such a path, with this method. */
  readonly route: boolean;
  readonly request: readonly Violation[];
  readonly response: readonly Violation[];
}

/** Holds requests and responses against an OpenAPI document. Handed to the simulator: in a browser there is none. */
export interface Prover {
  /** @param options.proveResponse false: only the request is looked at */
  check(
    request: SpecRequest,
    response: SpecResponse,
    options: { readonly proveResponse: boolean },
  ): Promise<SpecReport>;
  /** Holds a response against the document, as an answer to `route`; by default to a chat completion. */
  proveReply(
    response: SpecResponse,
    route?: { readonly method: string; readonly path: string },
  ): Promise<readonly Violation[]>;
}

/** What a plan sends, for a prover; and where in the scenario each element of a stream's body comes from. */
export function specResponse(
  { status, headers, mode, items }: Plan,
  ids: ResponseIds,
): { readonly response: SpecResponse; readonly paths: readonly Path[] } {
  const sent = items.flatMap((item) =>
    item.type === 'frame' && item.value !== undefined ? [{ value: item.value(ids), path: item.path }] : [],
  );
  const values = sent.map(({ value }) => value);
  const body = mode === 'body' ? values[0] : values;
  return { response: { status, headers, body }, paths: sent.map(({ path }) => path) };
}

/** A part of what a plan sends: some events of a stream, or some choices of a completion. */
interface ResponsePart {
  readonly response: SpecResponse;
  /** Which event or choice the part begins with, from 0. */
  readonly first: number;
  /** Where in the location of a violation the number of the event or choice is. */
  readonly place: number;
}

const EVENTS_OF_PART = 200;
const CHOICES_OF_PART = 8;

/** The same in parts, each of which is quickly made and proven. */
export function* responseParts(
  { status, headers, mode, items }: Plan,
  ids: ResponseIds,
): Iterable<ResponsePart> {
  const sent = items.flatMap((item) => (item.type === 'frame' && item.value !== undefined ? [item] : []));
  const values = (from: number, to?: number) => sent.slice(from, to).map((item) => item.value?.(ids));
  if (mode === 'stream') {
    for (let first = 0; first === 0 || first < sent.length; first += EVENTS_OF_PART) {
      const body = values(first, first + EVENTS_OF_PART);
      yield { response: { status, headers, body }, first, place: 2 };
    }
    return;
  }
  const [body] = values(0);
  const choices = isCompletion(body) ? body.choices : [];
  for (let first = 0; first === 0 || first < choices.length; first += CHOICES_OF_PART) {
    const part = isCompletion(body)
      ? { ...body, choices: choices.slice(first, first + CHOICES_OF_PART) }
      : body;
    yield { response: { status, headers, body: part }, first, place: 3 };
  }
}

function isCompletion(body: unknown): body is { readonly choices: readonly unknown[] } {
  return typeof body === 'object' && body !== null && 'choices' in body && Array.isArray(body.choices);
}
