import { authorize } from '../auth.ts';
import { readNode } from '../body/parse.ts';
import { malformed, readPayload } from '../body/payload.ts';
import type { Shape } from '../body/shape.ts';
import { featureMessage } from '../error-messages.ts';
import { type MeiliError, meiliError } from '../errors.ts';
import { findTrouble } from './deserr/find-trouble.ts';
import { DEFAULT_PAGE, readPage } from './pagination.ts';
import { methodNotAllowed, notFound } from './replies.ts';
import { findResource } from './routes.ts';
import type { MeiliFacts, MeiliReply } from './types.ts';

/**
 * Answers a request as Meilisearch does, whatever its path: route, key, query, body, feature, in this order, and then
 * the route itself. What the chat completion route gets wrong (its method) is answered here too.
 *
 * @example
 * const reply = await answerMeilisearch({ method: 'GET', path: '/health', query: '', headers: {}, … });
 * // { status: 200, headers: { 'content-type': 'application/json' }, body: { status: 'available' } }
 */
export async function answerMeilisearch(facts: MeiliFacts): Promise<MeiliReply> {
  const { headers, instance, keys, profile, now } = facts;
  const found = findResource(facts.path);
  if (found === undefined) return notFound;
  const { methods, routes } = found.resource;
  const route = routes.find(({ method }) => method === facts.method);
  if (route === undefined) return methodNotAllowed(methods);
  if (route.action !== undefined) {
    const result = await authorize(headers.authorization, keys, route.action, now, profile);
    if (!result.ok) return meiliError(result.code, result.message);
  }
  const page = route.page === undefined ? DEFAULT_PAGE : readPage(facts.query, route.page);
  if ('status' in page) return page;
  const body = route.body === undefined ? { value: undefined } : await readBody(facts, route.body);
  if ('status' in body) return body;
  if (route.feature !== undefined && !instance.chatCompletions) {
    return meiliError('feature_not_enabled', featureMessage(route.feature));
  }
  return route.handle({ instance, uid: found.uid, page, body: body.value });
}

async function readBody(facts: MeiliFacts, shape: Shape): Promise<{ readonly value: unknown } | MeiliError> {
  const bytes = readPayload(facts);
  if ('status' in bytes) return bytes;
  if (bytes.length === 0) return meiliError('missing_payload');
  const json = await readNode(bytes);
  if (!json.ok) return meiliError('malformed_payload', malformed(json.error.located));
  const trouble = findTrouble(json.value, shape);
  return trouble ?? { value: facts.json() };
}
