import { expect, test } from 'vitest';
import { askStream, declare, MEILI_TOOLS, violations } from '../kit/chat.ts';
import { FILMS, folderOf, serverOf } from './kit.ts';

const asking = (content: string) => ({
  messages: [{ role: 'user', content }],
  tools: declare(...MEILI_TOOLS),
});

test('the question is what is searched for, and the answer tells what was found', async () => {
  const folder = folderOf({
    'scenarios/films.yaml': `name: films
match: { message: '/about (?<topic>\\w+) after (\\d+)/' }
reply:
  - search: { index: movies, data: movies.json, q: "{{ match.topic }}", filter: "year > {{ match.2 }}", limit: 1 }
  - text: "{{ documents.size }} of them: {{ documents[0].title }} ({{ documents[0].year }})."
`,
    'scenarios/movies.json': JSON.stringify(FILMS),
  });
  const server = await serverOf({ scenarios: `${folder}/scenarios`, speed: 0 });
  const { wire, response, text } = await askStream(
    server.url,
    asking('A film about space after 2000, please'),
  );
  expect(violations(response)).toEqual([]);
  expect(wire).toContain(String.raw`\\\"q\\\":\\\"space\\\",\\\"filter\\\":\\\"year > 2000\\\"`);
  expect(text).toBe('1 of them: Interstellar (2014).');
});

test('chance strikes an answer from data as any other, and says how to repeat it', async () => {
  const movies = FILMS.map((film) => ({ ...film }));
  const server = await serverOf({ data: { movies }, chaos: { errors: 1 }, seed: 3 });
  const { response } = await askStream(server.url, asking('A film about space?'));
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.headers.get('x-mock-warning')).toContain('X-Mock-Chaos-Seed');
  const quiet = await serverOf({ data: { movies }, chaos: { errors: 0 } });
  const second = await askStream(quiet.url, asking('A film about space?'));
  expect(second.response.headers.get('x-mock-scenario')).toBe('data');
});
