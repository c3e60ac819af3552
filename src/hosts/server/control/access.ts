import cors from 'cors';
import type { RequestHandler } from 'express';
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
 * Lets only this machine drive the mock: `Host` and `Origin` must be of a loopback address, or of one of the allowed origins.
 * Otherwise any page in the developer's browser could (DNS rebinding, drive-by requests). Answers preflights.
 */
export function guard(allowedOrigins: readonly string[]): RequestHandler {
  const allowed = new Set(allowedOrigins);
  const hosts = new Set(
    allowedOrigins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).host] : [])),
  );
  return (req, res, next) => {
    res.setHeader('vary', 'Origin');
    const { host = '', origin } = req.headers;
    if (!isLoopback(`http://${host}`) && !hosts.has(host)) {
      throw refused(`The control API answers to names of this machine only, and was called as "${host}".`);
    }
    if (origin === undefined) {
      // A page elsewhere that embeds an address of ours sends no `Origin`, and says so otherwise.
      const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = req.headers;
      if (site !== 'cross-site' || mode === 'navigate') return next();
      throw refused('The control API is not for pages of other sites.');
    }
    if (!isLoopback(origin) && !allowed.has(origin)) {
      throw refused(`The control API is not for pages of ${origin}.`);
    }
    const preflight = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
    allow(req, res, preflight ? () => respond(res, 204, []) : next);
  };
}

function refused(message: string): ChatMockError {
  return new ChatMockError('control-refused', message, {
    hint: 'Use localhost or 127.0.0.1, or allow the origin: `allowedOrigins` of the server.',
  });
}

/** Whether a URL is of this machine: `localhost`, a name below it, `127.0.0.0/8` or `[::1]`. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return false;
  return /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
