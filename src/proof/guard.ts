import type {
  HttpMethod,
  IHttpMockConfig,
  IHttpOperation,
  IHttpOperationConfig,
  IHttpResponse,
  PrismHttpComponents,
  PrismHttpInstance,
} from './prism.ts';
import { toViolation, type Violation } from './violation.ts';

/** A request as it arrived. Header names in lower case; the body parsed. */
export interface SpecRequest {
  readonly method: string;
  /** Percent-encoded, without the query: `/chats/movies/chat/completions`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

/** A planned reply: the parsed body or, for a stream, the array of what its events say. */
export interface SpecReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What Prism found. `route` is false when the document has no such path or no such method on it. */
export interface SpecReport {
  readonly route: boolean;
  readonly request: readonly Violation[];
  readonly response: readonly Violation[];
}

/** Holds requests and replies against Meilisearch's document. */
export interface Spec {
  /**
   * Runs Prism: route, security, request, our planned reply in place of Prism's mocker, and the response unless
   * `proveResponse` is false, for a reply that was proven before.
   */
  check(request: SpecRequest, reply: SpecReply, options: { proveResponse: boolean }): Promise<SpecReport>;
  /** Proves a reply on its own, as an answer to `route`: by default to a chat completion. */
  proveReply(reply: SpecReply, route?: { method: string; path: string }): Promise<readonly Violation[]>;
}

const CHAT = { method: 'post', path: '/chats/any/chat/completions' };
/** What is no media type at all makes Prism throw. */
const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

let loaded: Promise<Spec> | undefined;

/** Loads Prism and the document, at the first call. */
export function loadSpec(): Promise<Spec> {
  loaded ??= Promise.all([import('#prism'), import('#operations')]).then(
    async ([{ createInstance }, { loadOperations }]) =>
      createSpec(createInstance(CONFIG, { logger, mock }), await loadOperations()),
  );
  return loaded;
}

function createSpec(prism: PrismHttpInstance, operations: readonly IHttpOperation[]): Spec {
  const candidates = candidatesOf(operations);

  async function run(
    request: SpecRequest,
    reply: SpecReply,
    checks: Partial<IHttpMockConfig>,
  ): Promise<SpecReport> {
    const { method, path, query = {}, body } = request;
    const input = {
      method: method.toLowerCase() as HttpMethod,
      url: { path, query },
      headers: relevantHeaders(request),
      body,
    };
    const output: IHttpResponse = { statusCode: reply.status, headers: reply.headers, body: reply.body };
    const planned: PlannedConfig = { dynamic: false, output };
    const config = { ...CONFIG, ...checks, mock: planned };
    const result = await prism.request(input, candidates(input.method, path), config)();
    if (result._tag === 'Left') return { route: false, request: [], response: [] };
    const { validations } = result.right;
    return {
      route: true,
      request: validations.input.map((diagnostic) => toViolation('request', diagnostic)),
      response: validations.output.map((diagnostic) => toViolation('response', diagnostic)),
    };
  }

  return {
    check: (request, reply, { proveResponse }) => run(request, reply, { validateResponse: proveResponse }),
    async proveReply(reply, route = CHAT) {
      const request = { ...route, headers: {} };
      const report = await run(request, reply, { checkSecurity: false, validateRequest: false });
      return report.response;
    },
  };
}

const CONFIG: IHttpMockConfig = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};

interface PlannedConfig extends IHttpOperationConfig {
  readonly output: IHttpResponse;
}

/** In place of Prism's mocker: answers with the reply that the caller put into the configuration of this request. */
const mock: PrismHttpComponents['mock'] = ({ config }) => {
  const { output } = config as PlannedConfig;
  const right = { _tag: 'Right', right: output } as const;
  return () => right;
};

const silent = () => undefined;
const logger = {
  child: () => logger,
  ...{ debug: silent, info: silent, warn: silent, error: silent, success: silent },
} as unknown as PrismHttpComponents['logger'];

/** Of all operations those that can match at all, so that Prism's router, which tries each, has next to nothing to do. */
function candidatesOf(operations: readonly IHttpOperation[]) {
  const all = [...operations];
  const depth = (path: string) => path.split('/').length;
  const groups = new Map<string, IHttpOperation[]>();
  for (const operation of all) {
    const key = `${operation.method} ${depth(operation.path)}`;
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  return (method: string, path: string) => groups.get(`${method} ${depth(path)}`) ?? all;
}

/** The headers that the document says something of. */
function relevantHeaders({ headers, body }: SpecRequest): Record<string, string> {
  const relevant: Record<string, string> = {};
  const { authorization, 'content-type': type } = headers;
  if (authorization !== undefined) relevant.authorization = authorization;
  if (body !== undefined && type !== undefined) {
    relevant['content-type'] = MEDIA_TYPE.test(type) ? type : 'application/octet-stream';
    // Prism looks at the type of a body with a length only, and a chunked one has none.
    relevant['content-length'] = '1';
  }
  return relevant;
}
