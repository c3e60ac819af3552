import { expect, test } from 'vitest';
import { parseScenarios } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problems/problem.ts';

/** What the mock says of a file, as `check` prints it. */
function said(text: string): string {
  return parseScenarios(text, 'movies.yaml')
    .problems.map((problem) => formatProblem(problem))
    .join('\n');
}

/** A file with these steps; the first one stands in line 3. */
const steps = (...lines: string[]): string =>
  ['name: movies', 'reply:', ...lines.map((line) => `  ${line}`)].join('\n');

const KINDS = 'text, search, toolCall, refusal, wait, hold, error, comment, raw, finish, fault';
const ERROR_RULE = 'give it "code", which is one of Meilisearch\'s, or "status", from 400 to 599';
const QUOTE = 'put the value in quotes, or write a block: "text: |", and the text indented below';

const mistakes: [what: string, file: string, message: string][] = [
  // Keys
  [
    'a misspelt step',
    steps('- serach: { index: movies }'),
    'movies.yaml:3:5 reply[0].serach: unknown key "serach"; did you mean "search"?',
  ],
  [
    'another case',
    steps('- tool_call: { name: x }'),
    'movies.yaml:3:5 reply[0].tool_call: unknown key "tool_call"; did you mean "toolCall"?',
  ],
  [
    'another word',
    steps('- delay: 300'),
    'movies.yaml:3:5 reply[0].delay: unknown key "delay"; did you mean "wait"?',
  ],
  [
    'no such step',
    steps('- banana: 3'),
    `movies.yaml:3:5 reply[0].banana: unknown key "banana"; a step has one of ${KINDS}`,
  ],
  [
    'a misspelt key in a step',
    steps('- search: { index: movies, fliter: x }'),
    'movies.yaml:3:30 reply[0].search.fliter: unknown key "fliter"; did you mean "filter"?',
  ],
  [
    'a key of pace',
    'name: a\ntps: 30\nreply: [{ text: x }]',
    'movies.yaml:2:1 tps: unknown key "tps"; it belongs inside "pace"',
  ],
  [
    'an unknown key of pace',
    'name: a\npace: { banana: 30 }\nreply: [{ text: x }]',
    'movies.yaml:2:9 pace.banana: unknown key "banana"; known keys here: ttft, tps, jitter',
  ],
  [
    'a key of search in its step',
    steps('- index: movies'),
    'movies.yaml:3:5 reply[0].index: unknown key "index"; it belongs inside "search"',
  ],
  [
    'wrong indentation',
    steps('- search:', '  index: movies'),
    'movies.yaml:3:5 reply[0].search: expected an object or a list, found nothing\n' +
      'movies.yaml:4:5 reply[0].index: unknown key "index"; it belongs to "search": indent it below that key',
  ],
  ['a missing name', 'reply: [{ text: x }]', 'movies.yaml:1:1: the key "name" is missing'],
  [
    'a misspelt name',
    'nmae: a\nreply: [{ text: x }]',
    'movies.yaml:1:1 nmae: unknown key "nmae"; did you mean "name"?',
  ],
  [
    'a missing index',
    steps('- search: { q: x }'),
    'movies.yaml:3:13 reply[0].search: the key "index" is missing',
  ],
  [
    'an error without its code',
    'name: a\nerror: { message: x }',
    `movies.yaml:2:8 error: an error with only "message" does nothing; ${ERROR_RULE}`,
  ],
  [
    'an error of two kinds',
    'name: a\nerror: { code: internal, status: 500 }',
    `movies.yaml:2:26 error.status: one error cannot be both "code" and "status"; ${ERROR_RULE}`,
  ],
  [
    'a misspelt status',
    'name: a\nerror: { stauts: 502 }',
    'movies.yaml:2:10 error.stauts: unknown key "stauts"; did you mean "status"?',
  ],
  [
    'a status that is no failure',
    'name: a\nerror: { status: 200 }',
    'movies.yaml:2:18 error.status: must be at least 400',
  ],
  [
    'a header with a line break',
    'name: a\nerror: { status: 502, headers: { x: "a\\nb" } }',
    'movies.yaml:2:37 error.headers.x: the value of a header is one line of Latin-1',
  ],
  [
    'a header with a space',
    'name: a\nerror: { status: 502, headers: { "a b": x } }',
    'movies.yaml:2:32 error.headers: the name of a header has letters, digits and dashes',
  ],
  [
    'a header of the connection',
    'name: a\nerror: { status: 502, headers: { Content-Length: "3" } }',
    'movies.yaml:2:32 error.headers: the lengths and the connection are the own business of what sends the answer: leave out content-length, transfer-encoding, connection and their like',
  ],
  [
    'chaos that is more than all',
    'name: a\nchaos: { errors: 0.7, faults: 0.4 }\nreply: [{ text: x }]',
    'movies.yaml:2:8 chaos: errors and faults are shares of the same requests: together at most 1',
  ],
  [
    'a latency that begins with the higher time',
    'name: a\nchaos: { ttft: [300, 100] }\nreply: [{ text: x }]',
    'movies.yaml:2:8 chaos: ttft begins with the lower of its two times',
  ],

  // Steps
  [
    'two steps in one',
    steps('- text: a', '  search: { index: b }'),
    'movies.yaml:4:5 reply[0].search: one step cannot be both "text" and "search"; begin another step with a dash',
  ],
  [
    'a bare text',
    steps('- Hello'),
    'movies.yaml:3:5 reply[0]: expected a step, found the text "Hello"; write "text: Hello"',
  ],
  [
    'only an id',
    steps('- id: a'),
    `movies.yaml:3:5 reply[0]: a step with only "id" does nothing; a step has one of ${KINDS}`,
  ],
  [
    'an empty step',
    steps('- {}'),
    `movies.yaml:3:5 reply[0]: this step is empty; a step has one of ${KINDS}`,
  ],
  [
    'steps after finish',
    steps('- finish: stop', '- text: x'),
    'movies.yaml:4:5 reply[1]: this step is never reached: reply[0] (finish) ends the reply',
  ],
  [
    'steps after an error',
    steps('- error: boom', '- text: x', '- text: y'),
    'movies.yaml:4:5 reply[1]: this step and the one after it are never reached: reply[0] (error) ends the reply; give that error "ends: false" if the answer goes on after it',
  ],
  [
    'the same id twice',
    steps('- text: a', '  id: x', '- text: b', '  id: x'),
    'movies.yaml:6:9 reply[1].id: the id "x" is taken by reply[0]; an id names one step of a reply',
  ],
  [
    'a short form of search',
    steps('- search: movies'),
    'movies.yaml:3:13 reply[0].search: expected an object or a list, found the text "movies"; write { index: movies }',
  ],

  // Values
  [
    'a duration with a unit',
    steps('- wait: 2s'),
    'movies.yaml:3:11 reply[0].wait: expected a number, found the text "2s"; durations are in ms, without a unit: 2000',
  ],
  [
    'a number in quotes',
    steps('- wait: "300"'),
    'movies.yaml:3:11 reply[0].wait: expected a number, found the text "300"; without quotes: 300',
  ],
  [
    'a text that is a number',
    steps('- text: 42'),
    'movies.yaml:3:11 reply[0].text: expected a text, found the number 42; put it in quotes: "42"',
  ],
  [
    'a name that is a boolean',
    'name: true\nreply: [{ text: x }]',
    'movies.yaml:1:7 name: expected a text, found the boolean true; put it in quotes: "true"',
  ],
  [
    'a name with spaces',
    'name: movie night\nreply: [{ text: x }]',
    'movies.yaml:1:7 name: "movie night" is not a name; names have letters, digits, ".", "_" and "-", and no spaces: movie-night',
  ],
  [
    'yes for a boolean',
    steps('- error: { message: x, ends: yes }'),
    'movies.yaml:3:32 reply[0].error.ends: expected true or false, found the text "yes"; write true',
  ],
  [
    'below the range',
    'name: a\npace: { ttft: -1 }\nreply: [{ text: x }]',
    'movies.yaml:2:15 pace.ttft: must be at least 0',
  ],
  [
    'a misspelt choice',
    steps('- fault: half_frame'),
    'movies.yaml:3:12 reply[0].fault: expected reset, truncate, half-frame, stall or no-done, found the text "half_frame"; did you mean "half-frame"?',
  ],
  [
    'a text for a reply',
    'name: a\nreply: Hello',
    'movies.yaml:2:8 reply: expected a list, found the text "Hello"; write it as a step: "- text: …"',
  ],
  [
    'a reply without dashes',
    'name: a\nreply:\n  text: Hello',
    'movies.yaml:3:3 reply: expected a list, found an object; put a dash before each step: "- text: …"',
  ],
  ['an empty reply', 'name: a\nreply: []', 'movies.yaml:2:8 reply: must not be an empty list'],
  [
    'an invalid regular expression',
    'name: a\nmatch: { message: /(/ }\nreply: [{ text: x }]',
    'movies.yaml:2:19 match.message: /(/ is not a valid regular expression: Unterminated group; write a plain text without slashes, or mend it',
  ],
  [
    'a regular expression that refers to its own groups',
    'name: a\nmatch:\n  message: /(\\w+) \\1/\nreply: [{ text: x }]',
    'movies.yaml:3:12 match.message: /(\\w+) \\1/ is not supported: a back reference, \\1; write out in its place what the group may be',
  ],
  [
    'a regular expression that is too large',
    'name: a\nmatch: { model: "/^(gpt-.{900}){9}$/" }\nreply: [{ text: x }]',
    'movies.yaml:2:17 match.model: /^(gpt-.{900}){9}$/ is not supported: it is too large with its counts written out; use smaller counts, or "*"',
  ],
  [
    'an empty match',
    'name: a\nmatch: {}\nreply: [{ text: x }]',
    'movies.yaml:2:8 match: an empty match asks for nothing: give it workspace, model, message or turn, or leave it out to choose the scenario by name only',
  ],

  // Error codes
  [
    'a status for a code',
    'name: a\nerror: 401',
    'movies.yaml:2:8 error: expected an error code such as internal, found the number 401; a code with status 401 is missing_authorization_header or missing_master_key',
  ],
  [
    'a misspelt code',
    'name: a\nerror: chat_not_fund',
    'movies.yaml:2:8 error: unknown error code "chat_not_fund"; did you mean chat_not_found?',
  ],
  [
    'half a code',
    'name: a\nerror: too_many_requests',
    'movies.yaml:2:8 error: unknown error code "too_many_requests"; did you mean too_many_search_requests?',
  ],
  [
    'a code of a search',
    steps('- search: { index: a, error: index_not_fond }'),
    'movies.yaml:3:32 reply[0].search.error: unknown error code "index_not_fond"; did you mean index_not_found?',
  ],

  // Answers
  [
    'no answer',
    'name: a',
    'movies.yaml:1:1: the scenario answers nothing; give it one of reply, turns, attempts, error',
  ],
  [
    'two answers',
    'name: a\nreply: [{ text: x }]\nerror: internal',
    'movies.yaml:3:1 error: a scenario has one of reply, turns, attempts, error; this one has "reply" already',
  ],
  [
    'a step for an outcome',
    'name: a\nturns:\n  - text: x',
    'movies.yaml:3:5 turns[0].text: a step ("text") stands where an outcome is expected; put the steps in a list: "- reply: [{ text: … }]"',
  ],
  [
    'a misspelt step in a turn',
    'name: a\nturns:\n  - - txt: x',
    'movies.yaml:3:7 turns[0][0].txt: unknown key "txt"; did you mean "text"?',
  ],
  [
    'both in an outcome',
    'name: a\nattempts: [{ reply: [{ text: x }], error: internal }]',
    'movies.yaml:2:36 attempts[0].error: an outcome cannot be both "reply" and "error"; begin another outcome with a dash',
  ],

  // YAML
  ['bold text', steps('- text: **Bold** text'), `movies.yaml:3:11: unexpected scalar at node end; ${QUOTE}`],
  [
    'text with a colon',
    steps('- text: Note: here'),
    `movies.yaml:3:11: nested mappings are not allowed in compact mappings; ${QUOTE}`,
  ],
  [
    'a heading',
    steps('- text: # Movies'),
    `movies.yaml:3:5 reply[0].text: expected a text, found nothing; a value that begins with # is a comment in YAML: ${QUOTE}`,
  ],
  [
    'a link',
    steps('- text: [Dune](https://example.org) is fine'),
    `movies.yaml:3:11: unexpected scalar at node end; ${QUOTE}`,
  ],
  [
    'code',
    steps('- text: `npm start`'),
    `movies.yaml:3:11: plain value cannot start with reserved character \`; ${QUOTE}`,
  ],
  ['a quotation', steps('- text: > quoted'), `movies.yaml:3:11: not a YAML token: quoted; ${QUOTE}`],
  [
    'an exclamation',
    steps('- text: !important news'),
    `movies.yaml:3:11: unresolved tag: !important; ${QUOTE}`,
  ],
  [
    'an anchor that is nowhere',
    steps('- text: *Bold'),
    `movies.yaml:3:11: unresolved alias: *Bold; ${QUOTE}`,
  ],
  [
    'a tab',
    'name: a\nreply:\n\t- text: x',
    'movies.yaml:3:1: tabs are not allowed as indentation; use spaces',
  ],
  [
    'a key twice',
    'name: a\nname: b\nreply: [{ text: x }]',
    'movies.yaml:2:1: map keys must be unique; keep one of the two',
  ],
  ['an open quote', 'name: "a\nreply: [{ text: x }]', 'movies.yaml:1:7: missing closing "quote'],
  [
    'an open bracket',
    'name: a\nreply: [{ text: x }',
    'movies.yaml:2:8: flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'no space after a colon',
    'name: a\ndescription:x\nreply: [{ text: x }]',
    'movies.yaml:2:1: implicit keys need to be on a single line; is a space missing after a colon, or the indentation wrong?',
  ],
  [
    'a list of scenarios',
    '[{ "name": "a" }]',
    'movies.yaml:1:1: expected a scenario, found a list; one document holds one scenario; put "---" between two',
  ],
  ['an empty file', '# later\n', 'movies.yaml: warning: there is no scenario in this file'],
  [
    "a call of a function that is not the client's",
    steps('- toolCall: { name: _meiliSearchInIndex }'),
    'movies.yaml:3:23 reply[0].toolCall.name: "_meiliSearchInIndex" is a function of Meilisearch\'s, and never called by a client; a "search" step sends what the client sees of it',
  ],
];

test.each(mistakes)('%s', (_, file, message) => {
  expect(said(file)).toBe(message);
});

test('the long form shows the line, a caret, and what the key means', () => {
  const file = 'name: a\npace: { tps: fast }\nreply: [{ text: x }]';
  const [problem] = parseScenarios(file, 'movies.yaml').problems;
  expect(problem === undefined ? '' : formatProblem(problem, file)).toBe(
    [
      'movies.yaml:2:14 pace.tps: expected a number, found the text "fast"',
      '  2 | pace: { tps: fast }',
      '    |              ^',
      '    = Tokens per second; 0 sends without pacing. Default 50.',
    ].join('\n'),
  );
});
