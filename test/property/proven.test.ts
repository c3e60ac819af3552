import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dryRuns, PLACEHOLDERS } from '../../src/plan/dry-run.ts';
import type { Plan } from '../../src/plan/types.ts';
import { idsFor } from '../../src/plan/wire/response-ids.ts';
import { checkScenario } from '../../src/scenario/scenario.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { readGallery } from '../scenario/gallery.ts';
import { scenarioInput } from './scenario-input.ts';

/** What a plan's frames send, and what is proven of them. The second playing has its bytes from templates. */
function expectProven(plan: Plan): number {
  let count = 0;
  for (const playing of [1, 2, 3]) {
    const ids = idsFor(plan, `playing ${playing}`);
    for (const item of plan.items) {
      if (item.type !== 'frame' || item.value === undefined) continue;
      const sent = String(item.render(ids));
      const json = item.kind === 'body' ? sent : sent.slice('data: '.length, -'\n\n'.length);
      if (item.kind !== 'body') expect(sent).toBe(`data: ${json}\n\n`);
      const proven = item.value(ids);
      expect(json).toBe(JSON.stringify(proven));
      // JSON has no -0.
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(proven)));
      count++;
    }
  }
  return count;
}

async function framesOf(input: ScenarioInput): Promise<number> {
  const runs = await dryRuns(input, PLACEHOLDERS);
  return runs.reduce((sum, { plan }) => sum + expectProven(plan), 0);
}

test('each frame of the gallery is what was proven', async () => {
  const inputs = readGallery().flatMap((file) => file.scenarios.map(({ input }) => input));
  for (const input of inputs) expect(await framesOf(input)).toBeGreaterThan(0);
});

test('each frame of any scenario is what was proven', async () => {
  let frames = 0;
  await fc.assert(
    fc.asyncProperty(scenarioInput, async (input) => {
      fc.pre(checkScenario(input).problems.length === 0);
      frames += await framesOf(input);
    }),
    { numRuns: 200 },
  );
  expect(frames).toBeGreaterThan(1000);
});
