import { expect, test } from 'vitest';
import { ChatMockError } from '../../src/error.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { loadProver } from '../../src/proof/prism-prover.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { Simulator } from '../../src/simulator/simulator.ts';
import { ask, chatBody } from '../kit/chat.ts';

const simulator = new Simulator({}, loadProver);

async function problemsOf(text: string): Promise<string[]> {
  const { scenarios, problems } = parseScenarios(text, 'bad.yaml');
  expect(problems).toEqual([]);
  const proofs = await Promise.all(scenarios.map((scenario) => simulator.prove(scenario)));
  return proofs.flatMap((proof) => proof.problems.map((problem) => formatProblem(problem)));
}

const CALL =
  '{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"get weather"}}]}}]}';

test.each([
  [
    'a function whose name has a space',
    'name: bad\nreply:\n  - text: Hm.\n  - toolCall: { name: get weather }\n',
    '4:5 reply[1]',
  ],
  [
    'in the second turn',
    'name: bad\nturns:\n  - reply:\n      - text: Hm.\n  - reply:\n      - toolCall: { name: "é" }\n',
    '6:9 turns[1].reply[0]',
  ],
  [
    'in the second attempt',
    'name: bad\nattempts:\n  - error: internal\n  - - text: Hm.\n    - toolCall: { name: a.b }\n',
    '5:7 attempts[1][1]',
  ],
  [
    'after a call whose result is brought',
    'name: bad\nreply:\n  - toolCall: { name: fine }\n  - text: Then.\n  - toolCall: { name: not fine }\n',
    '5:5 reply[2]',
  ],
])('%s: refused where it is written', async (_, text, place) => {
  const problems = await problemsOf(text);
  expect(problems[0]).toContain(`bad.yaml:${place}: the answer breaks the OpenAPI document: `);
  expect(problems.every((problem) => problem.startsWith('bad.yaml:'))).toBe(true);
});

test.each([
  ['raw', { raw: `data: ${CALL}\n\n` }],
  ['raw bytes', { raw: { base64: btoa('data: \xff\n\n') } }],
  ['a fault', { fault: 'half-frame' as const }],
  ['a comment', { comment: 'get weather' }],
])('what is declared to be wrong is not held against the document: %s', async (_, step) => {
  const scenario = scenarioFromObject({ name: 'wrong', reply: [{ text: 'Hm.' }, step] });
  const { problems, runs } = await simulator.prove(scenario);
  expect(problems).toEqual([]);
  expect(runs.map(({ stream }) => stream)).toEqual([true, false]);
});

const bad: ScenarioInput = { name: 'bad', reply: [{ toolCall: { name: 'get weather' } }] };

test('a server does not start with it', async () => {
  const start = createServer({ scenarios: [bad] });
  await expect(start.listen()).rejects.toThrow(/reply\[0\]\S*: the answer breaks the OpenAPI document/);
});

test('a session does not take it, and goes on as before', async () => {
  await using server = createServer({ speed: 0 });
  const url = await server.listen();
  const refused = await server.use(bad).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ChatMockError);
  expect(refused).toMatchObject({ code: 'invalid-scenario' });
  expect((await ask(url, chatBody())).headers.get('x-mock-scenario')).toBe('generated');
});
