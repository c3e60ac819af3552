/**
 * The scenario language. This one zod schema is the TypeScript types, the parser's check and
 * `scenarios/schema.json`. Durations are milliseconds everywhere.
 */
import * as z from 'zod';
import { ERROR_CODES, type ErrorCode } from '../meilisearch/error-codes.ts';
import { FAULTS } from './faults.ts';

const optional = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.optional().describe(description);
const upTo = (most: number) => z.number().min(0).max(most);
const milliseconds = upTo(3_600_000);
const count = z.int().min(0);
const text = z.string().min(1);
const json = z.json().register(z.globalRegistry, { id: 'json', description: 'Any JSON.' });
const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'a name: letters, digits, `.`, `_` and `-`, no spaces');

const paceSchema = z
  .strictObject({
    ttft: optional(milliseconds, 'Time to the first token, in ms. Default 300.'),
    tps: optional(upTo(100_000), 'Tokens per second; 0 sends without pacing. Default 50.'),
    jitter: optional(
      upTo(1),
      'How much the gap between two tokens varies, 0 to 1; seeded, so a request always has the same gaps. Default 0.',
    ),
  })
  .meta({ id: 'pace', description: 'How fast tokens come.' });

const matcher = (what: string) =>
  text.describe(`${what}, or a regular expression between slashes: \`/movies?/i\`.`);

export const matchSchema = z
  .strictObject({
    workspace: matcher('The workspace uid, exactly').optional(),
    model: matcher('The model, exactly').optional(),
    message: matcher('A part of the last user message').optional(),
    turn: optional(
      z.int().min(1),
      'Which user message of the conversation this is, from 1; counted from the request, no server state.',
    ),
  })
  .refine(
    (match) => Object.values(match).some((wanted) => wanted !== undefined),
    'an empty match asks for nothing: give it workspace, model, message or turn, or leave it out to choose the scenario by name only',
  )
  .meta({
    id: 'match',
    description:
      'When the scenario is chosen by itself: all keys must hold; the first match in file order wins.',
  });

/** The headers that a server writes itself. */
const OF_CONNECTION = /^(?:content-length|transfer-encoding|connection|keep-alive|upgrade|trailer|te)$/i;
const headerValue = z
  .string()
  .refine((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value), 'the value of a header is one line of Latin-1');
const headersSchema = z
  .record(z.string(), headerValue)
  .refine(
    (headers) => Object.keys(headers).every((key) => /^[\w!#$%&'*+.^`|~-]+$/.test(key)),
    'the name of a header has letters, digits and dashes',
  )
  .refine(
    (headers) => !Object.keys(headers).some((key) => OF_CONNECTION.test(key)),
    'the lengths and the connection are the own business of what sends the answer: leave out content-length, transfer-encoding, connection and their like',
  );

/** A named type, because declarations would list all codes wherever a schema has one. */
type ErrorCodes = { readonly [Code in ErrorCode]: Code };

const errorCode: z.ZodEnum<ErrorCodes> = z.enum(ERROR_CODES).meta({
  id: 'errorCode',
  description: "A code of Meilisearch's catalogue; its status, type and link are the catalogue's.",
});

const ofCatalogue = z.strictObject({
  code: errorCode,
  message: optional(z.string(), 'Default: what the real server says. A template.'),
});

/** Of what stands between a client and Meilisearch: a gateway, a CDN. */
export const gatewayErrorSchema = z.strictObject({
  status: z.int().min(400).max(599).describe('The HTTP status, 400 to 599.'),
  body: optional(
    json,
    'A text, sent as it is, or JSON. Its texts are templates. Default: what nginx says of that status.',
  ),
  headers: optional(
    headersSchema,
    'More headers. `content-type` is by default what the body looks like: JSON, HTML or plain text.',
  ),
});

const catalogueError = z.union([errorCode, ofCatalogue]);

export const errorSchema = z.union([errorCode, ofCatalogue, gatewayErrorSchema]).meta({
  id: 'error',
  description:
    "The answer is this HTTP error, before any stream: one of Meilisearch's, or with `status` any other.",
});

const callId = optional(text, 'The id of the call. Default: a fresh `call_…`.');

export const searchSchema = z
  .strictObject({
    index: text.describe('The index uid that is searched.'),
    q: optional(z.string(), 'The query, a template. Default empty: the model browses.'),
    filter: optional(z.string(), 'The filter expression, a template. Default empty.'),
    documents: optional(
      z.union([z.array(z.record(z.string(), json)), count.max(1000)]),
      'The documents found, whose texts are templates, or how many to make up. Default 3; 0 or [] finds nothing.',
    ),
    arguments: optional(
      z.string().min(1),
      "The model's arguments, as they are. Default: made of index, q and filter. Where they are not what the search takes, nothing is searched, and the model is told why.",
    ),
    content: optional(
      z.string(),
      'What the model is told of the result. Default: the documents, as the default template shows them.',
    ),
    takes: optional(milliseconds, 'How long the search takes, in ms. Default 250.'),
    callId,
    error: optional(catalogueError, 'The search fails so: an in-stream error event, and the answer goes on.'),
  })
  .meta({ id: 'search', description: 'One search in one index.' });

const step = z.strictObject({
  id: optional(name, 'A name to pause at: `clock.pauseAt(id)`.'),
});

/** One schema for each kind of step, by its key. */
export const stepSchemas = {
  text: step.extend({
    text: z
      .string()
      .describe(
        'Markdown, streamed token by token. A Liquid template: `{{ message }}`, `{{ workspace }}`, `{{ model }}`, `{{ turn }}`, `{{ match.1 }}`, `{{ documents[0].title }}`, `{{ tool.NAME }}`; `{% raw %}` for braces that are meant so.',
      ),
    pace: optional(paceSchema, 'The pace of this text alone.'),
  }),
  search: step.extend({
    search: z
      .union([searchSchema, z.array(searchSchema).min(1)])
      .describe(
        'A search in an index; a list is several searches of one round. Sends the events whose tools the request declared.',
      ),
  }),
  toolCall: step.extend({
    toolCall: z
      .strictObject({
        name: text.describe('The function that the model calls.'),
        arguments: optional(
          z.union([z.record(z.string(), json), z.string()]),
          'The arguments, whose texts are templates; a string is sent as it is, valid JSON or not.',
        ),
        callId,
      })
      .describe(
        'A call to a function of the client. Ends the response; the steps after it answer the request that brings the result.',
      ),
  }),
  refusal: step.extend({ refusal: text.describe('The model refuses, in these words. A template.') }),
  wait: step.extend({ wait: milliseconds.describe('A pause, in ms.') }),
  hold: step.extend({ hold: name.describe('Waits until a test, or the control API, releases this name.') }),
  error: step.extend({
    error: z
      .union([
        text,
        z.strictObject({
          message: text.describe('What the provider says. A template.'),
          type: optional(z.string(), "The provider's error type. Default `server_error`."),
          code: optional(z.string().nullable(), 'Default null.'),
          param: optional(z.string().nullable(), 'Default null.'),
          ends: optional(
            z.boolean(),
            'Whether the answer ends with it. Default true: `[DONE]` follows, as the real server does.',
          ),
        }),
      ])
      .describe('An error event inside the stream: a message, or the whole event.'),
  }),
  comment: step.extend({ comment: z.string().describe('An SSE comment.') }),
  raw: step.extend({
    raw: z
      .union([text, z.strictObject({ base64: z.base64().describe('The bytes, in base64.') })])
      .describe('Bytes put on the wire as they are: the one step that is not held against the spec.'),
  }),
  finish: step.extend({
    finish: z
      .enum(['stop', 'length', 'content_filter', 'none'])
      .describe(
        'Ends the reply; `none`: the model breaks off, and `[DONE]` follows without a reason. Without an ending, a reply finishes with `stop`.',
      ),
  }),
  fault: step.extend({
    fault: z
      .enum(FAULTS)
      .describe(
        'Ends the reply badly: `reset` the connection; `truncate` the body with a clean end; cut the connection in the middle of a frame; `stall` with the connection open; finish, but without `[DONE]`.',
      ),
  }),
};

/** The kinds of step: the key that says what a step does. */
export const STEP_KINDS = Object.keys(stepSchemas);

/** The kinds whose key a step has: a correct step has exactly one. */
export const kindsOf = (step: object): string[] => STEP_KINDS.filter((kind) => Object.hasOwn(step, kind));

export const stepSchema = z
  .union(Object.values(stepSchemas))
  .meta({ id: 'step', description: 'A step: what it does is the one key that says its kind.' });

const stepsSchema = z
  .array(stepSchema)
  .min(1)
  .meta({ id: 'steps', description: 'What is answered, step by step, from top to bottom.' });

/** One of several outcomes: in `turns` and `attempts`. */
export const outcomeSchema = z
  .union([
    stepsSchema,
    z.strictObject({ reply: stepsSchema, pace: paceSchema.optional() }),
    z.strictObject({ error: errorSchema }),
  ])
  .meta({ id: 'outcome', description: 'Steps, or an HTTP error.' });

const outcomesSchema = z.array(outcomeSchema).min(1);

const usageSchema = z
  .strictObject({
    prompt_tokens: optional(count, 'Tokens of the request.'),
    completion_tokens: optional(count, 'Tokens of the answer.'),
    total_tokens: optional(count, 'The sum of the two.'),
  })
  .describe('Token counts to report in place of the real ones.');

const share = z.number().min(0).max(1);

const chaosSchema = z
  .strictObject({
    errors: optional(share, 'The share of requests that an HTTP error answers, 0 to 1. Default 0.'),
    faults: optional(share, 'The share of requests whose answer a fault ends, 0 to 1. Default 0.'),
    ttft: optional(
      z.tuple([milliseconds, milliseconds]),
      'The time to the first token is drawn from these two, in ms. Default: as the pace says.',
    ),
  })
  .refine(
    ({ errors = 0, faults = 0 }) => errors + faults <= 1,
    'errors and faults are shares of the same requests: together at most 1',
  )
  .refine(({ ttft: [least, most] = [0, 0] }) => least <= most, 'ttft begins with the lower of its two times')
  .meta({
    id: 'chaos',
    description:
      'Failure and latency at random, the same for the same seed: each answer says how to repeat it.',
  });

/** The keys that say what a scenario answers. It has exactly one of them. */
export const ANSWERS = ['reply', 'turns', 'attempts', 'error'] as const;

export const scenarioSchema = z
  .strictObject({
    $schema: optional(z.string(), 'For editors.'),
    name: name.describe(
      'How the scenario is called: `--scenario NAME`, `X-Mock-Scenario: NAME`, `use(NAME)`, or a workspace of this name.',
    ),
    description: optional(z.string(), 'What the scenario shows, for people who choose one.'),
    match: matchSchema.optional(),
    pace: paceSchema.optional(),
    model: optional(text, "The model that answers. Default: the request's."),
    usage: usageSchema.optional(),
    chaos: chaosSchema.optional(),
    reply: stepsSchema.optional(),
    turns: optional(
      outcomesSchema,
      'One outcome for each user message of the conversation; the last one repeats.',
    ),
    attempts: optional(
      outcomesSchema,
      'The first request of a session, the second, …; the last one repeats.',
    ),
    error: errorSchema.optional(),
  })
  .describe('A scenario: what the mock answers, and how.');

export type Pace = z.infer<typeof paceSchema>;
export type Match = z.infer<typeof matchSchema>;
export type ErrorSpec = z.infer<typeof errorSchema>;
/** An HTTP error of Meilisearch's. */
export type CatalogueErrorSpec = z.infer<typeof catalogueError>;
/** An HTTP error that is none of Meilisearch's. */
export type GatewayErrorSpec = z.infer<typeof gatewayErrorSchema>;
export type SearchSpec = z.infer<typeof searchSchema>;
export type Step = z.infer<typeof stepSchema>;
export type StepKind = keyof typeof stepSchemas;
export type Outcome = z.infer<typeof outcomeSchema>;
export type Chaos = z.infer<typeof chaosSchema>;
export type UsageOverride = z.infer<typeof usageSchema>;
/** A scenario as a file or an object says it. */
export interface ScenarioInput extends z.infer<typeof scenarioSchema> {}
