import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Case, type CaseRequest, type CaseResponse, caseFileSchema, type Expected } from './case.ts';

/** Every response has one. */
const DATE = 'date: *';
const VARY = 'vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const STREAM_HEADERS = [
  'cache-control: no-cache',
  'content-encoding: identity',
  'content-type: text/event-stream',
  'transfer-encoding: chunked',
  VARY,
  'x-accel-buffering: no',
];

/** Reads the cases of a folder, with their files' defaults put in. */
export function loadCases(folder: string): Case[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((name) => loadFile(folder, name));
}

function loadFile(folder: string, name: string): Case[] {
  const text = readFileSync(join(folder, name), 'utf8');
  const { section, defaults = {}, cases } = caseFileSchema.parse(parse(text, { merge: true }));
  return cases.map((one) => ({
    name: one.name,
    section: one.section ?? section,
    server: { ...defaults.server, ...one.server },
    setup: one.setup ?? defaults.setup ?? [],
    request: overlaid(defaults.request ?? {}, one.request ?? {}),
    response: spelledOut(one.response, folder),
  }));
}

/** A request with defaults for what it does not say; its headers replace those of the same name. */
function overlaid(defaults: CaseRequest, request: CaseRequest): CaseRequest {
  const own = request.headers ?? [];
  const named = new Set(own.map((line) => nameOf(line.replace(/^-/, ''))));
  return {
    ...defaults,
    ...request,
    headers: [
      ...(defaults.headers ?? []).filter((line) => !named.has(nameOf(line))),
      ...own.filter((line) => !line.startsWith('-')),
    ],
  };
}

function nameOf(line: string): string {
  return (line.split(':')[0] ?? '').toLowerCase();
}

function spelledOut(response: CaseResponse, folder: string): Expected {
  if (response === 'dropped') return response;
  const { status = 200, headers = [], body = '', error, stream, cut = false } = response;
  if (error !== undefined) return { ...errorResponse(error, headers), cut };
  if (stream === undefined)
    return { status, headers: [DATE, ...headers].sort(), body, chunks: undefined, cut };
  const transcript = readFileSync(join(folder, stream), 'utf8');
  return {
    status: 200,
    headers: [DATE, ...STREAM_HEADERS, ...headers].sort(),
    body: transcript,
    chunks: transcript.split(/(?<=\n\n)/),
    cut,
  };
}

type ErrorOf<T> = T extends { error?: infer E | undefined } ? NonNullable<E> : never;

function errorResponse(
  { status, code, type, message, encoding }: ErrorOf<CaseResponse>,
  more: readonly string[],
) {
  const body = JSON.stringify({ message, code, type, link: `https://docs.meilisearch.com/errors#${code}` });
  const framing =
    encoding === undefined
      ? [`content-length: ${Buffer.byteLength(body)}`]
      : [`content-encoding: ${encoding}`, 'transfer-encoding: chunked', 'vary: accept-encoding'];
  const headers = [DATE, 'content-type: application/json', VARY, ...framing, ...more].sort();
  return { status, headers, body, chunks: undefined };
}

interface BodyParserRow {
  readonly body: string;
  /** Null: the body is good. */
  readonly code: string | null;
  readonly message: string | null;
}

/** The answers of the real body parser as cases: a body that it accepts meets the checks that come after it. */
export function loadBodyParserCases(file: string): Case[] {
  const rows = JSON.parse(readFileSync(file, 'utf8')) as BodyParserRow[];
  return rows.flatMap(({ body, code, message }, index) => {
    const refused =
      code === null ? handlerRefusal(JSON.parse(body)) : { status: 400, code, message: message ?? '' };
    if (refused === undefined) return [];
    return [
      {
        name: `body parser ${index + 1}: ${body.slice(0, 80)}`,
        section: 'body parser',
        server: {},
        setup: [],
        request: { headers: ['authorization: Bearer {key}', 'content-type: application/json'], body },
        response: { ...errorResponse({ ...refused, type: 'invalid_request' }, []), cut: false },
      },
    ];
  });
}

/** The error that a good body is answered with; undefined: it gets a stream. */
function handlerRefusal({ n = null, stream }: { n?: number | null; stream?: boolean | null }) {
  if (n !== null && n !== 1) {
    return {
      status: 501,
      code: 'unimplemented_multi_choice_chat_completions',
      message: `You tried to specify n = ${n} but only single choices are supported (n = 1).`,
    };
  }
  if (stream === true) return undefined;
  return {
    status: 501,
    code: 'unimplemented_non_streaming_chat_completions',
    message: 'Non-streamed chat completions is not implemented',
  };
}
