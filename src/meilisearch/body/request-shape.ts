import {
  adjacent,
  anyValue,
  boolean,
  dictionary,
  f32,
  i64,
  list,
  mapOnly,
  option,
  type Shape,
  string,
  struct,
  structVariant,
  tagged,
  u8,
  u32,
  units,
  untagged,
} from './shape.ts';

// The fields stand in the order in which the real server declares them: where several are missing, the error names the first.

const text = struct('ChatCompletionRequestMessageContentPartText', { text: string });
const refusal = struct('ChatCompletionRequestMessageContentPartRefusal', { refusal: string });
const imageUrl = struct('ImageUrl', { url: string, detail: option(units('auto', 'low', 'high')) });
const image = struct('ChatCompletionRequestMessageContentPartImage', { image_url: imageUrl });
const inputAudio = struct('InputAudio', { data: string, format: units('wav', 'mp3') });
const audio = struct('ChatCompletionRequestMessageContentPartAudio', { input_audio: inputAudio });

/** The content of a message of a role: a text, or a list of parts. */
function content<const Parts extends Readonly<Record<string, Shape>>>(role: string, parts: Parts) {
  const part = tagged(`ChatCompletionRequest${role}MessageContentPart`, 'type', parts);
  return untagged(`ChatCompletionRequest${role}MessageContent`, string, list(part));
}

const name = option(string);
const toolType = units('function');
const functionCall = struct('FunctionCall', { name: string, arguments: string });
const toolCall = struct(
  'ChatCompletionMessageToolCall',
  { id: string, type: option(toolType), function: functionCall },
  'type',
);

const message = tagged('ChatCompletionRequestMessage', 'role', {
  developer: struct('ChatCompletionRequestDeveloperMessage', {
    content: untagged('ChatCompletionRequestDeveloperMessageContent', string, list(text)),
    name,
  }),
  system: struct('ChatCompletionRequestSystemMessage', { content: content('System', { text }), name }),
  user: struct('ChatCompletionRequestUserMessage', {
    content: content('User', { text, image_url: image, input_audio: audio }),
    name,
  }),
  assistant: struct('ChatCompletionRequestAssistantMessage', {
    content: option(content('Assistant', { text, refusal })),
    refusal: option(string),
    name,
    audio: option(struct('ChatCompletionRequestAssistantMessageAudio', { id: string })),
    tool_calls: option(list(toolCall)),
    function_call: option(functionCall),
  }),
  tool: struct('ChatCompletionRequestToolMessage', {
    content: content('Tool', { text }),
    tool_call_id: string,
  }),
  function: struct('ChatCompletionRequestFunctionMessage', { content: option(string), name: string }),
});

const prediction = adjacent('PredictionContent', 'type', 'content', {
  content: untagged('PredictionContentContent', string, list(text)),
});

const jsonSchema = struct('ResponseFormatJsonSchema', {
  description: option(string),
  name: string,
  schema: option(anyValue),
  strict: option(boolean),
});

const responseFormat = tagged('ResponseFormat', 'type', {
  text: struct('Unit', {}),
  json_object: struct('Unit', {}),
  json_schema: structVariant('ResponseFormat::JsonSchema', { json_schema: jsonSchema }),
});

const tool = struct('ChatCompletionTool', {
  type: toolType,
  function: struct('FunctionObject', {
    name: string,
    description: option(string),
    parameters: option(anyValue),
    strict: option(boolean),
  }),
});

const toolChoice = untagged(
  'ChatCompletionToolChoiceOption',
  units('none', 'auto', 'required'),
  struct('ChatCompletionNamedToolChoice', {
    type: toolType,
    function: struct('FunctionName', { name: string }),
  }),
);

const functionChoice = untagged(
  'ChatCompletionFunctionCall',
  units('none', 'auto'),
  mapOnly('Function', { name: string }),
);

/** `CreateChatCompletionRequest`: the body of the chat completions route. */
export const requestShape = struct('CreateChatCompletionRequest', {
  messages: list(message),
  model: string,
  store: option(boolean),
  reasoning_effort: option(units('low', 'medium', 'high')),
  metadata: option(anyValue),
  frequency_penalty: option(f32),
  logit_bias: option(dictionary(anyValue)),
  logprobs: option(boolean),
  top_logprobs: option(u8),
  max_tokens: option(u32),
  max_completion_tokens: option(u32),
  n: option(u8),
  modalities: option(list(units('text', 'audio'))),
  prediction: option(prediction),
  audio: option(
    struct('ChatCompletionAudio', {
      voice: units('alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse'),
      format: units('wav', 'mp3', 'flac', 'opus', 'pcm16'),
    }),
  ),
  presence_penalty: option(f32),
  response_format: option(responseFormat),
  seed: option(i64),
  service_tier: option(units('auto', 'default')),
  stop: option(untagged('Stop', string, list(string))),
  stream: option(boolean),
  stream_options: option(struct('ChatCompletionStreamOptions', { include_usage: boolean })),
  temperature: option(f32),
  top_p: option(f32),
  tools: option(list(tool)),
  tool_choice: option(toolChoice),
  parallel_tool_calls: option(boolean),
  user: option(string),
  function_call: option(functionChoice),
  functions: option(
    list(
      struct('ChatCompletionFunctions', { name: string, description: option(string), parameters: anyValue }),
    ),
  ),
});
