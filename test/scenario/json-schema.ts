import * as z from 'zod';
import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../../src/meilisearch/error-codes.ts';
import { CHAT_ROUTE_CODES, defaultMessage } from '../../src/meilisearch/error-messages.ts';
import { isRecord } from '../../src/scenario/problems/wording.ts';
import { ANSWERS, matchSchema, STEP_KINDS, scenarioSchema } from '../../src/scenario/schema.ts';

/** zod's bounds of safe integers: true of all JSON, and noise in an editor. */
const UNBOUNDED = new Set([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The scenario language as a JSON Schema, draft 7: the dialect that editors (yaml-language-server) know best. It is what
 * `scenarios/schema.json` holds.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, {
    target: 'draft-07',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === scenarioSchema) Object.assign(jsonSchema, exactlyOne(ANSWERS));
      if (zodSchema === matchSchema) jsonSchema.minProperties = 1;
      if (jsonSchema.maximum !== undefined && UNBOUNDED.has(jsonSchema.maximum)) delete jsonSchema.maximum;
      // Not a format of JSON Schema: validators refuse the whole schema for it. The pattern says the same.
      if (jsonSchema.format === 'base64') delete jsonSchema.format;
      delete jsonSchema.propertyNames;
    },
  });
  const definitions = definitionsOf(schema);
  const whole = {
    $schema,
    title: 'Scenario of meilisearch-chat-mock',
    ...schema,
    definitions: {
      ...definitions,
      step: asOneObject(definitions.step),
      errorCode: withStatuses(definitions.errorCode),
    },
  };
  return JSON.parse(JSON.stringify(whole), (_, value: unknown) => withoutLoneAllOf(value));
}

function definitionsOf(schema: object): Record<string, JsonSchema> {
  return 'definitions' in schema ? { ...(schema.definitions as Record<string, JsonSchema>) } : {};
}

/** Exactly one of the keys. Where a second one is, an editor says of that one what is wrong: of a `oneOf` it says little. */
function exactlyOne(keys: readonly string[]): object {
  return {
    anyOf: keys.map((key) => ({ required: [key] })),
    allOf: keys.slice(0, -1).map((key, index) => ({
      if: { required: [key] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: {
        properties: Object.fromEntries(keys.slice(index + 1).map((other) => [other, false])),
        errorMessage: `A scenario has one of ${keys.join(', ')}; this one has "${key}" already.`,
      },
    })),
  };
}

/** Each code with its status. Editors offer those of the chat routes first, in the order of their statuses. */
function withStatuses(errorCode: JsonSchema | undefined): JsonSchema {
  const first = [...CHAT_ROUTE_CODES].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const codes = [...first, ...ERROR_CODES.filter((code) => !first.includes(code))];
  return {
    description: errorCode?.description ?? '',
    // An order of the editor's own has only what is a snippet; before the codes, so that each is there once.
    defaultSnippets: first.map((code) => ({
      label: code,
      bodyText: code,
      sortText: orderOf(code),
      description: explained(code),
    })),
    allOf: [{ type: 'string', enum: codes, enumDescriptions: codes.map(explained) }],
  };
}

/** A blank comes before every letter. The codes of settings come after those of chats. */
const orderOf = (code: ErrorCode) =>
  ` ${code.startsWith('invalid_chat_') ? 1 : 0} ${ERROR_CATALOGUE[code].status} ${code}`;

function explained(code: ErrorCode): string {
  const { status, type } = ERROR_CATALOGUE[code];
  return `${status} ${type}: ${defaultMessage(code)}`;
}

/**
 * The union of the steps as one object with exactly one of the kinds. It says the same, and editors offer its keys
 * instead of the names of eleven schemas.
 */
function asOneObject(step: JsonSchema | undefined): JsonSchema {
  const properties: Record<string, z.core.JSONSchema._JSONSchema> = {};
  const dependencies: Record<string, string[]> = {};
  for (const branch of step?.anyOf ?? []) {
    for (const [key, schema] of Object.entries(branch.properties ?? {})) {
      properties[key] = schema;
      if (key !== 'id' && !STEP_KINDS.includes(key)) dependencies[key] = branch.required ?? [];
    }
  }
  return {
    type: 'object',
    description: step?.description ?? '',
    properties,
    additionalProperties: false,
    dependencies,
    oneOf: STEP_KINDS.map((kind) => ({ required: [kind] })),
  };
}

/** `{ allOf: [x] }` is x: zod writes it where a description might have stood beside a `$ref`. */
function withoutLoneAllOf(value: unknown): unknown {
  if (!isRecord(value) || Object.keys(value).length !== 1 || !Array.isArray(value.allOf)) return value;
  return value.allOf.length === 1 ? value.allOf[0] : value;
}
