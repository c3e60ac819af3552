import type { Prover, SpecReport, SpecRequest, SpecResponse, Violation } from '../plan/prover.ts';
import type {
  HttpMethod,
  IHttpMockConfig,
  IHttpOperation,
  IHttpOperationConfig,
  IHttpResponse,
  IPrismDiagnostic,
  PrismHttpComponents,
  PrismHttpInstance,
} from './prism.ts';

const CHAT = { method: 'post', path: '/chats/any/chat/completions' };
/** What is no media type at all makes Prism throw. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]{1,127}\/[\w!#$%&'*+.^`|~-]{1,127}$/;

let loaded: Promise<Prover> | undefined;

/** Loads Prism and the document, at the first call. */
export function loadProver(): Promise<Prover> {
  loaded ??= Promise.all([import('#prism'), import('#operations')]).then(
    async ([{ createInstance }, { loadOperations }]) =>
      createProver(createInstance(CONFIG, { logger, mock }), await loadOperations()),
  );
  return loaded;
}

function createProver(prism: PrismHttpInstance, operations: readonly IHttpOperation[]): Prover {
  const candidates = candidatesOf(operations);

  async function run(
    request: SpecRequest,
    response: SpecResponse,
    checks: Partial<IHttpMockConfig>,
  ): Promise<SpecReport> {
    const { path, query = {}, body } = request;
    const method = request.method.toLowerCase() as HttpMethod;
    const input = { method, url: { path, query }, headers: relevantHeaders(request), body };
    const { status: statusCode, ...rest } = response;
    const planned: PlannedConfig = { dynamic: false, output: { statusCode, ...rest } };
    const config = { ...CONFIG, ...checks, mock: planned };
    const result = await prism.request(input, candidates(method, path), config)();
    if (result._tag === 'Left') return { route: false, request: [], response: [] };
    const { validations } = result.right;
    return {
      route: true,
      request: validations.input.map((diagnostic) => toViolation('request', diagnostic)),
      response: validations.output.map((diagnostic) => toViolation('response', diagnostic)),
    };
  }

  return {
    check: (request, response, { proveResponse }) =>
      run(request, response, { validateResponse: proveResponse }),
    async proveReply(response, route = CHAT) {
      const request = { ...route, headers: {} };
      const report = await run(request, response, { checkSecurity: false, validateRequest: false });
      return report.response;
    },
  };
}

const SEVERITIES = ['Error', 'Warning', 'Information', 'Hint'] as const;

/** A finding of Prism in the form of its server. */
export function toViolation(side: 'request' | 'response', diagnostic: IPrismDiagnostic): Violation {
  const { path = [], severity, code, message } = diagnostic;
  return {
    location: [side, ...path],
    severity: SEVERITIES[severity] ?? 'Error',
    ...(code === undefined ? undefined : { code }),
    message,
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

/** In place of Prism's mocker: answers with the response that the caller put into the configuration of this request. */
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
  const keyOf = (method: string, path: string) => `${method} ${path.split('/').length}`;
  const groups = new Map<string, IHttpOperation[]>();
  for (const operation of all) {
    const key = keyOf(operation.method, operation.path);
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  return (method: string, path: string) => groups.get(keyOf(method, path)) ?? all;
}

/** The headers that the document says something of. */
function relevantHeaders({ headers, body }: SpecRequest): Record<string, string> {
  const relevant: Record<string, string> = {};
  const { authorization, 'content-type': type } = headers;
  if (authorization !== undefined) relevant.authorization = authorization;
  if (body !== undefined && type !== undefined) {
    // Prism needs no parameters, and takes long to read strange ones.
    const [mediaType = ''] = type.split(';', 1);
    const isMediaType = MEDIA_TYPE.test(mediaType.trim());
    relevant['content-type'] = isMediaType ? mediaType.trim() : 'application/octet-stream';
    // Prism looks at the type of a body with a length only, and a chunked one has none.
    relevant['content-length'] = '1';
  }
  return relevant;
}
