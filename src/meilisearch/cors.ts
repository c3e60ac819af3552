/** In the real server the order of these varies from one process to the next. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'PATCH', 'TRACE'];

/** What can be a method at all. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The `vary` of every response that CORS was asked about. */
export const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

type Headers = readonly (readonly [name: string, value: string])[];

/** What CORS adds to the response to a request. */
export interface Cors {
  /** For the response, whatever it is. */
  readonly headers: Headers;
  /** The response, when it is only about CORS. */
  readonly answer?: { readonly status: number; readonly body?: string };
}

/**
 * CORS as the real server has it: open to every origin, the asked-for headers echoed (a `*` does not cover
 * `Authorization`), `vary` on every response, and a preflight answered before anything else is looked at, for any path.
 *
 * @param exposed names of headers that a page may read
 */
export function corsOf(
  request: { readonly method: string; readonly headers: Readonly<Record<string, string | undefined>> },
  exposed: readonly string[],
): Cors {
  const { origin, 'access-control-request-method': asked } = request.headers;
  const expose: Headers = exposed.length === 0 ? [] : [['access-control-expose-headers', exposed.join(',')]];
  const vary = ['vary', VARY] as const;
  const anyOrigin = ['access-control-allow-origin', '*'] as const;
  const isOptions = request.method === 'OPTIONS';
  if (!isOptions || asked === undefined || !TOKEN.test(asked)) {
    return { headers: origin === undefined ? [vary] : [anyOrigin, ...(isOptions ? [] : expose), vary] };
  }
  if (!METHODS.includes(asked)) {
    return { headers: [], answer: { status: 400, body: 'Requested method is not allowed' } };
  }
  const wanted = request.headers['access-control-request-headers'];
  const headers: Headers = [
    anyOrigin,
    ['access-control-allow-methods', METHODS.join(', ')],
    ...(wanted ? ([['access-control-allow-headers', wanted]] as const) : []),
    ['access-control-max-age', '86400'],
    ...expose,
    vary,
  ];
  return { headers, answer: { status: 200 } };
}
