import { expect, test } from 'vitest';
import { dryRuns, PLACEHOLDERS } from '../../src/plan/dry-run.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

const calls = (count: number, between: ScenarioInput['reply'] = []): ScenarioInput => ({
  name: 'calls',
  reply: Array.from({ length: count }, (_, index) => [
    { toolCall: { name: `f${index}`, arguments: { index } } },
    ...between,
  ]).flat(),
});

test('each response of a reply is planned from its own steps, with the paths that they have in the file', async () => {
  const runs = await dryRuns(calls(2, [{ text: 'So.' }]), PLACEHOLDERS);
  const streams = runs.filter(({ stream }) => stream);
  expect(streams.map(({ part, round }) => [part, round])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
  ]);
  const steps = streams.map(({ paths }) => [...new Set(paths.map((path) => path.join('.')))]);
  expect(steps).toEqual([['reply.0'], ['reply.1', 'reply.2'], ['reply.3']]);
});

test('the work for a reply of many responses grows with their number, not with its square', async () => {
  const counted = async (count: number) => {
    let work = 0;
    const tokenizer = {
      count: async () => ++work,
      split: (text: string) => {
        work++;
        return PLACEHOLDERS.tokenizer.split(text);
      },
    };
    await dryRuns(calls(count, [{ text: 'So.' }]), { ...PLACEHOLDERS, tokenizer });
    return work / count;
  };
  expect(await counted(400)).toBeLessThan(1.1 * (await counted(100)));
});

test('4,000 calls in one response are joined in one pass', async () => {
  const split = async (text: string) =>
    [...text].map((character) => ({ text: character, tokens: [], count: 1 }));
  const began = process.cpuUsage();
  const [, body] = await dryRuns(calls(4000), {
    ...PLACEHOLDERS,
    tokenizer: { count: async () => 1, split },
  });
  const { user } = process.cpuUsage(began);
  expect(user / 1000).toBeLessThan(5000);
  expect(body?.response.body).toMatchObject({
    choices: [
      { message: { tool_calls: { length: 4000, 3999: { function: { arguments: '{"index":3999}' } } } } },
    ],
  });
}, 20_000);
