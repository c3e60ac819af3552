import type { requestShape } from './body/request-shape.ts';
import type { Infer } from './body/shape.ts';

type Parsed = Infer<typeof requestShape>;
type ParsedMessage = Parsed['messages'][number];
type ParsedTool = NonNullable<Parsed['tools']>[number];

/** The fields of all variants of a union. */
type AllFields<Union> = {
  readonly [Key in Union extends unknown ? keyof Union : never]?: Union extends {
    readonly [K in Key]?: infer T;
  }
    ? T
    : never;
};

/** The body of a chat completion request: OpenAI's, as Meilisearch parses it. */
export interface ChatRequest extends Omit<Parsed, 'messages'> {
  readonly messages: readonly ChatMessage[];
}

/** A message. Which of its fields there are depends on its role. */
export interface ChatMessage extends Omit<AllFields<ParsedMessage>, 'role'> {
  readonly role: ParsedMessage['role'];
}

export interface FunctionTool extends ParsedTool {}

type ParsedFunction = ParsedTool['function'];

/** A function that the model may call. */
export interface FunctionDefinition extends ParsedFunction {}

/** Whose behaviour is shown: all that the OpenAPI document permits, or what the real server does. */
export type Profile = 'spec' | 'server';
