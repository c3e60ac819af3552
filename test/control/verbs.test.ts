import { beforeEach, describe, expect, test } from 'vitest';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { ChatMockError } from '../../src/error.ts';
import { ask, eventually, freshName, said, scenario, setupServer, WAYS } from './kit.ts';

const mock = setupServer();

describe.each(WAYS)('%s', (_way, drive) => {
  let chat: ChatMock;
  beforeEach(() => {
    chat = drive(mock.server, freshName());
  });

  test('url leads to the session', async () => {
    expect(chat.url).toBe(`${mock.url}/@${chat.name}`);
    await chat.use('plain');
    expect(await said(await ask(chat.url))).toBe('one two three four');
    expect(await chat.requests()).toHaveLength(1);
  });

  test('use takes a name, an object and a builder', async () => {
    await chat.use({ name: 'given', reply: [{ text: 'from an object' }] });
    await chat.clock.setSpeed(0);
    expect(await said(await ask(chat.url))).toBe('from an object');
    await chat.use(scenario('built').text('from a builder'));
    expect(await said(await ask(chat.url))).toBe('from a builder');
    expect(await chat.lastRequest()).toMatchObject({ scenario: 'built', why: 'the session uses it' });
  });

  test('use with times goes back to the scenario before', async () => {
    await chat.use('plain');
    await chat.use({ name: 'once', reply: [{ text: 'once' }] }, { times: 1 });
    await chat.clock.setSpeed(0);
    expect(await said(await ask(chat.url))).toBe('once');
    expect(await said(await ask(chat.url))).toBe('one two three four');
  });

  test('times of Infinity is for ever', async () => {
    await chat.use('plain', { times: Number.POSITIVE_INFINITY });
    await chat.fault({ fault: 'truncate', after: 2, times: Number.POSITIVE_INFINITY });
    for (const _ of [1, 2, 3]) expect(await said(await ask(chat.url))).toBe('one');
  });

  test('requests with last gives the last ones', async () => {
    await chat.use('plain');
    for (const message of ['a', 'b', 'c']) await said(await ask(chat.url, message));
    const numbers = async (last: number) => (await chat.requests({ last })).map(({ number }) => number);
    expect([await numbers(2), await numbers(9), await numbers(0)]).toEqual([[2, 3], [1, 2, 3], []]);
  });

  test('an argument of the wrong type is refused, with what the verb takes', async () => {
    await expect(chat.fail(JSON.parse('{"code":7}'))).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(
        /^POST \/__mock\/fail: `code`: Invalid input: expected string, received number\. It takes \{"code":"too_many_search_requests"\}\.$/,
      ),
    });
    await expect(chat.clock.next(1, JSON.parse('{"tiemout":5}'))).rejects.toMatchObject({
      message: expect.stringContaining('`tiemout`: not known. Did you mean "timeout"?'),
    });
  });

  test('fault strikes after exactly so many frames', async () => {
    await chat.use('plain');
    await chat.fault({ fault: 'truncate', after: 3 });
    expect(await said(await ask(chat.url))).toBe('one two');
    expect(await said(await ask(chat.url))).toBe('one two three four');
    expect(await chat.requests()).toMatchObject([
      { frames: [{}, {}, {}], ending: { type: 'fault', fault: 'truncate' } },
      { ending: { type: 'done' } },
    ]);
  });

  test('fail ends an open stream with an error event', async () => {
    await chat.use('gated');
    const response = await ask(chat.url);
    await chat.holds.reached('gate');
    await chat.fail('too_many_search_requests', 'Slow down');
    const text = await response.text();
    expect(text).toContain('"message":"Slow down"');
    expect(text).not.toContain('after');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('drop resets the connection of an open stream', async () => {
    await chat.use('gated');
    const response = await ask(chat.url);
    await chat.holds.reached('gate');
    await chat.drop();
    await expect(response.text()).rejects.toThrow();
    expect(await chat.lastRequest()).toMatchObject({ ending: { type: 'fault', fault: 'reset' } });
  });

  test('useMatching goes back to the scenario that matches', async () => {
    await chat.use('plain');
    await chat.useMatching();
    const response = await ask(chat.url, 'gate');
    await chat.hold('gate').release();
    await response.text();
    expect(await chat.lastRequest()).toMatchObject({ scenario: 'gated', why: 'its match holds' });
  });

  test('the journal: requests, lastRequest, unmatched, clearRequests', async () => {
    await chat.clock.setSpeed(0);
    await said(await ask(chat.url, 'nobody is for this'));
    await chat.use('plain');
    await said(await ask(chat.url, 'second'));
    expect(await chat.requests()).toMatchObject([
      { number: 1, session: chat.name, scenario: null, workspace: 'movies', status: 200 },
      { number: 2, scenario: 'plain', request: { body: { messages: [{ content: 'second' }] } } },
    ]);
    expect(await chat.lastRequest()).toMatchObject({ number: 2 });
    expect(await chat.unmatched()).toMatchObject([{ number: 1 }]);
    await chat.clearRequests();
    expect(await chat.requests()).toEqual([]);
    expect(await chat.lastRequest()).toBeUndefined();
  });

  test('the journal keeps no key', async () => {
    await chat.use('plain');
    await said(await ask(chat.url));
    expect((await chat.lastRequest())?.request.headers.authorization).toBe('Bearer [redacted]');
  });

  test('the journal keeps no credential of any header, and none of the body', async () => {
    await chat.use('plain');
    const response = await fetch(`${chat.url}/chats/movies/chat/completions?api_key=hunter2`, {
      method: 'POST',
      headers: {
        authorization: 'hunter2 hunter2',
        cookie: 'a=hunter2; b=hunter2',
        'x-api-key': 'hunter2',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        model: 'm',
        stream: true,
        max_tokens: 5,
        metadata: { api_key: 'hunter2' },
        messages: [{ role: 'user', content: 'Authorization: My-Scheme a, hunter2' }],
      }),
    });
    await said(response);
    const last = await chat.lastRequest();
    expect(JSON.stringify(last)).not.toContain('hunter2');
    expect(last?.request.body).toMatchObject({ max_tokens: 5, metadata: { api_key: '[redacted]' } });
  });

  test('requests that come after clearRequests are numbered on', async () => {
    await chat.use('gated');
    const first = await ask(chat.url);
    await chat.holds.reached('gate');
    await chat.clearRequests();
    const second = await ask(chat.url);
    expect(await chat.requests()).toMatchObject([{ number: 2 }]);
    await chat.holds.release('gate');
    await Promise.all([said(first), said(second)]);
    expect(await chat.requests()).toMatchObject([{ number: 2, ending: { type: 'done' } }]);
    await chat.reset();
    await chat.use('plain');
    await said(await ask(chat.url));
    expect(await chat.lastRequest()).toMatchObject({ number: 1 });
  });

  test('waitForRequest finds one that came and one that comes', async () => {
    await chat.use('plain');
    const coming = chat.waitForRequest(({ request }) => JSON.stringify(request.body).includes('second'));
    await said(await ask(chat.url, 'first'));
    expect(await chat.waitForRequest()).toMatchObject({ number: 1 });
    await said(await ask(chat.url, 'second'));
    expect(await coming).toMatchObject({ number: 2 });
  });

  test('waitForRequest waits until what it looks for is known', async () => {
    await chat.use('gated');
    const ended = chat.waitForRequest(({ ending }) => ending !== undefined);
    const response = await ask(chat.url);
    await chat.hold('gate').release();
    await said(response);
    expect(await ended).toMatchObject({ ending: { type: 'done' } });
  });

  test('waitForRequest says what it saw', async () => {
    await chat.use('plain');
    await said(await ask(chat.url));
    await chat.waitForRequest(({ ending }) => ending !== undefined);
    await expect(chat.waitForRequest(() => false, { timeout: 20 })).rejects.toMatchObject({
      code: 'timeout',
      message:
        'Waited 20 ms for a request that the predicate holds for, and saw 1 request, 1: POST /chats/movies/chat/completions 200.',
    });
  });

  test('an error of a predicate comes back', async () => {
    const waiting = expect(
      chat.waitForRequest(() => {
        throw new Error('the predicate’s own');
      }),
    ).rejects.toThrow('the predicate’s own');
    await ask(chat.url);
    await waiting;
  });

  test('pauseAt a number, next and runFor send exactly what they say', async () => {
    await chat.use('slow');
    await chat.clock.pauseAt(0);
    const response = await ask(chat.url);
    expect(await chat.clock.paused()).toMatchObject({ paused: true, streams: [{ request: 1, sent: 0 }] });
    await chat.clock.next();
    expect((await chat.lastRequest())?.frames.map(({ kind }) => kind)).toEqual(['role']);
    expect(await chat.clock.next(2)).toMatchObject({ streams: [{ sent: 3, next: 'text of "words"' }] });
    await chat.clock.runFor(1000);
    expect((await chat.lastRequest())?.frames).toHaveLength(4);
    await chat.clock.runFor(999);
    expect((await chat.lastRequest())?.frames).toHaveLength(4);
    await chat.clock.setSpeed(0);
    await chat.clock.resume();
    expect(await said(response)).toBe('one two three four');
  });

  test('pauseAt a step and a kind', async () => {
    await chat.use('slow');
    await chat.clock.setSpeed(0);
    await chat.clock.pauseAt('words');
    const response = await ask(chat.url);
    // The role comes with the first text.
    expect(await chat.clock.paused()).toMatchObject({ streams: [{ sent: 0 }] });
    await chat.clock.pauseAt('finish');
    expect(await chat.clock.paused()).toMatchObject({ streams: [{ sent: 5, next: 'finish of "words"' }] });
    await chat.clock.resume();
    await said(response);
  });

  test('pause, resume and setSpeed', async () => {
    await chat.clock.pause();
    expect(await chat.clock.state()).toMatchObject({ paused: true, speed: 1, streams: [] });
    await chat.clock.setSpeed(8);
    await chat.clock.resume();
    expect(await chat.clock.state()).toMatchObject({ paused: false, speed: 8 });
  });

  test('holds: names, reached, release', async () => {
    await chat.use('gated');
    const reached = chat.hold('gate').reached();
    const response = await ask(chat.url);
    await reached;
    expect(await chat.holds.names()).toEqual(['gate']);
    expect(await chat.clock.state()).toMatchObject({ streams: [{ heldAt: 'gate' }] });
    await chat.hold('gate').release();
    expect(await said(response)).toBe('beforeafter');
    expect(await chat.holds.names()).toEqual([]);
  });

  test('release before the stream is there waits for it', async () => {
    await chat.use('gated');
    const released = chat.hold('gate').release();
    const response = await ask(chat.url);
    await released;
    expect(await said(response)).toBe('beforeafter');
  });

  test('a client that leaves is in the journal, with the frame after which it did', async () => {
    await chat.use('slow');
    await chat.clock.pauseAt(3);
    const controller = new AbortController();
    const response = await ask(chat.url, 'Hello', controller.signal);
    await chat.clock.setSpeed(0);
    await chat.clock.paused();
    controller.abort();
    await expect(response.text()).rejects.toThrow();
    const left = await chat.waitForRequest(({ ending }) => ending !== undefined);
    expect(left.ending).toEqual({ type: 'left', after: 3 });
  });

  test('what cannot happen rejects at once', async () => {
    const refused = async (call: Promise<unknown>) => {
      const error: unknown = await call.catch((reason: unknown) => reason);
      return error instanceof ChatMockError ? error.code : error;
    };
    expect(await refused(chat.clock.next())).toBe('not-paused');
    expect(await refused(chat.clock.paused())).toBe('not-paused');
    expect(await refused(chat.fail('internal'))).toBe('nothing-to-step');
    expect(await refused(chat.drop())).toBe('nothing-to-step');
    expect(await refused(chat.holds.reached('gait'))).toBe('unknown-name');
    expect(await refused(chat.clock.pauseAt('wrods'))).toBe('unknown-name');
    expect(await refused(chat.use('plane'))).toBe('unknown-scenario');
    await chat.clock.pause();
    expect(await refused(chat.clock.next())).toBe('nothing-to-step');
    await chat.use('gated');
    await chat.clock.resume();
    const response = await ask(chat.url);
    await chat.holds.reached('gate');
    await chat.clock.pause();
    expect(await refused(chat.clock.next())).toBe('held');
    await chat.reset();
    await response.text();
  });

  test('every wait has a timeout that says what it waited for and what it saw', async () => {
    await chat.use('gated');
    await chat.clock.pauseAt(1);
    const response = await ask(chat.url);
    await chat.clock.paused();
    await expect(chat.hold('gate').reached({ timeout: 20 })).rejects.toMatchObject({
      code: 'timeout',
      message:
        'Waited 20 ms for a stream to come to the hold "gate", and saw request 1 with 1 frames sent, next: text.',
    });
    await expect(chat.hold('gate').release({ timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
    await chat.clock.pauseAt('error');
    await expect(chat.clock.paused({ timeout: 20 })).rejects.toThrow(
      /^Waited 20 ms for the clock to stop at "error", and saw request 1 /,
    );
    await expect(chat.clock.next(1, { timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(chat.clock.runFor(1, { timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
    await chat.reset();
    await response.text();
  });

  test('a wait that its signal gives up rejects with the reason', async () => {
    const controller = new AbortController();
    await chat.clock.pauseAt(1);
    const calls = [
      chat.clock.paused({ signal: controller.signal }),
      chat.clock.next(1, { signal: controller.signal }),
      chat.clock.runFor(1, { signal: controller.signal }),
      chat.hold('gate').reached({ signal: controller.signal }),
      chat.waitForRequest(undefined, { signal: controller.signal }),
      chat.hold('gate').release({ signal: AbortSignal.abort(new Error('enough')) }),
    ];
    controller.abort(new Error('enough'));
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
    }
  });

  test('reset forgets everything, ends streams, and leaves no reference stale', async () => {
    const { clock, holds } = chat;
    const hold = chat.hold('gate');
    await chat.use('gated');
    await chat.fault({ fault: 'reset', after: 100, times: 9 });
    await clock.setSpeed(0);
    const response = await ask(chat.url);
    await hold.reached();
    await chat.reset();
    expect(await said(response)).toBe('before');
    expect(await chat.requests()).toEqual([]);
    expect(await clock.state()).toMatchObject({ paused: false, speed: 1, streams: [] });
    expect(await holds.names()).toEqual([]);

    await clock.pauseAt('hold');
    const again = await ask(chat.url, 'to the gate');
    await clock.paused();
    await clock.resume();
    await hold.release();
    expect(await said(again)).toBe('beforeafter');
    expect(await chat.requests()).toMatchObject([{ number: 1, why: 'its match holds' }]);
  });

  test('reset gives up the calls that wait', async () => {
    await chat.clock.pauseAt(1);
    const calls = Promise.allSettled([
      chat.clock.paused(),
      chat.clock.next(),
      chat.hold('gate').reached(),
      chat.waitForRequest(),
    ]);
    await eventually(() => mock.simulator.session(chat.name).waitingCalls).toBe(4);
    await mock.server.session(chat.name).reset();
    for (const call of await calls) {
      expect(call).toMatchObject({
        status: 'rejected',
        reason: { code: 'closed', message: 'The session was reset while this call waited.' },
      });
    }
  });

  test('sessions do not see each other', async () => {
    const other = drive(mock.server, freshName());
    await chat.use('gated');
    await other.use('plain');
    await chat.clock.pauseAt(0);
    const held = await ask(chat.url);
    await chat.clock.paused();
    expect(await said(await ask(other.url))).toBe('one two three four');
    expect(await other.clock.state()).toMatchObject({ paused: false, streams: [] });
    expect(await chat.requests()).toHaveLength(1);
    expect(await other.requests()).toHaveLength(1);
    await chat.reset();
    expect(await other.requests()).toHaveLength(1);
    await held.text();
  });

  test('verbs of a fixture can be put on it', async () => {
    const fixture = Object.assign(Object.create(chat) as ChatMock, { own: () => 'own' });
    await fixture.use('plain');
    await said(await ask(fixture.url));
    expect(fixture.own()).toBe('own');
    expect(await fixture.requests()).toHaveLength(1);
    await fixture
      .hold('gate')
      .reached({ timeout: 1 })
      .catch(() => undefined);
    expect(await fixture.waitForRequest()).toMatchObject({ number: 1 });
  });
});

/** Calls that go wrong, each in a session of its own. */
const MISTAKES: readonly [string, (chat: ChatMock) => Promise<unknown>][] = [
  ['an unknown scenario', (chat) => chat.use('plane')],
  ['an invalid scenario', (chat) => chat.use(JSON.parse('{"name":"x","reply":[{"txt":"y"}]}'))],
  ['times of 0', (chat) => chat.use('plain', { times: 0 })],
  ['an unknown fault', (chat) => chat.fault(JSON.parse('{"fault":"resett"}'))],
  ['a fault after -1 frames', (chat) => chat.fault({ fault: 'reset', after: -1 })],
  ['fail with nothing open', (chat) => chat.fail('internal')],
  ['drop with nothing open', (chat) => chat.drop()],
  ['next while running', (chat) => chat.clock.next()],
  ['next of half a frame', (chat) => chat.clock.pause().then(() => chat.clock.next(0.5))],
  ['next with nothing open', (chat) => chat.clock.pause().then(() => chat.clock.next())],
  ['paused with nothing coming', (chat) => chat.clock.paused()],
  ['pauseAt an unknown name', (chat) => chat.clock.pauseAt('wrods')],
  ['pauseAt -1', (chat) => chat.clock.pauseAt(-1)],
  ['runFor -1', (chat) => chat.clock.runFor(-1)],
  ['a speed of -1', (chat) => chat.clock.setSpeed(-1)],
  ['an unknown hold', (chat) => chat.hold('gait').reached()],
  ['a timeout of -1', (chat) => chat.hold('gate').reached({ timeout: -1 })],
  ['a timeout', (chat) => chat.hold('gate').release({ timeout: 5 })],
  ['a code that is no text', (chat) => chat.fail(JSON.parse('{"code":7}'))],
  ['an option that is not known', (chat) => chat.clock.next(1, JSON.parse('{"tiemout":5}'))],
  ['a request that does not come', (chat) => chat.waitForRequest(undefined, { timeout: 5 })],
  ['next of NaN frames', (chat) => chat.clock.pause().then(() => chat.clock.next(Number.NaN))],
  ['pauseAt NaN', (chat) => chat.clock.pauseAt(Number.NaN)],
  ['runFor Infinity', (chat) => chat.clock.runFor(Number.POSITIVE_INFINITY)],
  ['a speed of Infinity', (chat) => chat.clock.setSpeed(Number.POSITIVE_INFINITY)],
  ['a timeout of NaN', (chat) => chat.hold('gate').reached({ timeout: Number.NaN })],
  ['use without a scenario', (chat) => chat.use(JSON.parse('{}').scenario)],
  ['waitForRequest with a timeout of -1', (chat) => chat.waitForRequest(undefined, { timeout: -1 })],
];

test.each(MISTAKES)('both say the same: %s', async (_what, call) => {
  const errors = await Promise.all(
    WAYS.map(([, drive]) => call(drive(mock.server, freshName())).catch((error: unknown) => error)),
  );
  const [local, remote] = errors.map((error) => {
    expect(error).toBeInstanceOf(ChatMockError);
    const { code, message, hint, origin } = error as ChatMockError;
    return { code, message, hint, origin };
  });
  expect(remote).toEqual(local);
});
