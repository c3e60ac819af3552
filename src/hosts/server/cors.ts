import cors from 'cors';
import type { RequestHandler } from 'express';
import { negotiate } from '../../meilisearch/negotiate.ts';
import { encode } from './compress.ts';
import { respond } from './respond.ts';

/** In the real server the order of these varies from one process to the next. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'PATCH', 'TRACE'];

/** What we add to a response in the `spec` profile, so that a page can read it. */
export const OWN_HEADERS = ['x-mock-scenario', 'x-mock-warning', 'sl-violations'];

/** What can be a method at all. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The `vary` of every response that CORS was asked about. */
export const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/**
 * CORS as the real server has it: open to every origin, the asked-for headers echoed (a `*` does not
 * cover `Authorization`), `vary` on every response, and a preflight answered before anything else is
 * looked at, for any path.
 */
export function meilisearchCors(options: { readonly exposeOwnHeaders: boolean }): RequestHandler {
  const headersOnly = cors({
    origin: '*',
    methods: METHODS.join(', '),
    maxAge: 86_400,
    preflightContinue: true,
    ...(options.exposeOwnHeaders ? { exposedHeaders: OWN_HEADERS } : {}),
  });
  return (req, res, next) => {
    const asked = req.headers['access-control-request-method'];
    const preflight = req.method === 'OPTIONS' && asked !== undefined && TOKEN.test(asked);
    const go = () => {
      res.setHeader('vary', VARY);
      if (preflight) respond(res, 200, []);
      else next();
    };
    if (preflight && !METHODS.includes(asked)) {
      const encoding = negotiate(req.headers['accept-encoding']) ?? 'identity';
      const { headers, data } = encode('Requested method is not allowed', encoding);
      respond(res, 400, headers, data);
    } else if (preflight) {
      headersOnly(req, res, go);
    } else if (req.headers.origin === undefined) {
      go();
    } else if (req.method === 'OPTIONS') {
      // Not a preflight, and not to be answered with a preflight's headers.
      res.setHeader('access-control-allow-origin', '*');
      go();
    } else {
      headersOnly(req, res, go);
    }
  };
}
