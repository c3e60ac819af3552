/** What a case is: a request byte for byte, the server that it needs, and the whole response. */
import * as z from 'zod';
import { apiKeySchema } from '../../src/meilisearch/api-key.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';

/** `name: value`; a name may come twice. In a request, `-name` takes away what the file's defaults say. */
const lines = z.array(z.string());

const bodySchema = z.union([
  z.string(),
  z.strictObject({ base64: z.base64() }),
  /** This text so many times. */
  z.strictObject({ repeat: z.string(), times: z.int() }),
]);

const requestSchema = z.strictObject({
  /** Default POST. */
  method: z.string().optional(),
  /** Path and query as they are sent. Default: a chat in the workspace `conformance`. */
  target: z.string().optional(),
  /** `{key}` stands for the key that the server takes. `host` and the body's length are added. */
  headers: lines.optional(),
  body: bodySchema.optional(),
  /** Sends the body in HTTP chunks of so many bytes. */
  chunked: z.int().min(1).optional(),
  /** Sends only the head: the body is never coming. */
  withhold: z.boolean().optional(),
});

const responseSchema = z.union([
  /** The connection is closed without a response. */
  z.literal('dropped'),
  z.strictObject({
    status: z.int().optional(),
    /** All of them, but for `date`, which every response has. */
    headers: lines.optional(),
    /** As text; of a compressed one, what it says. Default: empty. */
    body: z.string().optional(),
    /** Meilisearch's error, with the headers that go with it; `encoding` when it comes compressed. */
    error: z
      .strictObject({
        status: z.int(),
        code: z.string(),
        type: z.string(),
        message: z.string(),
        encoding: z.enum(['br', 'gzip', 'deflate']).optional(),
      })
      .optional(),
    /** A transcript beside the case's file: each event is an HTTP chunk. With the headers of a stream. */
    stream: z.string().optional(),
    /** Whether the connection ends before the body does. */
    cut: z.boolean().optional(),
  }),
]);

const serverSchema = z.strictObject({
  /** `none`: no key is set. Default: there may be one, which `{key}` stands for. */
  keys: z.union([z.literal('none'), z.array(apiKeySchema)]).optional(),
  /** Only these exist. */
  workspaces: z.array(z.string()).optional(),
  bodyLimit: z.int().optional(),
  /** What the model does. */
  scenario: scenarioSchema.omit({ name: true }).optional(),
});

const caseSchema = z.strictObject({
  name: z.string(),
  section: z.string().optional(),
  server: serverSchema.optional(),
  /** Requests that make the server ready, as somebody with all rights. */
  setup: z.array(requestSchema).optional(),
  request: requestSchema.optional(),
  response: responseSchema,
});

export const caseFileSchema = z.strictObject({
  /** Where the facts come from: a section of the notes on Meilisearch's wire. */
  section: z.string(),
  defaults: caseSchema.omit({ name: true, section: true }).partial().optional(),
  cases: z.array(caseSchema),
});

export type CaseRequest = z.infer<typeof requestSchema>;
export type CaseResponse = z.infer<typeof responseSchema>;
export type CaseServer = z.infer<typeof serverSchema>;

/** A case with its file's defaults put in. */
export interface Case {
  readonly name: string;
  readonly section: string;
  readonly server: CaseServer;
  readonly setup: readonly CaseRequest[];
  readonly request: CaseRequest;
  readonly response: Expected;
}

/** The response that a case expects, spelled out. */
export type Expected =
  | 'dropped'
  | {
      readonly status: number;
      /** Sorted lines. */
      readonly headers: readonly string[];
      readonly body: string;
      /** The chunks of a stream; otherwise the bounds of chunks do not count. */
      readonly chunks: readonly string[] | undefined;
      readonly cut: boolean;
    };
