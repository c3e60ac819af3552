import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, expectTypeOf, test } from 'vitest';
import { scenario } from '../../src/scenario/builder.ts';
import type { EndedScenario } from '../../src/scenario/builder-types.ts';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { scenarioFromObject } from '../../src/scenario/scenario.ts';

test('a built scenario is the one that a file writes', () => {
  const built = scenario('movie-night')
    .description('Two searches, then an answer')
    .match({ message: '/recommend/i', turn: 1 })
    .pace({ ttft: 350, tps: 40 })
    .model('gpt-4o')
    .usage({ total_tokens: 12 })
    .chaos({ errors: 0.1, ttft: [100, 3000] })
    .search([
      { index: 'movies', q: 'space', documents: 3 },
      { index: 'series', q: 'space', error: 'index_not_found' },
    ])
    .wait(300)
    .comment('thinking')
    .text('Try **Interstellar**.', { id: 'answer', pace: { tps: 5 } })
    .error({ message: 'search failed', ends: false })
    .hold('before-the-end')
    .raw(': bytes\n\n')
    .toolCall({ name: 'open_tickets', arguments: { film: 'Interstellar' } })
    .refusal('No more.')
    .finish('length')
    .build();
  const file = `
name: movie-night
description: Two searches, then an answer
match: { message: /recommend/i, turn: 1 }
pace: { ttft: 350, tps: 40 }
model: gpt-4o
usage: { total_tokens: 12 }
chaos: { errors: 0.1, ttft: [100, 3000] }
reply:
  - search:
      - { index: movies, q: space, documents: 3 }
      - { index: series, q: space, error: index_not_found }
  - wait: 300
  - comment: thinking
  - text: Try **Interstellar**.
    id: answer
    pace: { tps: 5 }
  - error: { message: search failed, ends: false }
  - hold: before-the-end
  - raw: ": bytes\\n\\n"
  - toolCall: { name: open_tickets, arguments: { film: Interstellar } }
  - refusal: No more.
  - finish: length
`;
  expect(parseScenarios(file).scenarios[0]?.input).toEqual(built);
});

test('turns and attempts take one outcome each', () => {
  const talk = scenario('talk')
    .turn((t) => t.text('Hello').finish())
    .turn((t) => t.pace({ tps: 0 }).text('Goodbye'))
    .build();
  expect(talk.turns).toEqual([
    { reply: [{ text: 'Hello' }, { finish: 'stop' }] },
    { reply: [{ text: 'Goodbye' }], pace: { tps: 0 } },
  ]);
  const limited = scenario('limited')
    .attempt((t) => t.fails('too_many_search_requests'))
    .attempt((t) => t.text('Hello again').fault('no-done'))
    .build();
  expect(limited.attempts).toEqual([
    { error: 'too_many_search_requests' },
    { reply: [{ text: 'Hello again' }, { fault: 'no-done' }] },
  ]);
});

test('a whole scenario can be an HTTP error', () => {
  expect(scenario('gone').fails('chat_not_found').build()).toEqual({ name: 'gone', error: 'chat_not_found' });
});

test('builders are immutable: a common beginning serves several scenarios', () => {
  const start = scenario('a').text('Hello');
  const one = start.text('one').build();
  const two = start.fault('reset').build();
  expect(one.reply).toEqual([{ text: 'Hello' }, { text: 'one' }]);
  expect(two.reply).toEqual([{ text: 'Hello' }, { fault: 'reset' }]);
  expect(start.build().reply).toEqual([{ text: 'Hello' }]);
});

test('after an ending, and beside turns, the type has no more steps', () => {
  const open = scenario('a').text('Hello');
  expectTypeOf(open.finish()).toEqualTypeOf<EndedScenario>();
  expectTypeOf(open.finish()).not.toHaveProperty('text');
  expectTypeOf(open.fault('stall')).not.toHaveProperty('finish');
  expectTypeOf(open.error('boom')).not.toHaveProperty('text');
  expectTypeOf(open.error({ message: 'boom', ends: false })).toHaveProperty('text');
  expectTypeOf(open).not.toHaveProperty('turn');
  expectTypeOf(scenario('a').turn((t) => t.text('x'))).not.toHaveProperty('text');
  expectTypeOf(scenario('a')).not.toHaveProperty('build');
});

test('what the types let through, build() checks like a file', () => {
  expect(() => scenario('two words').text('Hello').build()).toThrow(
    'invalid scenario: scenario("two words") name: "two words" is not a name; names have letters, digits, ".", "_" and "-", and no spaces: two-words',
  );
  expect(() => scenario('a').wait(-1).match({ message: '/(/' }).build()).toThrow(
    [
      'invalid scenario:',
      '- scenario("a") reply[0].wait: must be at least 0',
      '- scenario("a") match.message: /(/ is not a valid regular expression: Unterminated group; write a plain text without slashes, or mend it',
    ].join('\n'),
  );
  expect(() => scenario('a').text('x', { id: 'one' }).text('y', { id: 'one' }).build()).toThrow(
    'reply[1].id: the id "one" is taken by reply[0]',
  );
});

test('a builder is taken where a scenario object is', () => {
  expect(scenarioFromObject(scenario('a').text('Hello')).input).toEqual({
    name: 'a',
    reply: [{ text: 'Hello' }],
  });
});

test('the builder runs in a browser, and brings no YAML parser along', async () => {
  const input = fileURLToPath(new URL('../../src/scenario/builder.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife', name: 'built' });
  await bundle.close();
  const [chunk] = output;
  expect(chunk.imports).toEqual([]);
  expect(chunk.moduleIds.filter((id) => /node_modules[\\/]yaml[\\/]/.test(id))).toEqual([]);
  const built = runInNewContext(`${chunk.code};built.scenario('a').text('Hello').finish().build()`);
  expect(JSON.parse(JSON.stringify(built))).toEqual({
    name: 'a',
    reply: [{ text: 'Hello' }, { finish: 'stop' }],
  });
});
