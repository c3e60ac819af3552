import { parsedJson } from '../json.ts';
import { answerMeilisearch } from '../meilisearch/routes/answer.ts';
import { meantBy } from '../meilisearch/routes/meant.ts';
import { findResource } from '../meilisearch/routes/routes.ts';
import { sizeOf } from '../plan/size.ts';
import { cutBody } from '../session/cut.ts';
import { DEFAULT_SESSION, sessionUrl } from '../session/names.ts';
import { timers } from '../timers.ts';
import type { IncomingRequest, RouteOptions } from './chat.ts';
import { ownHeaders } from './own-headers.ts';
import { type Reply, wholeReply } from './reply.ts';
import { overflowOf } from './request.ts';

/** Keeps a request that reached no route: a wrong base URL is the commonest mistake, and its 404 says nothing. */
function recordLost({
  request,
  target,
  session,
}: Pick<IncomingRequest, 'request' | 'target' | 'session'>): void {
  const { method, headers, body } = request;
  const path = target.query === '' ? target.path : `${target.path}?${target.query}`;
  const { host } = headers;
  const base = sessionUrl(host === undefined ? '' : `http://${host}`, target.session ?? DEFAULT_SESSION);
  const meant = meantBy(target.path, base);
  if (meant === undefined) return;
  const text = body === 'too large' ? '' : new TextDecoder().decode(body);
  const value = text === '' ? null : (parsedJson(text) ?? text);
  const kept = body === 'too large' ? { body: null } : cutBody(body, value);
  session.recordLost({ method, path, headers, ...kept }, meant);
}

/** Answers every request that is not a chat completion; unknown routes and wrong methods, too. */
export async function answerOtherRoute(
  { request, target, session, headers, encoding }: IncomingRequest,
  { profile, keys, bodyLimit, proofs }: RouteOptions,
): Promise<Reply> {
  const { method, body } = request;
  if (findResource(target.path) === undefined) recordLost({ request, target, session });
  let value: unknown;
  const json = () => {
    if (body !== 'too large' && body.length > 0) value ??= parsedJson(new TextDecoder().decode(body));
    return value;
  };
  const reply = await answerMeilisearch({
    method,
    path: target.path,
    query: target.query,
    headers: request.headers,
    body: overflowOf(request, bodyLimit),
    json,
    instance: session.instance,
    keys,
    profile,
    limit: bodyLimit,
    now: timers.date(),
  });
  if (method !== 'GET' && method !== 'HEAD') session.stateHolds(sizeOf(session.instance.state));
  const asSpec = {
    method: method.toLowerCase(),
    path: target.path,
    query: Object.fromEntries(new URLSearchParams(target.query)),
    headers: request.headers,
    ...(body !== 'too large' && body.length > 0 && { body: json() }),
  };
  const violations = profile === 'spec' ? await proofs.violations(asSpec, reply) : [];
  const own = ownHeaders(profile, { warnings: [], violations });
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  return wholeReply(reply.status, [...headers, ...Object.entries(reply.headers), ...own], text, encoding);
}
