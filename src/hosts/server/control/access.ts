import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { CONTROL_HEADER } from '../../../control/wire.ts';
import { ChatMockError } from '../../../error.ts';
import { respond } from '../respond.ts';

/** How long a browser may remember what a preflight said, in seconds. */
const PREFLIGHT_AGE = 600;

/** For origins that were let in. */
const allow = cors({
  origin: true,
  methods: 'GET, PUT, POST, DELETE',
  allowedHeaders: 'content-type, x-mock-session',
  exposedHeaders: CONTROL_HEADER,
  maxAge: PREFLIGHT_AGE,
  preflightContinue: true,
});

/**
 * Lets only this machine drive the mock: `Host` and `Origin` must be of a loopback address, or of one of
 * the allowed origins. Without this, any page in the developer's browser could (DNS rebinding and
 * drive-by requests). Answers preflights of those that are let in.
 *
 * @throws ChatMockError `control-refused`, as Express's error
 */
export function guard(allowedOrigins: readonly string[]): RequestHandler {
  const allowed = new Set(allowedOrigins);
  const hosts = new Set(
    allowedOrigins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).host] : [])),
  );
  return (req, res, next) => {
    res.setHeader('vary', 'Origin');
    const refusal = refusalOf(req, allowed, hosts);
    if (refusal !== undefined) throw refusal;
    if (req.headers.origin === undefined) return next();
    const preflight = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
    allow(req, res, preflight ? () => respond(res, 204, []) : next);
  };
}

function refusalOf(
  req: Request,
  allowed: ReadonlySet<string>,
  hosts: ReadonlySet<string>,
): ChatMockError | undefined {
  const { host = '', origin } = req.headers;
  if (!isLoopback(`http://${host}`) && !hosts.has(host)) {
    return refused(`The control API answers to names of this machine only, and was called as "${host}".`);
  }
  if (origin !== undefined && !isLoopback(origin) && !allowed.has(origin)) {
    return refused(`The control API is not for pages of ${origin}.`);
  }
  // A page elsewhere that embeds an address of ours sends no `Origin`, and says so otherwise.
  const embedded =
    req.headers['sec-fetch-site'] === 'cross-site' && req.headers['sec-fetch-mode'] !== 'navigate';
  if (origin === undefined && embedded) return refused('The control API is not for pages of other sites.');
  return undefined;
}

function refused(message: string): ChatMockError {
  return new ChatMockError('control-refused', message, {
    hint: 'Use localhost or 127.0.0.1, or allow the origin: `allowedOrigins` of the server.',
  });
}

/** Whether a URL is of this machine: `localhost`, a name below it, `127.0.0.0/8` or `[::1]`. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return false;
  return /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
