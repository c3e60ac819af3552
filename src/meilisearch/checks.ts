import type { Turns } from '../turns.ts';
import { authorize, type Grant } from './auth.ts';
import { parseChatRequest } from './body/parse-request.ts';
import { type ReceivedRequest, readPayload } from './body/payload.ts';
import type { ChatRequest } from './chat-request.ts';
import { type MeiliError, meiliError } from './errors.ts';
import { refusedTool } from './tools.ts';
import { documentationNameWarnings, refusalWarning } from './warnings.ts';

/** The input of the checks: a request, and the state of the server. */
export interface RequestFacts extends ReceivedRequest {
  /** The workspace uid of the path, percent-decoded. */
  readonly workspace: string;
  /** Whether the experimental feature `chatCompletions` is on. */
  readonly chatCompletions: boolean;
  workspaceExists(uid: string): boolean;
  /** Of the request. Default: its own. */
  readonly turns?: Turns;
}

/** The outcome of the checks: an error to send, a dropped connection (`panic`), or a request to answer. */
export type CheckedRequest =
  | { readonly refusal: MeiliError | 'panic' }
  | {
      readonly request: ChatRequest;
      /** The request as the client wrote it: what the OpenAPI document describes. */
      readonly written: unknown;
      readonly grant: Grant;
      /** Where a real Meilisearch would do otherwise; one line of ASCII each, fit for a header. */
      readonly warnings: readonly string[];
    };

interface Check {
  /** The real server refuses; the `spec` profile answers, with a warning. */
  readonly serverOnly?: true;
  run(request: ChatRequest, facts: RequestFacts, grant: Grant): MeiliError | 'panic' | undefined;
}

/** The checks of a request that could be read, in the order of the real server. */
const CHECKS: readonly Check[] = [
  {
    run: (_, { chatCompletions }) => (chatCompletions ? undefined : meiliError('feature_not_enabled')),
  },
  {
    serverOnly: true,
    run({ n }) {
      if (n == null || n === 1) return undefined;
      return meiliError(
        'unimplemented_multi_choice_chat_completions',
        `You tried to specify n = ${n} but only single choices are supported (n = 1).`,
      );
    },
  },
  {
    serverOnly: true,
    run: ({ stream }) =>
      stream === true ? undefined : meiliError('unimplemented_non_streaming_chat_completions'),
  },
  {
    run: (_, { workspace, workspaceExists }) =>
      workspaceExists(workspace)
        ? undefined
        : meiliError('chat_not_found', `Chat \`${workspace}\` not found`),
  },
  {
    // The real server needs the token for its searches, and takes it for granted.
    run: (_, __, { bearer }) => (bearer ? undefined : 'panic'),
  },
  { serverOnly: true, run: refusedTool },
];

/**
 * Makes the checks of Meilisearch 1.48 to 1.50, in its order: key, content type, size, JSON, then the table. The
 * first that refuses decides.
 *
 * @example
 * const result = await checkRequest(facts);
 * if ('refusal' in result) return send(result.refusal);
 */
export async function checkRequest(facts: RequestFacts): Promise<CheckedRequest> {
  const { headers, keys, now, profile } = facts;
  const authorization = await authorize(headers.authorization, keys, 'chatCompletions', now, profile);
  if (!authorization.ok) return { refusal: meiliError(authorization.code, authorization.message) };
  const { grant } = authorization;
  const payload = readPayload(facts);
  if ('status' in payload) return { refusal: payload };
  const body = await parseChatRequest(payload, facts.turns);
  if (!body.ok) return { refusal: meiliError(body.code, body.message) };

  const { value: request, written = request } = body;
  const warnings: string[] = [];
  for (const { serverOnly, run } of CHECKS) {
    const refusal = run(request, facts, grant);
    if (refusal === undefined) continue;
    if (refusal === 'panic' || !serverOnly || profile === 'server') return { refusal };
    warnings.push(refusalWarning(refusal));
  }
  return { request, written, grant, warnings: [...warnings, ...documentationNameWarnings(request)] };
}
