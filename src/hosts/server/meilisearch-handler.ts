import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiKey } from '../../meilisearch/auth.ts';
import type { Profile } from '../../meilisearch/chat-request.ts';
import { negotiate } from '../../meilisearch/negotiate.ts';
import { answerMeilisearch } from '../../meilisearch/routes/answer.ts';
import type { Instance } from '../../meilisearch/routes/state.ts';
import type { MeiliFacts, MeiliReply } from '../../meilisearch/routes/types.ts';
import type { Spec } from '../../proof/guard.ts';
import { encode } from './compress.ts';
import { ownHeaders } from './own-headers.ts';
import { readBody } from './read-body.ts';
import { type HeaderList, respond } from './respond.ts';

/** What the routes need of their server. */
export interface MeilisearchSite {
  /** The Meilisearch of a session: what one changes, another does not see. */
  readonly instance: (session: string | undefined) => Instance;
  readonly keys: readonly ApiKey[];
  readonly simulator: { readonly profile: Profile };
  readonly spec: () => Promise<Spec>;
  /** The largest body that is read, in bytes. */
  readonly bodyLimit: number;
}

/** Where a request goes: a percent-encoded path without the query, in somebody's session. */
export interface MeilisearchTarget {
  readonly path: string;
  readonly session: string | undefined;
}

/**
 * Answers, over HTTP, every request that is not a chat completion; unknown routes and wrong methods too. What Prism finds
 * is told in the headers of the `spec` profile.
 */
export function meilisearchHandler(site: MeilisearchSite) {
  return async (req: IncomingMessage, res: ServerResponse, target: MeilisearchTarget): Promise<void> => {
    const { keys, simulator, bodyLimit } = site;
    const { path } = target;
    const facts: MeiliFacts = {
      method: req.method ?? 'GET',
      path,
      query: queryOf(req),
      headers: flat(req.headers),
      body: await readBody(req, bodyLimit),
      instance: site.instance(target.session),
      keys,
      profile: simulator.profile,
      limit: bodyLimit,
      now: new Date(),
    };
    const reply = await answerMeilisearch(facts);
    const own = simulator.profile === 'spec' ? await aboutIt(reply, facts, site) : [];
    const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
    const encoded = encode(text, negotiate(facts.headers['accept-encoding']) ?? 'identity');
    const headers = [...Object.entries(reply.headers), ...own, ...encoded.headers];
    respond(res, reply.status, headers, encoded.data);
  };
}

/** The mock's own headers. */
async function aboutIt(reply: MeiliReply, facts: MeiliFacts, site: MeilisearchSite): Promise<HeaderList> {
  const warnings = reply.warnings ?? [];
  const { method, path, query, headers, body } = facts;
  const spec = await site.spec();
  const request = {
    method: method.toLowerCase(),
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
    ...(!('overflow' in body) && body.length > 0 && { body: parsed(body) }),
  };
  const report = await spec.check(request, reply, { proveResponse: true });
  const violations = [...report.request, ...report.response];
  return ownHeaders({ scenario: undefined, warnings, violations });
}

function queryOf(req: IncomingMessage & { readonly originalUrl?: string }): string {
  const url = req.originalUrl ?? req.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
