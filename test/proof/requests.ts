import fc from 'fast-check';

/** Values that are good in some place and bad in most; none that leads to a known difference. */
export const stray = fc.constantFrom<unknown>(
  ...[null, true, 0, 1, -1, 1.5, 255, 256, 4294967295, 4294967296, 1e39, 'x', '', 'auto', 'none', 'text'],
  ...['user', 'function', 'content', 'high', 'default', [], [5], [null], [5, 5], {}, { name: 'x' }],
  ...[{ type: 'text', text: 'x' }, { type: 'text' }, { type: 'function' }, { role: 'user', content: 'x' }],
);
const either = (...good: unknown[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: stray });
const shaped = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    { weight: 15, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: stray },
  );
const listOf = (item: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: fc.array(item, { maxLength: 2 }) }, { weight: 1, arbitrary: stray });

const tag = (...good: string[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(null, true, 'x', {}) },
  );

const name = either('x', '_meiliSearchProgress');
const call = shaped({ name, arguments: either('{}') });
const imageUrl = shaped({ url: either('x'), detail: either('low', null) });
const inputAudio = shaped({ data: either('x'), format: either('wav', 'mp3') });
const part = shaped({
  type: tag('text', 'image_url', 'input_audio', 'refusal'),
  text: either('x'),
  refusal: either('x'),
  image_url: imageUrl,
  input_audio: inputAudio,
});
const message = shaped({
  role: either('developer', 'system', 'user', 'assistant', 'tool', 'function'),
  content: fc.oneof(either('x', 'x', null), listOf(part)),
  name: either('x', null),
  refusal: either('x', null),
  audio: shaped({ id: either('x') }),
  tool_calls: listOf(shaped({ id: either('x'), type: either('function', null), function: call })),
  function_call: call,
  tool_call_id: either('x'),
});
const definition = shaped({
  name,
  description: either('x', null),
  parameters: stray,
  strict: either(true, null),
});
const jsonSchema = shaped({
  name,
  description: either('x', null),
  schema: stray,
  strict: either(true, null),
});
const options: Record<string, fc.Arbitrary<unknown>> = {
  store: either(true, null),
  reasoning_effort: either('low', 'medium', 'high', null),
  metadata: stray,
  frequency_penalty: either(1, -0.5, null),
  logit_bias: either({}, { '5': 100 }, null),
  logprobs: either(true, null),
  top_logprobs: either(0, 20, null),
  max_tokens: either(1, null),
  max_completion_tokens: either(1, null),
  n: either(1, 2, null),
  modalities: listOf(either('text', 'audio')),
  prediction: shaped({ type: either('content'), content: fc.oneof(either('x'), listOf(part)) }),
  audio: shaped({ voice: either('ash', 'sage'), format: either('wav', 'opus') }),
  presence_penalty: either(1, null),
  response_format: shaped({ type: either('text', 'json_object', 'json_schema'), json_schema: jsonSchema }),
  seed: either(5, -5, null),
  service_tier: either('auto', 'default', null),
  stop: either('x', ['x'], [], null),
  stream: either(true, false, null),
  stream_options: shaped({ include_usage: either(true) }),
  temperature: either(5, 0.5, null),
  top_p: either(0.5, null),
  tools: listOf(shaped({ type: either('function'), function: definition })),
  tool_choice: fc.oneof(
    either('none', 'auto', 'required'),
    shaped({ type: either('function'), function: shaped({ name }) }),
  ),
  parallel_tool_calls: either(true, null),
  user: either('x', null),
  function_call: fc.oneof(either('none', 'auto'), shaped({ name })),
  functions: listOf(definition),
};
/** Requests, most of them good in most places. */
export const requestBody = fc
  .tuple(either('gpt-4o'), listOf(message), fc.subarray(Object.keys(options), { maxLength: 3 }))
  .chain(([model, messages, chosen]) =>
    fc
      .record(Object.fromEntries(chosen.map((key) => [key, options[key] ?? stray])))
      .map((rest) => ({ model, messages, ...rest })),
  );
