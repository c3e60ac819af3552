import { expect, test } from 'vitest';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import { Simulator } from '../../src/simulator.ts';

const reply = [{ search: { index: 'movies', q: 'space', documents: 2 } }];

function asker(simulator: Simulator) {
  return (content: string) => {
    const body = { model: 'm', messages: [{ role: 'user' as const, content }] };
    const recording = simulator.session().record({ method: 'POST', path: '/', headers: {}, body });
    return simulator.answer({ workspace: 'movies', body, text: JSON.stringify(body), recording });
  };
}

test('requests that are the same share their plan, also while it is made', async () => {
  const ask = asker(new Simulator({ scenarios: [scenarioFromObject({ name: 'movies', reply })] }));
  const [first, second, other] = await Promise.all([ask('Hi'), ask('Hi'), ask('Ho')]);
  expect(second.plan).toBe(first.plan);
  expect(other.plan).not.toBe(first.plan);
  expect((await ask('Hi')).plan).toBe(first.plan);
});

test('a scenario that was loaded anew is planned anew', async () => {
  const simulator = new Simulator({ scenarios: [scenarioFromObject({ name: 'movies', reply })] });
  const ask = asker(simulator);
  const before = await ask('Hi');
  simulator.setScenarios([scenarioFromObject({ name: 'movies', reply })]);
  expect((await ask('Hi')).plan).not.toBe(before.plan);
});

test('a request that nothing satisfies is refused each time', async () => {
  const simulator = new Simulator();
  const body = {
    model: 'm',
    messages: [{ role: 'user' as const, content: 'Hi' }],
    response_format: {
      type: 'json_schema' as const,
      json_schema: { name: 'none', schema: { type: 'string', minLength: 5, maxLength: 3 } },
    },
  };
  const ask = () => {
    const recording = simulator.session().record({ method: 'POST', path: '/', headers: {}, body });
    return simulator.answer({ workspace: 'movies', body, text: JSON.stringify(body), recording });
  };
  const answers = [...(await Promise.all([ask(), ask()])), await ask()];
  expect(answers.map(({ plan, why }) => [plan.status, why.slice(0, 42)])).toEqual(
    Array.from({ length: 3 }, () => [400, 'No value can be made for this JSON schema.']),
  );
});
