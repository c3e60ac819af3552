import type { GatewayErrorSpec } from '../scenario/schema.ts';
import { sizeOf } from './size.ts';
import type { Plan } from './types.ts';

/** What statuses are called that Meilisearch has no error for, or that others send too. */
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a Teapot",
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  511: 'Network Authentication Required',
  520: 'Web Server Returned an Unknown Error',
  521: 'Web Server Is Down',
  522: 'Connection Timed Out',
  523: 'Origin Is Unreachable',
  524: 'A Timeout Occurred',
  525: 'SSL Handshake Failed',
  526: 'Invalid SSL Certificate',
  529: 'Site Is Overloaded',
};

/**
 * The answer of something between the client and Meilisearch: `at` ms after the request. The OpenAPI document does not have
 * it, and so it is not held against it.
 */
export function planGatewayError(error: GatewayErrorSpec, { at = 0 } = {}): Plan {
  const { status, body = pageOf(status), headers = {} } = error;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    status,
    headers: { 'content-type': typeOf(body, text), ...Object.fromEntries(named) },
    mode: 'body',
    items: [{ type: 'frame', kind: 'body', at, step: undefined, path: [], render: () => text }],
    rounds: [0],
    warnings: [
      `this ${status} is no answer of Meilisearch's, and not in its OpenAPI document: it is meant so`,
    ],
    size: 1000 + sizeOf(text),
    offSpec: true,
  };
}

function typeOf(body: unknown, text: string): string {
  if (typeof body !== 'string') return 'application/json';
  if (/^\s*<(?:!doctype|html|head|body|[a-z])/i.test(text)) return 'text/html; charset=utf-8';
  return isJson(text) ? 'application/json' : 'text/plain; charset=utf-8';
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The page that nginx has for a status. */
function pageOf(status: number): string {
  const title = `${status} ${PHRASES[status] ?? 'Error'}`;
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
