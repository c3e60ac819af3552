import { expect, test } from 'vitest';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import { Session } from '../../src/session/session.ts';
import { AnswerChooser } from '../../src/simulator/choose-answer.ts';

const reply = [{ search: { index: 'movies', q: 'space', documents: 2 } }];

/** Asks one session for answers by the scenarios of a list, which may change. */
function asker(scenarios: unknown[], more: object = {}) {
  const list = { scenarios: scenarios.map((one) => scenarioFromObject(one)) };
  const options = { scenarios: () => list.scenarios, speed: 1, journalLimit: 1, emit: () => undefined };
  const session = new Session('test', options);
  const chooser = new AnswerChooser({
    ...options,
    profile: 'spec',
    seed: undefined,
    onUnmatched: 'generate',
  });
  const ask = (content: string) => {
    const body = { model: 'm', messages: [{ role: 'user' as const, content }], ...more };
    return chooser.answer({ workspace: 'movies', body, text: JSON.stringify(body) }, session);
  };
  return { ask, list };
}

test('requests that are the same share their plan, also while it is made', async () => {
  const { ask } = asker([{ name: 'movies', reply }]);
  const [first, second, other] = await Promise.all([ask('Hi'), ask('Hi'), ask('Ho')]);
  expect(second.plan).toBe(first.plan);
  expect(other.plan).not.toBe(first.plan);
  expect((await ask('Hi')).plan).toBe(first.plan);
});

test('a scenario that was loaded anew is planned anew', async () => {
  const { ask, list } = asker([{ name: 'movies', reply }]);
  const before = await ask('Hi');
  list.scenarios = [scenarioFromObject({ name: 'movies', reply })];
  expect((await ask('Hi')).plan).not.toBe(before.plan);
});

test('a request that nothing satisfies is refused each time', async () => {
  const schema = { type: 'string', minLength: 5, maxLength: 3 };
  const json_schema = { name: 'none', schema };
  const { ask } = asker([], { response_format: { type: 'json_schema' as const, json_schema } });
  const answers = [...(await Promise.all([ask('Hi'), ask('Hi')])), await ask('Hi')];
  expect(answers.map(({ plan, why }) => [plan.status, why.slice(0, 42)])).toEqual(
    Array.from({ length: 3 }, () => [400, 'No value can be made for this JSON schema.']),
  );
});
