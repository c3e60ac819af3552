/** Build time only: compiles ahead what Prism would compile at the first requests, which would take it half a second. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { IHttpOperation } from '@stoplight/types';
import { Ajv } from 'ajv';

// Their types describe ES modules, but the packages are CommonJS.
const require = createRequire(import.meta.url);
const addFormats = require('ajv-formats') as (ajv: Ajv) => void;
const standaloneCode = (require('ajv/dist/standalone') as typeof import('ajv/dist/standalone/index.js'))
  .default;

/** The keyword that names the validator of a schema. */
export const VALIDATOR = 'x-validator';

export interface Precompiled {
  /** The operations, with each schema of a body replaced by the name of its validator. */
  readonly operations: readonly IHttpOperation[];
  /** A CommonJS module that exports the validators by their names. */
  readonly code: string;
}

/** Compiles the schemas of all bodies, with the options that Prism compiles with. */
export function precompile(operations: readonly IHttpOperation[]): Precompiled {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    strict: false,
    logger: false,
    code: { source: true },
  });
  addFormats(ajv);
  const names = new Set<string>();

  /** Named after what is in it, so that operations tell whether their validators are of the same document. */
  function nameOf(schema: object): string {
    const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
    const name = `validator_${hash.slice(0, 16)}`;
    if (!names.has(name)) ajv.addSchema(schema, name);
    names.add(name);
    return name;
  }
  function replace<Content extends { schema?: object }>(content: Content): Content {
    const { schema } = content;
    if (schema === undefined || needsPrism(schema)) return content;
    // Should the validator be missing, Prism compiles this schema, which nothing passes.
    return { ...content, schema: { [VALIDATOR]: nameOf(schema), not: {} } };
  }
  const replaced = operations.map(({ request, responses, ...rest }) => ({
    ...rest,
    ...(request && { request: { ...request, ...(request.body && { body: withContents(request.body) }) } }),
    responses: responses.map(withContents),
  }));
  function withContents<T extends { contents?: { schema?: object }[] }>(holder: T): T {
    return holder.contents ? { ...holder, contents: holder.contents.map(replace) } : holder;
  }

  const exported = Object.fromEntries([...names].map((name) => [name, name]));
  return { operations: replaced as IHttpOperation[], code: standaloneCode(ajv, exported) };
}

/** Prism has its own reading of `date-time`: it compiles the few schemas with it when they are first used. */
function needsPrism(schema: object): boolean {
  return JSON.stringify(schema).includes('"date-time"');
}
