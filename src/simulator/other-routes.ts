import { answerMeilisearch } from '../meilisearch/routes/answer.ts';
import type { Exchange, RouteOptions } from './chat.ts';
import { ownHeaders } from './own-headers.ts';
import { type Reply, wholeReply } from './reply.ts';
import { overflowOf, readable } from './request.ts';

/** Answers every request that is not a chat completion; unknown routes and wrong methods, too. */
export async function answerOtherRoute(
  { request, target, session, headers, encoding }: Exchange,
  { profile, keys, bodyLimit, proofs }: RouteOptions,
): Promise<Reply> {
  const { method, body } = request;
  const reply = await answerMeilisearch({
    method,
    path: target.path,
    query: target.query,
    headers: request.headers,
    body: overflowOf(request, bodyLimit),
    instance: session.instance,
    keys,
    profile,
    limit: bodyLimit,
    now: new Date(),
  });
  const asSpec = {
    method: method.toLowerCase(),
    path: target.path,
    query: Object.fromEntries(new URLSearchParams(target.query)),
    headers: request.headers,
    ...(body !== 'too large' && body.length > 0 && { body: readable(new TextDecoder().decode(body)) }),
  };
  const violations = profile === 'spec' ? await proofs.violations(asSpec, reply) : [];
  const own = ownHeaders(profile, { warnings: [], violations });
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  return wholeReply(reply.status, [...headers, ...Object.entries(reply.headers), ...own], text, encoding);
}
