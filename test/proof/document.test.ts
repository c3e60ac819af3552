import {
  createInstance,
  type IHttpMockConfig,
  type IHttpResponse,
  type PrismHttpComponents,
} from '@stoplight/prism-http';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { loadOperations } from '#operations';
import { buildOperations, type Overlay, overlay, readYaml } from '../../src/proof/document.ts';
import { pack, unpack } from '../../src/proof/operations.ts';
import { loadProver, toViolation } from '../../src/proof/prism-prover.ts';
import { precompile } from '../../src/proof/validators.ts';
import { SAMPLES } from './samples.ts';

const folder = new URL('../../openapi/', import.meta.url);
const operations = await buildOperations(folder);
const additions = (await readYaml(new URL('overlay.yaml', folder))) as Overlay;

test('what the build wrote is what the documents say now', async () => {
  expect(await loadOperations()).toEqual(precompile(operations).operations);
});

test('packing loses nothing and makes equal parts one object', () => {
  const error = { type: 'object', required: ['code'] };
  const value = [
    { a: error, list: [] },
    { b: structuredClone(error), deep: { a: structuredClone(error), list: [] } },
  ];
  const restored = unpack(pack(value)) as [{ a: object }, { b: object; deep: object }];
  expect(restored).toEqual(value);
  expect(restored[1].b).toBe(restored[0].a);
  expect(restored[1].deep).toBe(restored[0]);
});

test('each action of the overlay says why', () => {
  expect(additions.actions.filter(({ description = '' }) => description.length < 20)).toEqual([]);
});

test('an action of the overlay that changes nothing is an error', () => {
  const lost = {
    ...additions,
    actions: [{ target: '$.components.schemas.Gone', update: { type: 'object' } }],
  };
  expect(() => overlay({ components: { schemas: {} } }, lost)).toThrow(
    /Action 0 .*\$\.components\.schemas\.Gone/,
  );
});

/** Every schema of the operations, with a name for the report. */
const schemas = operations.flatMap(({ method, path, request, responses }) => [
  ...(request?.body?.contents ?? []).map(({ schema }) => ({ name: `${method} ${path}`, schema })),
  ...(request?.query ?? []).map(({ name, schema }) => ({ name: `${method} ${path}?${name}`, schema })),
  ...responses.flatMap(({ code, contents = [], headers = [] }) => [
    ...contents.map(({ mediaType, schema }) => ({ name: `${method} ${path} ${code} ${mediaType}`, schema })),
    ...headers.map(({ name, schema }) => ({ name: `${method} ${path} ${code} ${name}`, schema })),
  ]),
]);

test('every schema compiles: Prism swallows one that does not, and then takes everything', () => {
  expect(schemas.length).toBeGreaterThan(60);
  const ajv = new Ajv({ strict: false, allErrors: true, allowUnionTypes: true, logger: false });
  const failures = schemas.flatMap(({ name, schema }) => {
    if (schema === undefined) return [`${name}: no schema`];
    try {
      ajv.compile(schema as object);
      return [];
    } catch (error) {
      return [`${name}: ${String(error)}`];
    }
  });
  expect(failures).toEqual([]);
});

test('every schema is of draft 7, the one draft that the bundle of Prism has validators for', () => {
  const drafts = new Set(schemas.map(({ schema }) => schema?.$schema));
  expect(drafts).toEqual(new Set(['http://json-schema.org/draft-07/schema#']));
});

test('the bundle finds what Prism itself finds, in all samples', async () => {
  const spec = await loadProver();
  const log = () => undefined;
  const logger: unknown = { child: () => logger, debug: log, info: log, warn: log, error: log };
  const mock: PrismHttpComponents['mock'] =
    ({ config: planned }) =>
    () => ({ _tag: 'Right', right: (planned as unknown as { output: IHttpResponse }).output });
  const whole = createInstance(config, { logger: logger as PrismHttpComponents['logger'], mock });
  for (const { name, side, method, path, status, type = 'application/json', good, bad } of SAMPLES) {
    for (const body of [good, bad]) {
      const content = { 'content-type': 'application/json', 'content-length': '9' };
      const headers = { authorization: 'Bearer x', ...(side === 'request' ? content : {}) };
      const reply = { headers: { 'content-type': type }, body: side === 'response' ? body : {} };
      const sent = { headers, ...(side === 'request' ? { body } : {}) };
      const planned = { dynamic: false, output: { statusCode: status, ...reply } };
      const input = { method: method as 'get', url: { path }, ...sent };
      const expected = await whole.request(input, operations, { ...config, mock: planned })();
      const found = await spec.check(
        { method, path, ...sent },
        { status, ...reply },
        { proveResponse: true },
      );
      if (expected._tag === 'Left') throw expected.left;
      const { validations } = expected.right;
      expect(found.request, name).toEqual(validations.input.map((each) => toViolation('request', each)));
      expect(found.response, name).toEqual(validations.output.map((each) => toViolation('response', each)));
    }
  }
});

const config: IHttpMockConfig = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};
