import { expect, test } from 'vitest';
import { type LoggedRequest, requestLines, severityOf } from '../../src/cli/request-lines.ts';
import { clip, duration, escapeControls, widthOf } from '../../src/cli/text.ts';

const plain = (_: string, text: string) => text;
const request: LoggedRequest = {
  kind: 'chat',
  time: new Date(2030, 0, 31, 12, 0, 1),
  session: 'default',
  method: 'POST',
  path: '/chats/movies/chat/completions',
  status: 200,
  scenario: 'movie-night',
  why: 'its match holds',
  warnings: [],
  violations: [],
  frames: 42,
  ending: { type: 'done' },
  took: 1234,
  suggestion: undefined,
};
const lines = (change: Partial<LoggedRequest>) => requestLines({ ...request, ...change }, plain);
const line = (change: Partial<LoggedRequest>) => lines(change)[0];

test('a request is one line', () => {
  expect(lines({})).toEqual([
    '12:00:01 POST /chats/movies/chat/completions 200 movie-night (its match holds) 42 frames, done in 1.2 s',
  ]);
  expect(severityOf(request)).toBe('info');
});

test('a session that is not the default one is named', () => {
  expect(line({ session: 'worker-3' })).toContain('12:00:01 @worker-3 POST ');
});

test('how the answer ended is said', () => {
  expect(line({ ending: { type: 'fault', fault: 'reset' } })).toMatch(/42 frames, reset after 1\.2 s$/);
  expect(line({ ending: { type: 'left', after: 1 } })).toMatch(/\) client left after 1 frame and 1\.2 s$/);
  expect(line({ ending: { type: 'stopped' } })).toMatch(/42 frames, stopped after 1\.2 s$/);
  expect(line({ ending: undefined, frames: 0 })).toMatch(/0 frames, open$/);
});

test('an answer that is not a stream has no frames', () => {
  const refused = {
    status: 401,
    scenario: null,
    why: 'refused: missing_authorization_header',
    frames: undefined,
  };
  expect(line({ ...refused, took: 3.4 })).toBe(
    '12:00:01 POST /chats/movies/chat/completions 401 (refused: missing_authorization_header) done in 3 ms',
  );
});

test('a connection that was closed without an answer has no status', () => {
  expect(line({ status: 0, scenario: null, frames: undefined })).toContain(' no answer ');
});

test('an unmatched request says why, and which match block would hold', () => {
  const unmatched = {
    scenario: null,
    why: 'no scenario matches; the nearest is "cut" (a.yaml:3): message "Hi" does not contain "cut"',
    suggestion: 'match:\n  workspace: movies\n  message: Hi',
  };
  expect(lines(unmatched)).toEqual([
    '12:00:01 POST /chats/movies/chat/completions 200 made up 42 frames, done in 1.2 s',
    '         ? no scenario matches; the nearest is "cut" (a.yaml:3): message "Hi" does not contain "cut"',
    '           a scenario with this would answer it:',
    '             match:',
    '               workspace: movies',
    '               message: Hi',
  ]);
  expect(severityOf({ ...request, ...unmatched })).toBe('warn');
});

test('warnings and violations have lines of their own', () => {
  const marked = {
    warnings: ['a real Meilisearch answers 501'],
    violations: [
      {
        location: ['request', 'body', 'messages', '0', 'role'],
        severity: 'Error' as const,
        code: 'enum',
        message: 'must be known',
      },
      { location: ['request'], severity: 'Error' as const, message: 'no credentials' },
    ],
  };
  expect(lines(marked).slice(1)).toEqual([
    '         ! a real Meilisearch answers 501',
    '         ✗ request.body.messages[0].role must be known (enum)',
    '         ✗ request no credentials',
  ]);
  expect(severityOf({ ...request, ...marked })).toBe('warn');
});

test('nothing from a request controls the terminal', () => {
  const evil = '\u001b[2J\u009b1m\r\n\u202e\u2028\u0007\u007f';
  const all = lines({
    path: `/chats/${evil}`,
    session: evil,
    why: evil,
    suggestion: `match:\n  message: "${evil}"`,
    warnings: [evil],
    violations: [{ location: ['request', evil], severity: 'Error', message: evil }],
    scenario: evil,
  }).join('');
  expect(all).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  expect(all).toContain('\\u001b[2J');
});

test('text that does nothing to a terminal stays as it is', () => {
  expect(escapeControls('Grüße 映画 👩‍🚀 a\tb')).toBe('Grüße 映画 👩‍🚀 a\\tb');
});

test.each([
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [999.7, '1.0 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [3_599_700, '60 min 0 s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('text is cut to the columns that it takes', () => {
  expect(widthOf('a映画👩‍🚀')).toBe(7);
  expect(clip('映画の夜', 8)).toBe('映画の夜');
  expect(clip('映画の夜', 7)).toBe('映画の…');
  expect(clip('映画の夜', 6)).toBe('映画…');
});
