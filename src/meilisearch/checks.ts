import { authorize, type Grant } from './auth.ts';
import type { BodyErrorCode } from './body/body.ts';
import { contentTypeError, sizeError } from './body/payload.ts';
import type { ChatRequest } from './chat-request.ts';
import type { ErrorCode } from './error-codes.ts';
import { type MeiliError, meiliError } from './errors.ts';
import { CheckState, type RequestFacts } from './facts.ts';
import { refusedTool } from './tools.ts';
import { documentationNameWarnings, refusalWarning } from './warnings.ts';

export type { Overflow } from './body/payload.ts';
export type { RequestFacts } from './facts.ts';

/** The outcome of the checks: an error to send, a dropped connection (`panic`), or a request to answer. */
export type CheckedRequest =
  | { readonly refusal: MeiliError | 'panic' }
  | {
      readonly request: ChatRequest;
      /** The request as the client wrote it: what the OpenAPI document speaks of. */
      readonly written: unknown;
      readonly grant: Grant;
      /** Where a real Meilisearch would do otherwise; one line of ASCII each, fit for a header. */
      readonly warnings: readonly string[];
    };

type Outcome = MeiliError | 'panic' | undefined;

interface Check {
  readonly name: string;
  /** The real server refuses; the `spec` profile answers, with a warning. */
  readonly serverOnly?: true;
  run(facts: RequestFacts, state: CheckState): Outcome | Promise<Outcome>;
}

/** A row for one way in which a content type can be wrong. */
function contentTypeCheck(name: string, code: ErrorCode): Check {
  return { name, run: ({ headers }) => ofCode(code, contentTypeError(headers['content-type'])) };
}

/** A row for one way in which a body can be too large. */
function sizeCheck(name: string, code: ErrorCode): Check {
  return { name, run: ({ body, limit }) => ofCode(code, sizeError(body, limit)) };
}

/** A row for one way in which a body can be wrong. */
function bodyCheck(name: string, code: BodyErrorCode): Check {
  return {
    name,
    run({ body }, state) {
      const parsed = state.parse(body);
      return !parsed.ok && parsed.code === code ? meiliError(code, parsed.message) : undefined;
    },
  };
}

function ofCode(code: ErrorCode, error: MeiliError | undefined): MeiliError | undefined {
  return error?.body.code === code ? error : undefined;
}

/** The checks of Meilisearch 1.48 to 1.50, in its order. The first that refuses decides. */
const CHECKS: readonly Check[] = [
  {
    name: 'authorization',
    async run({ headers, keys, now, profile }, state) {
      const result = await authorize(headers.authorization, keys, 'chatCompletions', now, profile);
      if (!result.ok) return meiliError(result.code, result.message);
      state.grant = result.grant;
      return undefined;
    },
  },
  contentTypeCheck('content type missing', 'missing_content_type'),
  contentTypeCheck('content type', 'invalid_content_type'),
  sizeCheck('body size, announced', 'internal'),
  sizeCheck('body size, chunked', 'payload_too_large'),
  bodyCheck('body missing', 'missing_payload'),
  bodyCheck('body malformed', 'malformed_payload'),
  bodyCheck('body shape', 'bad_request'),
  {
    name: 'feature',
    run: ({ chatCompletions }) => (chatCompletions ? undefined : meiliError('feature_not_enabled')),
  },
  {
    name: 'single choice',
    serverOnly: true,
    run(_, state) {
      const { n } = state.request;
      if (n == null || n === 1) return undefined;
      return meiliError(
        'unimplemented_multi_choice_chat_completions',
        `You tried to specify n = ${n} but only single choices are supported (n = 1).`,
      );
    },
  },
  {
    name: 'stream',
    serverOnly: true,
    run: (_, state) =>
      state.request.stream === true ? undefined : meiliError('unimplemented_non_streaming_chat_completions'),
  },
  {
    name: 'workspace',
    run: ({ workspace, workspaceExists }) =>
      workspaceExists(workspace)
        ? undefined
        : meiliError('chat_not_found', `Chat \`${workspace}\` not found`),
  },
  {
    // The real server needs the token for its searches, and takes it for granted.
    name: 'bearer token',
    run: (_, { grant }) => (grant.bearer ? undefined : 'panic'),
  },
  {
    name: 'tools',
    serverOnly: true,
    run: (_, state) => refusedTool(state.request),
  },
];

/** The names of the checks, in the order in which they are made. */
export const CHECK_NAMES: readonly string[] = CHECKS.map(({ name }) => name);

/**
 * Holds a request against the checks of the real server, in its order.
 *
 * @example
 * const result = await checkRequest(facts);
 * if ('refusal' in result) return send(result.refusal);
 */
export async function checkRequest(facts: RequestFacts): Promise<CheckedRequest> {
  const state = new CheckState();
  const warnings: string[] = [];
  for (const check of CHECKS) {
    const running = check.run(facts, state);
    // Most need not be waited for, and waiting costs more than they do.
    const outcome = running instanceof Promise ? await running : running;
    if (outcome === undefined) continue;
    if (check.serverOnly && facts.profile === 'spec' && outcome !== 'panic') {
      warnings.push(refusalWarning(outcome));
    } else {
      return { refusal: outcome };
    }
  }
  const { request, written, grant } = state;
  return { request, written, grant, warnings: [...warnings, ...documentationNameWarnings(request)] };
}
