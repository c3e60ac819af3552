import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import type { HeaderList } from '../../../simulator/reply.ts';
import { packageFolder } from '../package.ts';
import { respond } from '../respond.ts';
import { CONTROL_HEADERS } from './answer.ts';

/** The files of the page, as the build made them. */
const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'panel.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Nothing but what comes from here: no inline script, no inline style, no frame, no other host. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const PAGE_HEADERS: HeaderList = [
  ...CONTROL_HEADERS,
  ['content-security-policy', POLICY],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
];

/** Whether a request is for the page: it says nothing of the mock, and asks for the key itself where one is needed. */
export function isOfPage(req: Request): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  return req.path === '/' ? wantsPage(req) : /^\/panel\/[^/]+$/.test(req.path);
}

/** Answers browsers with the control panel; everything else gets the index, as before. */
export const servePage: RequestHandler = (req, res, next) => {
  if (!wantsPage(req)) return next();
  // What the page names is relative to it.
  const [path = ''] = req.originalUrl.split('?');
  if (!path.endsWith('/')) return respond(res, 302, [['location', `${lastPart(path)}/`], ...PAGE_HEADERS]);
  serve(res, 'index.html');
};

/** What the page loads. */
export const servePageFile: RequestHandler = (req, res, next) => {
  const { file } = req.params;
  if (typeof file !== 'string' || !Object.hasOwn(TYPES, file)) return next();
  serve(res, file);
};

const wantsPage = (req: Request) => /\btext\/html\b/.test(req.get('accept') ?? '');

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const read = new Map<string, Buffer>();

/** Read when it is first asked for: a start need not wait for it. */
function serve(res: Response, file: string): void {
  const bytes = read.get(file) ?? readFileSync(join(packageFolder(), 'dist/panel', file));
  read.set(file, bytes);
  respond(res, 200, [['content-type', TYPES[file] ?? ''], ...PAGE_HEADERS], bytes);
}
