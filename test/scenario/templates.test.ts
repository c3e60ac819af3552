import { expect, test } from 'vitest';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';
import { escapeTemplate } from '../../src/scenario/templates/template-text.ts';
import { Simulator } from '../../src/simulator/simulator.ts';

/** What is wrong with the templates of a file, as `check` prints it. */
async function said(text: string): Promise<string> {
  const { scenarios, problems } = parseScenarios(text, 'a.yaml');
  const simulator = new Simulator();
  const proofs = await Promise.all(scenarios.map((one) => simulator.prove(one, { placeholders: true })));
  return [...problems, ...proofs.flatMap((proof) => proof.problems)]
    .map((problem) => formatProblem(problem).replace('the template cannot be rendered: ', ''))
    .join('\n');
}

const file = (...lines: string[]) => ['name: a', 'reply:', ...lines.map((line) => `  ${line}`)].join('\n');
/** Files with one mistake, and the path at which it is. */
const places: [what: string, file: string, path: string][] = [
  ['a plain text', file('- text: Hello {{ mesage }}'), 'reply[0].text'],
  ['a plain text of two lines', file('- text: Hello', '    dear {{ mesage }}'), 'reply[0].text'],
  ['double quotes', file('- text: "A \\"b\\"\\n\\u00e9\\x41\\U0001f600 {{ mesage }}"'), 'reply[0].text'],
  ['double quotes over two lines', file('- text: "A \\', '    b {{ mesage }}"'), 'reply[0].text'],
  ['single quotes', file("- text: 'It''s {{ mesage }}'"), 'reply[0].text'],
  ['a block', file('- text: |', '    # {{ message }}', '', '      - {{ mesage }}'), 'reply[0].text'],
  ['a block with a header', file('- text: |2- # {{ x }}', '     - {{ mesage }}'), 'reply[0].text'],
  ['a folded block', file('- text: >', '    a', '    b', '', '    c {{ mesage }}'), 'reply[0].text'],
  ['Windows lines', file('- text: |', '    a', '    {{ mesage }}').replaceAll('\n', '\r\n'), 'reply[0].text'],
  [
    'a second file',
    `name: b\nreply: [{ text: x }]\n---\n${file('- text: |', '    {{ mesage }}')}`,
    'reply[0].text',
  ],
  ['JSON', '{ "name": "a", "reply": [{ "text": "\\/ \\ud83d\\ude00 {{ mesage }}" }] }', 'reply[0].text'],
  [
    'a document',
    file('- search:', '    index: a', '    documents:', '      - t: [x, "{{ mesage }}"]'),
    'reply[0].search.documents[0].t[1]',
  ],
  [
    'one of several searches',
    file('- search: [{ index: a }, { index: b, q: "{{mesage}}" }]'),
    'reply[0].search[1].q',
  ],
  [
    'an error of a search',
    file('- search: { index: a, error: { code: internal, message: "{{ mesage }}" } }'),
    'reply[0].search.error.message',
  ],
  [
    'an argument',
    file('- toolCall: { name: f, arguments: { a: ["{{ mesage }}"] } }'),
    'reply[0].toolCall.arguments.a[0]',
  ],
  ['an error', 'name: a\nerror: { code: internal, message: "{{ mesage }}" }', 'error.message'],
  ['a body', 'name: a\nerror: { status: 502, body: { a: "{{ mesage }}" } }', 'error.body.a'],
  ['a turn', 'name: a\nturns:\n  - - text: "{{ mesage }}"', 'turns[0][0].text'],
  [
    'an attempt',
    'name: a\nattempts:\n  - error: { code: internal, message: "{{ mesage }}" }',
    'attempts[0].error.message',
  ],
];

test.each(places)('a mistake is located in %s', async (_, text, path) => {
  const before = text.slice(0, text.indexOf('mesage')).split('\n');
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  expect(await said(text)).toBe(
    `a.yaml:${place} ${path}: nothing is called "mesage" here; did you mean "message"?`,
  );
});

test('a mistake behind an alias is where it is written', async () => {
  const mistakes = await said(file('- text: &x "{{ mesage }}"', '- text: *x'));
  expect(mistakes.split('\n').map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
    'a.yaml:3:18 reply[0].text',
    'a.yaml:3:18 reply[1].text',
  ]);
});

const texts: [what: string, text: string, message: string][] = [
  [
    'an unknown filter',
    'a {{ message | upcaze }}',
    '3:27 reply[0].text: there is no filter "upcaze"; did you mean "upcase"?',
  ],
  [
    'an unknown tag',
    'a {% fro x in documents %}',
    '3:14 reply[0].text: {% fro %} is no tag, or closes nothing; did you mean "for"?',
  ],
  [
    'an open output',
    'a {{ message }',
    '3:14 reply[0].text: output "{{ message }" not closed; for a text with {{ or {% in it: {% raw %}…{% endraw %}',
  ],
  [
    'an open tag',
    '{% if turn %}',
    '3:12 reply[0].text: tag {% if turn %} not closed; for a text with {{ or {% in it: {% raw %}…{% endraw %}',
  ],
  [
    'a wrong operator',
    '{% if turn = 1 %}{% endif %}',
    '3:25 reply[0].text: expected "|" before filter; two values are compared by ==, and a filter comes after |',
  ],
  ['nothing', 'a {{ }}', '3:17 reply[0].text: there is nothing to show'],
  [
    'a file',
    "{% include 'x' %}",
    '3:12 reply[0].text: {% include %} reads files, which templates cannot here',
  ],
  [
    'chance',
    '{{ documents | sample }}',
    '3:27 reply[0].text: there is no filter "sample"; the filters are those of Liquid',
  ],
  [
    'the time',
    "{{ 'now' | date: '%Y' }}",
    '3:12 reply[0].text: "now" has no date here: an answer is the same whenever it is given',
  ],
  [
    'two mistakes',
    '{{ a1 }} {{ b1 }}',
    '3:15 reply[0].text: nothing is called "a1" here; there are message, workspace, model, turn, match, documents, tool',
  ],
];

test.each(texts)('%s is a mistake', async (_, text, message) => {
  expect((await said(file(`- text: "${text}"`))).split('\n')[0]).toBe(`a.yaml:${message}`);
});

test('fields that are not there, and names that a template makes, are none', async () => {
  const text = [
    '{{ documents[7].nothing.at.all }}{{ tool.none.x }}{{ documents.first.title | default: "?" }}',
    '{% assign own = message %}{{ own }}{% for one in documents %}{{ one.x }}{{ forloop.index }}{% endfor %}',
    '{% capture all %}x{% endcapture %}{{ all }}{% if turn > 1 and model contains "gpt" %}{% endif %}',
  ];
  expect(await said(file('- text: |', ...text.map((line) => `    ${line}`)))).toBe('');
});

test.each([
  [
    '',
    '{{ match.1 }}',
    'the scenario has no "match.message" that could catch anything; give it match: { message: /a (group)/ }',
  ],
  ['film', '{{ match.1 }}', '"match.message" has no group "1"; there are 0'],
  ['/(a)(?<city>b)/', '{{ match[3] }}', '"match.message" has no group "3"; there are 0, 1, 2, city'],
  ['/(a)(?<city>b)/', '{{ match.ctiy }}', '"match.message" has no group "ctiy"; did you mean "city"?'],
  ['/(a)(?<city>b)/', '{{ match[0] }}{{ match.1 }}{{ match["2"] }}{{ match.city }}{{ match[turn] }}', ''],
])('what %j does not catch is a mistake: %s', async (matcher, text, message) => {
  const match = matcher === '' ? '' : `match: { message: ${JSON.stringify(matcher)} }\n`;
  const found = await said(`name: a\n${match}reply:\n  - text: ${JSON.stringify(text)}`);
  expect(found.replace(/^a\.yaml:\d+:15 reply\[0\]\.text: /, '')).toBe(message);
});

const bombs = [
  '{% for i in (1..100000000) %}x{% endfor %}',
  '{% for i in (1..100000) %}x{% endfor %}',
  '{% for i in (1..9000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}',
  `{% assign x = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}`,
  `{% capture x %}${'y'.repeat(9000)}{% endcapture %}{% for i in (1..4000) %}{{ x }}{% endfor %}`,
  '{% if true %}'.repeat(3800),
  `{{ message${' | append: message'.repeat(2500)} }}`,
  '{{ '.repeat(16_000),
  `{{ a${'[a'.repeat(20_000)} }}`,
  `${'x'.repeat(50_001)}{{ message }}`,
];

test.each(bombs.map((bomb) => [bomb.slice(0, 60), bomb]))('%s neither freezes nor kills', async (_, bomb) => {
  const simulator = new Simulator();
  // The engine is loaded.
  await simulator.resolve({ name: 'a', reply: [{ text: '{{ message }}' }] });
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(tick, 1);
  try {
    await expect(simulator.resolve({ name: 'a', reply: [{ text: bomb }] })).rejects.toThrow(
      /^reply\[0\]\.text: the template cannot be rendered: /,
    );
    tick();
  } finally {
    clearInterval(timer);
  }
  expect(longest).toBeLessThan(1000);
});

test.each([
  'plain',
  'In Vue: {{ title }}',
  '{% for x in y %}',
  '{',
  'a {{',
  '{{ "x" }}{% endraw %} and {%- endraw -%} {{',
  '{{{{{%{',
  '{% raw %}',
])('%j escaped is itself', async (text) => {
  const simulator = new Simulator({ speed: 0 });
  const scenario = await simulator.resolve({ name: 'a', reply: [{ text: escapeTemplate(text) }] });
  const proof = await simulator.prove(scenario, { placeholders: true });
  const said = proof.runs.find(({ stream }) => !stream)?.response.body as {
    choices: [{ message: { content: string } }];
  };
  expect(said.choices[0].message.content).toBe(text);
});
