import type { JournalEntry } from '../../src/index.ts';
import { attachment, type CaseResults, runCases } from './run-cases.ts';
import { expect, plain as test } from './test.ts';

// All tests read the report of one run.
test.describe.configure({ mode: 'default' });

let results: CaseResults;

test.beforeAll(async () => {
  // It runs Playwright in Playwright, and takes a busy machine a while.
  test.setTimeout(120_000);
  results = await runCases('report');
});

test('a failed test has the journal and its streams attached, in each try', () => {
  const tries = resultsNamed('attached: fails while a stream is open');
  expect(tries.map(({ status }) => status)).toEqual(['failed', 'failed']);
  for (const result of tries) {
    const entries = JSON.parse(attachment(result, 'chat-journal.json')) as JournalEntry[];
    expect(entries.map(({ number, scenario, status }) => ({ number, scenario, status }))).toEqual([
      { number: 1, scenario: 'greeting', status: 200 },
      { number: 2, scenario: 'busy', status: 503 },
    ]);
    expect(entries[0]?.frames.map(({ kind }) => kind)).toEqual(['role', 'text', 'text']);
    const stream = attachment(result, 'chat-1.sse');
    expect(stream).toMatch(
      /^retry: 10000\n\ndata: \{"id":"chatcmpl-.*\n\ndata: .*Good.*\n\ndata: .*morning.*\n\n$/,
    );
    expect(result.attachments.map(({ name }) => name)).not.toContain('chat-2.sse');
  }
});

test('so has one whose page asks a backend, which asks the mock', () => {
  const [result] = resultsNamed('backend: fails while its backend reads a stream');
  expect(result?.status).toBe('failed');
  const entries = result && (JSON.parse(attachment(result, 'chat-journal.json')) as JournalEntry[]);
  expect(entries?.map(({ scenario }) => scenario)).toEqual(['greeting']);
  expect(result && attachment(result, 'chat-1.sse')).toMatch(/^retry: 10000\n\n.*Good.*morning/s);
  expect(result?.steps?.map(({ title }) => title)).toContain('chat.hold("before-the-end").reached()');
});

test('a test that passes has nothing attached', () => {
  const [result] = resultsNamed('attached: passes');
  expect(result?.status).toBe('passed');
  expect(result?.attachments).toEqual([]);
});

test('a verb that fails points at the line of the test, and is a step of it', () => {
  const [result] = resultsNamed('mistakes: waits in vain');
  expect(result?.error?.message).toContain(
    'Waited 50 ms for the clock to stop at "text", and saw no open stream.',
  );
  expect(result?.error?.location).toMatchObject({
    file: expect.stringMatching(/mistakes\.case\.ts$/),
    line: 6,
  });
  expect(result?.steps?.map(({ title }) => title)).toEqual([
    'chat.clock.pauseAt("text")',
    'chat.clock.paused({"timeout":50})',
  ]);
});

test('a scenario that is not there is named with the nearest one', () => {
  const [result] = resultsNamed('mistakes: misspells a scenario');
  expect(result?.error?.message).toContain('greting');
  expect(result?.error?.message).toContain('greeting');
});

test('a request that cannot be for the mock fails the test', () => {
  const [result] = resultsNamed('mistakes: is no chat route');
  expect(result?.status).toBe('failed');
  expect(result?.error?.message).toContain(
    'takes over http://app.example/api/ask, and that is no chat route',
  );
});

test('a scenario file with a mistake fails the tests of the worker, with its line', () => {
  const [result] = resultsNamed('broken: cannot start');
  expect(result?.status).toBe('failed');
  expect(result?.error?.message).toMatch(/broken\.yaml:4:5.*serch.*\n?.*search/);
});

test('scenarios that are objects are sent to the option that takes them', () => {
  const [result] = resultsNamed('objects: cannot start');
  expect(result?.error?.message).toContain('chatServerOptions: { scenarios: [ … ] }');
});

const resultsNamed = (name: string) => results.get(name) ?? [];
