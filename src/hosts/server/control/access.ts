import { createHash, timingSafeEqual } from 'node:crypto';
import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { CONTROL_HEADER, CONTROL_KEY_HEADER, checkControlKey } from '../../../control/wire.ts';
import { ChatMockError } from '../../../error.ts';
import { respond } from '../respond.ts';
import { checkHost, checkOrigin, hostOf, isLoopback } from './allowed.ts';

/** Who may drive the mock, besides programs and pages of this machine. */
export interface AccessOptions {
  /** Names by which the control API may be called, with or without a port: `mock`, `mock:7700`. Default: none. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins whose pages may drive the mock; their hosts may name it. Default: none. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** What `/__mock` asks for from beyond this machine: `Authorization: Bearer KEY`, or `X-Mock-Control-Key: KEY`. */
  readonly controlKey?: string | undefined;
}

/** How long a browser may remember what a preflight said, in seconds. */
const PREFLIGHT_AGE = 600;

/** For origins that were let in. */
const allow = cors({
  origin: true,
  methods: 'GET, PUT, POST, DELETE',
  allowedHeaders: `content-type, x-mock-session, authorization, ${CONTROL_KEY_HEADER}`,
  exposedHeaders: CONTROL_HEADER,
  maxAge: PREFLIGHT_AGE,
  preflightContinue: true,
});

/**
 * Lets only this machine drive the mock: `Host` and `Origin` must be of a loopback address, or be allowed. Otherwise any page in
 * the developer's browser could (DNS rebinding, drive-by requests). Other machines need the control key if there is one.
 * Answers preflights.
 *
 * @param isOpen what needs no key: the page that asks for one
 * @param isPublic what anyone may read, by whatever name
 */
export function guard(
  { allowedHosts = [], allowedOrigins = [], controlKey }: AccessOptions,
  isOpen: (req: Request) => boolean,
  isPublic: (req: Request) => boolean,
): RequestHandler {
  const origins = new Set(allowedOrigins.map(checkOrigin));
  const hosts = new Set([...allowedHosts.map(checkHost), ...[...origins].map(hostOf).filter(Boolean)]);
  const hasKey = controlKey === undefined ? () => true : keyCheck(controlKey);
  return (req, res, next) => {
    if (isPublic(req)) return next();
    res.setHeader('vary', 'Origin');
    const { host = '', origin } = req.headers;
    const url = `http://${host}`;
    const name = hostOf(url);
    if (!isLoopback(url) && !hosts.has(name) && !hosts.has(name.replace(/:\d+$/, ''))) throw wrongHost(host);
    const serve = () => {
      const local = isLoopback(url) && isFromHere(req);
      next(
        local || isOpen(req) || hasKey(req)
          ? undefined
          : refused('The control API asks other machines for its key.', KEY),
      );
    };
    if (origin === undefined) {
      // A page elsewhere that embeds an address of ours sends no `Origin`, and says so otherwise.
      const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = req.headers;
      if (site !== 'cross-site' || mode === 'navigate') return serve();
      throw refused('The control API is not for pages of other sites.', ORIGIN);
    }
    if (!isLoopback(origin) && !origins.has(origin) && hostOf(origin) !== name) {
      throw refused(`The control API is not for pages of ${origin}.`, ORIGIN);
    }
    // A preflight brings no key.
    const preflight = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
    allow(req, res, preflight ? () => respond(res, 204, []) : serve);
  };
}

const ORIGIN =
  'Use a page of localhost, or allow its origin: `--allowed-origins ORIGIN`, or `allowedOrigins` of createServer.';
const KEY =
  'Send `Authorization: Bearer KEY` or `X-Mock-Control-Key: KEY`; in code: `connect(url, { controlKey })`, or `chatControlKey` of the Playwright fixture.';

function wrongHost(host: string): ChatMockError {
  return refused(
    `The control API answers to names of this machine only, and was called as "${host}".`,
    'Use localhost or 127.0.0.1, or allow the name: `--allowed-hosts HOST`, or `allowedHosts` of createServer.',
  );
}

function refused(message: string, hint: string): ChatMockError {
  return new ChatMockError('control-refused', message, { hint });
}

/** Whether a request is from this machine, whatever its `Host` says. A proxy of this machine says for whom it asks. */
function isFromHere({ headers, socket: { remoteAddress = '' } }: Request): boolean {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const addresses = [remoteAddress, ...forwarded.map((address) => address.trim()).filter(Boolean)];
  return addresses.every((address) => /^(?:::ffff:)?127\.|^::1$/.test(address));
}

/** Compares digests: they have one length, and the time that it takes says nothing of the key. */
function keyCheck(key: string): (req: Request) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(checkControlKey(key));
  return (req) => {
    const given = req.get(CONTROL_KEY_HEADER) ?? req.get('authorization')?.replace(/^Bearer +/i, '') ?? '';
    return timingSafeEqual(digest(given), expected);
  };
}
