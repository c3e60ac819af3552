import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ParsedBody } from '../../src/meilisearch/body/body.ts';
import { findError } from '../../src/meilisearch/body/parse.ts';
import { parseChatRequest } from '../../src/meilisearch/body/parse-request.ts';
import { anyValue } from '../../src/meilisearch/body/shape.ts';
import cases from '../wire/serde.json' with { type: 'json' };
import { bodyMutator } from './mutate-body.ts';
import { parseChatRequest as referenceParse } from './reference-parser/body.ts';
import { findError as referenceError } from './reference-parser/parse.ts';
import { anyValue as referenceAny } from './reference-parser/shape.ts';

// The reference parser follows serde's own structure, visitor by visitor, and was held against the real server. For a
// longer run: BODY_MUTATIONS=20000 FC_SEED=7 npx vitest run test/meilisearch/differential.test.ts

const seed = Number(process.env.FC_SEED ?? 20261125);
const runs = Number(process.env.BODY_MUTATIONS ?? 2000);

/** All fields, and most variants of each. */
const RICH = [
  {
    model: 'gpt-4o',
    messages: [
      { role: 'developer', content: [{ type: 'text', text: 'd' }], name: 'n' },
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x\n"é"' },
          { type: 'image_url', image_url: { url: 'data:,', detail: 'auto' } },
          { type: 'input_audio', input_audio: { data: 'AA', format: 'mp3' } },
        ],
      },
      {
        role: 'assistant',
        content: [{ type: 'refusal', refusal: 'no' }],
        audio: { id: 'a' },
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        function_call: { name: 'f', arguments: '{}' },
      },
      { role: 'tool', tool_call_id: 'c', content: 'r' },
      { role: 'function', content: null, name: 'f' },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'n', schema: { type: 'object' }, strict: true },
    },
    prediction: { type: 'content', content: [{ type: 'text', text: 'x' }] },
    tool_choice: { type: 'function', function: { name: 'f' } },
    functions: [{ name: 'f', description: 'd', parameters: {} }],
    tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: { a: [1, 2.5] } } }],
  },
  {
    messages: [{ role: 'user', content: 'hi', mood: { deep: [[1e3], -2] } }],
    ...{ store: true, reasoning_effort: 'low', metadata: { a: [1, null] }, frequency_penalty: 0.5, n: 1 },
    ...{ logit_bias: { 5: 1 }, logprobs: true, top_logprobs: 2, max_tokens: 5, max_completion_tokens: 5 },
    ...{ modalities: ['text', 'audio'], prediction: { content: 'x', type: 'content' }, presence_penalty: -1 },
    ...{ audio: { voice: 'alloy', format: 'wav' }, response_format: { type: 'json_object' }, seed: -7 },
    ...{ service_tier: 'auto', stop: ['a', 'b'], stream: true, stream_options: { include_usage: true } },
    ...{ temperature: 0.2, top_p: 1, tool_choice: 'auto', parallel_tool_calls: false, user: 'u' },
    ...{ function_call: { name: 'f' }, unknown: { list: [{}, [], '', 0.1e-7] }, model: 'm' },
  },
].map((body) => JSON.stringify(body));

const recorded = readFileSync(new URL('../recorded/bodies.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): { readonly body: string } => JSON.parse(line));

const bodies = [...RICH, ...RICH, ...cases.map(({ body }) => body), ...recorded.map(({ body }) => body)];

/** A request that was written in the usual form may come with or without the form in which it was written. */
const textOf = (parsed: ParsedBody) =>
  JSON.stringify(parsed.ok ? { ...parsed, written: parsed.written ?? parsed.value } : parsed);

test(`says the same as the reference parser of ${runs} mutated bodies (seed ${seed})`, async () => {
  const next = bodyMutator(seed, [
    ...bodies,
    ...Array.from({ length: bodies.length / 2 }, () => RICH).flat(),
  ]);
  const seen = new Set<string>();
  for (let run = 0; run < runs; run++) {
    const bytes = next();
    const body = new TextDecoder().decode(bytes);
    const parsed = await parseChatRequest(bytes);
    // As text, so that the order of the keys counts.
    expect([body, textOf(parsed)]).toEqual([body, textOf(referenceParse(bytes))]);
    const any = (await findError(bytes, anyValue))?.located;
    expect([body, any]).toEqual([body, referenceError(bytes, referenceAny)?.located]);
    seen.add(parsed.ok ? 'ok' : parsed.message.replace(/\d+/g, '#'));
  }
  // The comparison is worth something only if it reaches many errors.
  expect(seen.size).toBeGreaterThan(Math.min(300, runs / 8));
  if (process.env.BODY_MUTATIONS !== undefined) console.log(seen.size, 'different answers');
}, 300_000);
