import { expect, test } from 'vitest';
import { generator } from '../../src/plan/made-up/generate.ts';
import { planAnswer } from '../../src/plan/plan.ts';
import { loadTokenizer } from '../../src/plan/tokens/tokens.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

const tools = { tokenizer: await loadTokenizer(), generator };

/** The choices of a whole answer, and the warnings about them. */
async function answer(body: Record<string, unknown>, scenario?: ScenarioInput) {
  const plan = await planAnswer(
    {
      ...{ workspace: 'main', turn: 1, attempt: 1, seed: 0, profile: 'spec', scenario },
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], ...body },
    },
    tools,
  );
  const [item] = plan.items;
  const ids = { id: String, created: Number, callId: String, uuid: String };
  const { choices }: { choices: Choice[] } = JSON.parse(
    item?.type === 'frame' ? String(item.render(ids)) : '{}',
  );
  return { choices, warnings: plan.warnings };
}

interface Choice {
  readonly message: { readonly content: string };
  readonly logprobs: { readonly content: readonly { readonly top_logprobs: readonly unknown[] }[] } | null;
}

test('255 choices with 255 alternatives each: 20 at most, and 50,000 log probabilities in all', async () => {
  const { choices, warnings } = await answer({ n: 255, logprobs: true, top_logprobs: 255 });
  expect(choices).toHaveLength(255);
  const tokens = choices.flatMap(({ logprobs }) => logprobs?.content ?? []);
  expect(tokens.every(({ top_logprobs }) => top_logprobs.length === 20)).toBe(true);
  expect(tokens.length * 21).toBeGreaterThanOrEqual(50_000);
  expect(tokens.length * 21).toBeLessThan(51_000);
  expect(choices.at(-1)?.logprobs).toBeNull();
  expect(warnings).toEqual([
    'top_logprobs is 255, and 20 are made up: OpenAI gives no more',
    'log probabilities are made up for 50000 tokens and alternatives, and no more',
  ]);
});

test('255 values of a JSON schema: 16 different ones', async () => {
  const schema = { type: 'object', properties: { id: { format: 'uuid', type: 'string' } }, required: ['id'] };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };
  const { choices, warnings } = await answer({ n: 255, response_format });
  const contents = choices.map(({ message }) => message.content);
  expect(contents).toHaveLength(255);
  expect(new Set(contents).size).toBe(16);
  expect(contents[16]).toBe(contents[0]);
  expect(warnings).toEqual(['n is 255, and 16 different JSON values are made up: later choices repeat them']);
  expect((await answer({ n: 16, response_format })).warnings).toEqual([]);
});

test('choices that would be too long together are left out', async () => {
  const schema = { type: 'array', minItems: 1000, items: { type: 'string', minLength: 10_000 } };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };
  const { choices, warnings } = await answer({ n: 255, response_format });
  expect(choices.length).toBeLessThan(10);
  expect(warnings).toContain(
    `n is 255, and there are ${choices.length} choices: more of them would be too long together`,
  );
  const long = { name: 'long', reply: [{ text: 'word '.repeat(60_000) }] };
  expect((await answer({ n: 255 }, long)).choices).toHaveLength(2);
  expect(await answer({ n: 2 }, long)).toMatchObject({ warnings: [] });
});
