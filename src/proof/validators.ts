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
  /** The operations, with the name of its validator in each schema of a body. */
  readonly operations: readonly IHttpOperation[];
  /** A CommonJS module that exports the validators of bodies by their names, and those of headers by their schemas' JSON. */
  readonly code: string;
}

/** Compiles the schemas of all bodies and of the responses' headers, with the options that Prism compiles with. */
export function precompile(operations: readonly IHttpOperation[]): Precompiled {
  const bodies = new Validators({ coerceTypes: false });
  const headers = new Validators({ coerceTypes: true });

  function withName<Content extends { schema?: object }>(content: Content): Content {
    const { schema } = content;
    if (schema === undefined || needsPrism(schema)) return content;
    return { ...content, schema: { ...schema, [VALIDATOR]: bodies.add(schema) } };
  }
  const named = operations.map(({ request, responses, ...rest }) => ({
    ...rest,
    ...(request && { request: { ...request, ...(request.body && { body: withContents(request.body) }) } }),
    responses: responses.map(withContents),
  }));
  function withContents<T extends { contents?: { schema?: object }[] }>(holder: T): T {
    return holder.contents ? { ...holder, contents: holder.contents.map(withName) } : holder;
  }

  for (const schema of operations.flatMap(({ responses }) => responses.flatMap(headersSchema)))
    headers.add(schema, JSON.stringify(schema));
  return { operations: named as IHttpOperation[], code: `${bodies.code}${headers.code}` };
}

/** Schemas that are compiled to code. */
class Validators {
  readonly #ajv: Ajv;
  /** What each is exported as, and its name. */
  readonly #exported = new Map<string, string>();

  constructor(options: { readonly coerceTypes: boolean }) {
    this.#ajv = new Ajv({
      ...options,
      allErrors: true,
      allowUnionTypes: true,
      allowMatchingProperties: true,
      strict: false,
      logger: false,
      code: { source: true },
    });
    addFormats(this.#ajv);
  }

  /** Adds a schema if it is not there yet, under a name that says what is in it, or as what `exportAs` says. */
  add(schema: object, exportAs?: string): string {
    const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
    const name = `validator_${hash.slice(0, 16)}`;
    if (this.#ajv.getSchema(name) === undefined) this.#ajv.addSchema(schema, name);
    this.#exported.set(exportAs ?? name, name);
    return name;
  }

  get code(): string {
    return `{${standaloneCode(this.#ajv, Object.fromEntries(this.#exported))}}`;
  }
}

/** The schema that Prism makes of the headers of a response. */
function headersSchema({ headers = [] }: IHttpOperation['responses'][number]): object[] {
  if (headers.length === 0) return [];
  const named = headers.map(({ name, ...header }) => ({ ...header, name: name.toLowerCase() }));
  return [
    {
      type: 'object',
      properties: Object.fromEntries(named.flatMap(({ name, schema }) => (schema ? [[name, schema]] : []))),
      required: named.filter(({ required }) => required).map(({ name }) => name),
    },
  ];
}

/** Prism has its own reading of `date-time`: it compiles the few schemas with it when they are first used. */
function needsPrism(schema: object): boolean {
  return JSON.stringify(schema).includes('"date-time"');
}
