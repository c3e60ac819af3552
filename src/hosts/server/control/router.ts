import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { didYouMean } from '../../../did-you-mean.ts';
import { ChatMockError } from '../../../error.ts';
import { DEFAULT_SESSION } from '../../../session/names.ts';
import { targetOf } from '../../../simulator/target.ts';
import { guard } from './access.ts';
import { answer, answerError, RequestError } from './answer.ts';
import { check, readJson, readQuery } from './input.ts';
import { CONTROL_ROUTES, type ControlCall, type ControlContext, type ControlRoute } from './routes.ts';

export interface ControlOptions extends ControlContext {
  /** Origins, besides those of this machine, whose pages may drive the mock; their hosts may name it. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/**
 * The control API, to be mounted at `/__mock`: everything that a test or a person can do to the mock, by
 * HTTP. The session is named by the URL's prefix or by a header, see {@link targetOf}.
 *
 * @example
 * app.use('/__mock', controlRouter({ simulator, handle: (name) => server.session(name) }));
 */
export function controlRouter(options: ControlOptions): Router {
  const router = express.Router();
  router.use(guard(options.allowedOrigins ?? []));
  router.get('/', (_req, res) => answer(res, index(options)));
  for (const route of CONTROL_ROUTES) router[verb(route)](route.path, serve(route, options));
  for (const path of new Set(['/', ...CONTROL_ROUTES.map(({ path }) => path)])) {
    router.all(path, wrongMethod(path));
  }
  router.use((req) => {
    throw unknownRoute(req);
  });
  router.use(answerError);
  return router;
}

function verb({ method }: ControlRoute): 'get' | 'put' | 'post' | 'delete' {
  switch (method) {
    case 'GET':
      return 'get';
    case 'PUT':
      return 'put';
    case 'POST':
      return 'post';
    case 'DELETE':
      return 'delete';
    default:
      return method satisfies never;
  }
}

function serve(route: ControlRoute, context: ControlContext): RequestHandler {
  return async (req, res) => {
    const given = route.method === 'GET' ? readQuery(req) : await readJson(req);
    const about = `${route.method} /__mock${route.path}`;
    const input = check(given, route.input, about, route.example);
    const call = callOf(req, res, context);
    if (route.stream !== undefined) route.stream(call, req, res);
    else answer(res, await route.run(call, input));
  };
}

function callOf(req: Request, res: Response, context: ControlContext): ControlCall {
  const { session: named } = targetOf(req.originalUrl, req.get('x-mock-session'));
  const session = named ?? DEFAULT_SESSION;
  const gone = new AbortController();
  res.once('close', () => gone.abort(new ChatMockError('closed', 'The client has left.')));
  const { name } = req.params;
  return {
    context,
    named,
    chat: context.handle(session),
    get session() {
      return context.simulator.session(session);
    },
    name: typeof name === 'string' ? name : '',
    timed: ({ timeout }) => ({ timeout, signal: gone.signal }),
  };
}

function index({ version }: ControlContext) {
  return {
    name: 'meilisearch-chat-mock',
    version,
    session: 'named by the header `X-Mock-Session: NAME`, or by the prefix `/@NAME` of the path',
    routes: CONTROL_ROUTES.map(({ method, path, does, example }) => ({
      method,
      path: `/__mock${path}`,
      does,
      ...(example === undefined ? {} : { body: example }),
    })),
  };
}

function wrongMethod(path: string): RequestHandler {
  const methods = CONTROL_ROUTES.filter((route) => route.path === path).map(({ method }) => method);
  const allow = path === '/' ? 'GET' : methods.join(', ');
  return (req, res) => {
    if (req.method === 'OPTIONS') return answer(res, undefined, 204, [['allow', allow]]);
    throw new RequestError(405, `/__mock${req.path} does not take ${req.method}.`, `It takes ${allow}.`, [
      ['allow', allow],
    ]);
  };
}

function unknownRoute({ method, path }: Request): RequestError {
  const routes = CONTROL_ROUTES.map((route) => `${route.method} ${route.path.slice(1)}`);
  const near = didYouMean(`${method} ${path.slice(1)}`, routes);
  return new RequestError(
    404,
    `There is no /__mock${path}.`,
    `${near} There are: ${routes.join(', ')}.`.trim(),
  );
}
