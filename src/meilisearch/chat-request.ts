/** The body of a chat completion request, as far as the simulator reads it. Shapes: OpenAI's, as Meilisearch parses them. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage: boolean } | null;
  readonly n?: number | null;
  readonly stop?: string | readonly string[] | null;
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number | null;
  readonly tools?: readonly FunctionTool[] | null;
  readonly tool_choice?: ToolChoice | null;
  readonly parallel_tool_calls?: boolean | null;
  readonly functions?: readonly FunctionDefinition[] | null;
  readonly function_call?: 'none' | 'auto' | { readonly name: string } | null;
  readonly response_format?: ResponseFormat | null;
  readonly logprobs?: boolean | null;
  readonly top_logprobs?: number | null;
  readonly modalities?: readonly ('text' | 'audio')[] | null;
  readonly audio?: { readonly voice: string; readonly format: string } | null;
  readonly service_tier?: 'auto' | 'default' | null;
  readonly seed?: number | null;
}

export interface ChatMessage {
  readonly role: 'developer' | 'system' | 'user' | 'assistant' | 'tool' | 'function';
  readonly content?: string | readonly ContentPart[] | null;
  readonly name?: string | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ToolCall[] | null;
  readonly function_call?: { readonly name: string; readonly arguments: string } | null;
  readonly tool_call_id?: string;
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'refusal'; readonly refusal: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | {
      readonly type: 'input_audio';
      readonly input_audio: { readonly data: string; readonly format: string };
    };

export interface ToolCall {
  readonly id: string;
  readonly type?: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface FunctionDefinition {
  readonly name: string;
  readonly description?: string | null;
  readonly parameters?: unknown;
  readonly strict?: boolean | null;
}

export interface FunctionTool {
  readonly type: 'function';
  readonly function: FunctionDefinition;
}

export type ToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { readonly type: 'function'; readonly function: { readonly name: string } };

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly json_schema: {
        readonly name: string;
        readonly schema?: unknown;
        readonly strict?: boolean | null;
      };
    };

/** Whose behaviour is shown: all that the OpenAPI document permits, or what the real server does. */
export type Profile = 'spec' | 'server';
