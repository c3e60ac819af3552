import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { didYouMean } from '../../../did-you-mean.ts';
import { ChatMockError } from '../../../error.ts';
import { DEFAULT_SESSION } from '../../../session/names.ts';
import type { HeaderList } from '../../../simulator/reply.ts';
import { targetOf } from '../../../simulator/target.ts';
import { type AccessOptions, guard } from './access.ts';
import { answer, answerError, answerList, RequestError } from './answer.ts';
import { readInput } from './input.ts';
import { isOfPage, servePage, servePageFile } from './page.ts';
import { CONTROL_ROUTES, type ControlCall, type ControlContext, type ControlRoute } from './routes.ts';

export interface ControlOptions extends ControlContext, AccessOptions {}

/** The control API, mounted at `/__mock`. The session is named by the URL or by a header, see {@link targetOf}. */
export function controlRouter(options: ControlOptions): Router {
  const router = express.Router();
  router.use(guard(options, isOfPage, isPublic));
  router.get('/', servePage, (_req, res) => answer(res, index(options)));
  router.get('/panel/:file', servePageFile);
  router.all('/', wrongMethod(['GET']));
  for (const path of new Set(CONTROL_ROUTES.map(pathOf))) {
    const routes = CONTROL_ROUTES.filter((route) => pathOf(route) === path);
    router.all(path, serve(routes, options), wrongMethod(routes.map(methodOf)));
  }
  router.use((req) => {
    throw unknownRoute(req);
  });
  router.use(answerError);
  return router;
}

const methodOf = ({ route }: ControlRoute) => route.split(' ')[0] ?? '';
const pathOf = ({ route }: ControlRoute) => route.split(' ')[1] ?? '';

const PUBLIC = new Set(CONTROL_ROUTES.filter((route) => route.isPublic).map(pathOf));

/** Whether a request is to be answered whatever its `Host`, and without the key. */
const isPublic = ({ method, path }: Request) => /^(?:GET|HEAD)$/.test(method) && PUBLIC.has(path);

function serve(routes: readonly ControlRoute[], context: ControlContext): RequestHandler {
  return async (req, res, next) => {
    const method = req.method === 'HEAD' ? 'GET' : req.method;
    const route = routes.find((one) => methodOf(one) === method);
    if (route === undefined) return next();
    const given = await readInput(req);
    const value = await route.run(callOf(req, res, context, given));
    if (Array.isArray(value)) await answerList(res, value);
    else answer(res, value);
  };
}

function callOf(req: Request, res: Response, context: ControlContext, given: unknown): ControlCall {
  const { session: named } = targetOf(req.originalUrl, req.get('x-mock-session'));
  const access = context.simulator.access(named ?? DEFAULT_SESSION);
  const gone = new AbortController();
  res.once('close', () => gone.abort(new ChatMockError('closed', 'The client has left.')));
  return { ...context, access, named, given, inPath: req.params, gone: gone.signal, res };
}

function index({ version }: ControlContext) {
  return {
    name: 'meilisearch-chat-mock',
    version,
    session: 'named by the header `X-Mock-Session: NAME`, or by the prefix `/@NAME` of the path',
    routes: CONTROL_ROUTES.map((route) => {
      const { does, example: body } = route;
      return { method: methodOf(route), path: `/__mock${pathOf(route)}`, does, body };
    }),
  };
}

function wrongMethod(methods: readonly string[]): RequestHandler {
  const allow = methods.join(', ');
  const headers: HeaderList = [['allow', allow]];
  return ({ method, path }, res) => {
    if (method === 'OPTIONS') return answer(res, undefined, 204, headers);
    throw new RequestError(405, `/__mock${path} does not take ${method}.`, `It takes ${allow}.`, headers);
  };
}

function unknownRoute({ method, path }: Request): RequestError {
  const routes = CONTROL_ROUTES.map(({ route }) => route.replace('/', ''));
  const hint = `${didYouMean(`${method} ${path.slice(1)}`, routes)} There are: ${routes.join(', ')}.`;
  return new RequestError(404, `There is no /__mock${path}.`, hint.trim());
}
