import { authorize } from '../auth.ts';
import { readNode } from '../body/parse.ts';
import { contentTypeError, isOverflow, malformed, sizeError } from '../body/payload.ts';
import { type MeiliError, meiliError } from '../errors.ts';
import { findTrouble } from './deserr/find-trouble.ts';
import type { Page } from './pagination.ts';
import { readPage } from './pagination.ts';
import { featureOff, methodNotAllowed, notFound } from './replies.ts';
import { allowFor, findRoute } from './routes.ts';
import type { MeiliFacts, MeiliReply, MeiliRoute } from './types.ts';

/**
 * Answers a request as Meilisearch does, whatever its path: route, key, query, body, feature, in this order, and then
 * the route itself. What the chat completion route gets wrong (its method) is answered here too.
 *
 * @example
 * const reply = await answerMeilisearch({ method: 'GET', path: '/health', query: '', headers: {}, … });
 * // { status: 200, headers: { 'content-type': 'application/json' }, body: { status: 'available' } }
 */
export async function answerMeilisearch(facts: MeiliFacts): Promise<MeiliReply> {
  const found = findRoute(facts.method, facts.path);
  if (found === undefined) {
    const methods = allowFor(facts.path);
    return methods === undefined ? notFound : methodNotAllowed(methods);
  }
  const { route, uid } = found;
  const refusal = await keyTrouble(route, facts);
  if (refusal !== undefined) return refusal;

  const page = pageOf(route, facts);
  if ('status' in page) return page;
  const body = bodyOf(route, facts);
  if ('error' in body) return body.error;
  const { instance, keys, profile, now } = facts;
  if (route.feature !== undefined && !instance.chatCompletions) return featureOff(route.feature);
  return route.handle({ instance, keys, profile, now, uid, page, body: body.value });
}

async function keyTrouble(
  { action }: MeiliRoute,
  { headers, keys, now, profile }: MeiliFacts,
): Promise<MeiliError | undefined> {
  if (action === undefined) return undefined;
  const result = await authorize(headers.authorization, keys, action, now, profile);
  if (!result.ok) return meiliError(result.code, result.message);
  return undefined;
}

function pageOf({ page }: MeiliRoute, { query }: MeiliFacts): Page | MeiliError {
  return page === undefined ? { offset: 0, limit: 0 } : readPage(query, page);
}

function bodyOf(
  { body: shape }: MeiliRoute,
  { headers, body, limit }: MeiliFacts,
): { readonly value: unknown } | { readonly error: MeiliError } {
  if (shape === undefined) return { value: undefined };
  const error = contentTypeError(headers['content-type']) ?? sizeError(body, limit);
  if (error !== undefined) return { error };
  if (isOverflow(body) || body.length === 0) return { error: meiliError('missing_payload') };
  const json = readNode(body);
  if (!json.ok) return { error: meiliError('malformed_payload', malformed(json.error.located)) };
  const trouble = findTrouble(json.value, shape);
  if (trouble !== undefined) return { error: meiliError(trouble.code, trouble.message) };
  return { value: JSON.parse(new TextDecoder().decode(body)) };
}
