import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeTimersOfMock, realTimersOfMock } from '../kit/fake-timers.ts';
import { fault, frame, hold, letters, Stage, taken } from './stage.ts';

beforeEach(() => {
  fakeTimersOfMock();
});
afterEach(() => {
  realTimersOfMock();
});

const script = () => [
  frame(0, 'r', { kind: 'role' }),
  frame(100, 's', { kind: 'progress', step: 'search' }),
  frame(200, 'x', { step: 'answer' }),
  frame(300, 'y', { step: 'answer' }),
  frame(400, 'f', { kind: 'finish' }),
];

test.each([
  [0, 0],
  [1, 0],
  [2, 100],
  [4, 300],
])('pauseAt(%i) stops as soon as exactly so many frames are sent, at %i ms', async (count, now) => {
  const stage = new Stage();
  stage.clock.pauseAt(count);
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(now);
  expect(stage.clock.state()).toMatchObject({ paused: true, now });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.frames).toHaveLength(count);
});

test('a clock stopped at a number of frames stands when the last of them was due, however late it was', async () => {
  let late = 0;
  const stage = new Stage({ realNow: () => performance.now() + late });
  stage.clock.pauseAt(2);
  const reader = stage.play(script());
  late = 170;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stage.clock.now()).toBe(100);
  await stage.clock.runFor(99);
  expect(reader.text).toBe('rs');
  await stage.clock.runFor(1);
  expect(reader.text).toBe('rsx');
});

test('pauseAt the number of all frames stops when the stream ends', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(3);
  const reader = stage.play(letters(3));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.ending).toEqual({ type: 'done' });
  expect(await stage.clock.paused()).toMatchObject({ paused: true, now: 200 });
});

test('a stop at a number of frames that are sent already is a stop now', async () => {
  const stage = new Stage();
  stage.play(script());
  await vi.advanceTimersByTimeAsync(150);
  stage.clock.pauseAt(2);
  expect(stage.clock.state()).toMatchObject({ paused: true, now: 150 });
});

test('pauseAt stops before the first frame of a step', async () => {
  const stage = new Stage();
  stage.clock.pauseAt('answer');
  const reader = stage.play(script());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.text).toBe('rs');
  expect(stage.clock.state().streams).toMatchObject([{ sent: 2, next: 'text of "answer"' }]);
});

test('pauseAt stops before the first frame of a kind', async () => {
  const stage = new Stage({ speed: 0 });
  stage.clock.pauseAt('finish');
  const reader = stage.play(script());
  await stage.clock.paused();
  expect(reader.text).toBe('rsxy');
});

test('pauseAt stops before a hold and before a fault', async () => {
  const stage = new Stage({ speed: 0 });
  const reader = stage.play([frame(0, 'a'), hold(10, 'here'), frame(20, 'b'), fault(30, 'truncate')]);
  stage.clock.pauseAt('hold');
  await stage.clock.paused();
  expect(stage.holds.names()).toEqual([]);
  stage.clock.pauseAt('fault');
  await stage.holds.release('here');
  await stage.clock.paused();
  expect(reader.text).toBe('ab');
  expect(reader.fault).toBeUndefined();
});

test('pauseAt works in the middle of a stream, and again from where it stands', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(10));
  await vi.advanceTimersByTimeAsync(100);
  stage.clock.pauseAt(4);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.text).toBe('abcd');
  stage.clock.pauseAt(6);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.text).toBe('abcdef');
});

test.each([0, 1])(
  'pauseAt from where the clock stands sends nothing that is not meant, at speed %i',
  async (speed) => {
    const stage = new Stage({ speed });
    stage.clock.pauseAt(2);
    const reader = stage.play(script());
    await vi.advanceTimersByTimeAsync(10_000);
    stage.clock.pauseAt(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reader.text).toBe('rs');
    stage.clock.pauseAt('finish');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reader.text).toBe('rsxy');
  },
);

test('pauseAt takes effect once, for the stream that gets there first', async () => {
  const stage = new Stage();
  stage.clock.pauseAt('finish');
  const slow = stage.play([frame(0, 'a'), frame(500, 'b', { kind: 'finish' })]);
  const fast = stage.play([frame(0, 'a'), frame(100, 'b', { kind: 'finish' })]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([slow.text, fast.text]).toEqual(['a', 'a']);
  stage.clock.resume();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([slow.text, fast.text]).toEqual(['ab', 'ab']);
});

test('a pause at speed 0 does not take the time back', async () => {
  const stage = new Stage({ speed: 0 });
  const first = stage.play(letters(10));
  await first.over;
  expect(stage.clock.now()).toBe(900);
  stage.clock.pauseAt(1);
  stage.play([frame(0, 'a'), frame(10, 'b')]);
  await stage.clock.paused();
  expect(stage.clock.now()).toBe(900);
  stage.clock.pauseAt('text');
  await stage.clock.paused();
  expect(stage.clock.now()).toBe(910);
});

test('pauseAt refuses a name that nothing has, and says which there are', () => {
  const stage = new Stage({ names: ['answer', 'text', 'finish'] });
  expect(() => stage.clock.pauseAt('anwser')).toThrow(
    'There is no step and no kind of frame "anwser". Did you mean "answer"? Known are: answer, text, finish.',
  );
  expect(() => stage.clock.pauseAt(1.5)).toThrow('pauseAt() takes a whole number of frames, and got 1.5.');
});

test('next sends exactly one frame, or as many as it is told', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const reader = stage.play(letters(6));
  await stage.clock.next();
  expect(reader.text).toBe('a');
  const state = await stage.clock.next(3);
  expect(reader.text).toBe('abcd');
  expect(state).toMatchObject({ paused: true, now: 300, streams: [{ sent: 4, next: 'text' }] });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reader.text).toBe('abcd');
});

test('next resolves when its frames are written, not when they are due', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const player = stage.unread(letters(3));
  const first = taken(player);
  let stepped = false;
  const step = stage.clock.next().then(() => {
    stepped = true;
  });
  await first;
  await vi.advanceTimersByTimeAsync(100);
  expect(stepped).toBe(false);
  void taken(player);
  await step;
  expect(stepped).toBe(true);
});

test('next that the client does not read times out and says so', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const player = stage.unread(letters(3));
  void taken(player);
  const step = stage.clock.next(1, { timeout: 700 });
  const refused = expect(step).rejects.toMatchObject({
    code: 'timeout',
    message:
      'Waited 700 ms for the client to read what was sent, and saw request 1 with 1 frames sent, next: text.',
  });
  await vi.advanceTimersByTimeAsync(700);
  await refused;
});

test('next waits for a stop that is on its way', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(2);
  const reader = stage.play(letters(6));
  const step = stage.clock.next();
  await vi.advanceTimersByTimeAsync(200);
  await step;
  expect(reader.text).toBe('abc');
});

test('several streams are stepped in the order of their deadlines', async () => {
  const stage = new Stage();
  stage.clock.pause();
  const sent: string[] = [];
  const slow = stage.play([frame(100, 'A'), frame(300, 'B')]);
  stage.play([frame(50, 'a'), frame(100, 'b'), frame(200, 'c')]);
  for (let step = 0; step < 5; step++) {
    const before = slow.frames.length;
    await stage.clock.next();
    sent.push(slow.frames.length > before ? 'slow' : 'fast');
  }
  // Equal deadlines keep the order in which the streams began.
  expect(sent).toEqual(['fast', 'slow', 'fast', 'fast', 'slow']);
});

test('calls of next that overlap take their turns', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const reader = stage.play(letters(6));
  await Promise.all([stage.clock.next(), stage.clock.next(2), stage.clock.next()]);
  expect(reader.text).toBe('abcd');
});

test('a call of next that gave up waiting for its turn sends nothing', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const first = stage.clock.next(1, { timeout: 2000 });
  const second = stage.clock.next(1, { timeout: 100 });
  const refused = expect(second).rejects.toMatchObject({ code: 'timeout' });
  await vi.advanceTimersByTimeAsync(100);
  await refused;
  const reader = stage.play(letters(3));
  await first;
  await stage.clock.next();
  expect(reader.text).toBe('ab');
});

test('next refuses at once when nothing streams', async () => {
  const stage = new Stage();
  stage.clock.pause();
  await expect(stage.clock.next()).rejects.toMatchObject({
    code: 'nothing-to-step',
    message: expect.stringContaining('Nothing is streaming in this session.'),
  });
});

test('next refuses at once when the stream ends before its last step, and says how far it came', async () => {
  const stage = new Stage();
  stage.clock.pause();
  const reader = stage.play(letters(2));
  await expect(stage.clock.next(5)).rejects.toThrow('2 of 5 frames were sent.');
  expect(reader.text).toBe('ab');
});

test('next refuses at once when the clock is running', async () => {
  const stage = new Stage();
  stage.play(letters(2));
  await expect(stage.clock.next()).rejects.toMatchObject({ code: 'not-paused' });
  await expect(stage.clock.paused()).rejects.toMatchObject({ code: 'not-paused' });
});

test('next refuses at once at a hold, and names it', async () => {
  const stage = new Stage({ holds: ['gate'] });
  stage.clock.pauseAt(1);
  const reader = stage.play([frame(0, 'a'), hold(10, 'gate'), frame(20, 'b')]);
  await vi.advanceTimersByTimeAsync(10);
  await expect(stage.clock.next()).rejects.toMatchObject({
    code: 'held',
    message: expect.stringContaining('the hold "gate"'),
  });
  await stage.holds.release('gate');
  await stage.clock.next();
  expect(reader.text).toBe('ab');
});

test('next refuses at once when the stream has stalled', async () => {
  const stage = new Stage();
  stage.clock.pause();
  stage.play([frame(0, 'a'), fault(10, 'stall')]);
  await stage.clock.next(2);
  await expect(stage.clock.next()).rejects.toMatchObject({
    code: 'nothing-to-step',
    message: expect.stringContaining('it has stalled'),
  });
});

test.each([-1, 0.5, Number.NaN])('next refuses %s frames', async (count) => {
  await expect(new Stage().clock.next(count)).rejects.toMatchObject({ code: 'invalid-option' });
});

test('a fault is a step, and ends its stream', async () => {
  const stage = new Stage();
  stage.clock.pauseAt('fault');
  const reader = stage.play([frame(0, 'a'), fault(10, 'truncate'), frame(20, 'bc')]);
  await vi.advanceTimersByTimeAsync(10);
  expect(reader.fault).toBeUndefined();
  await stage.clock.next();
  expect(reader.fault).toMatchObject({ fault: 'truncate' });
  expect(reader.ending).toEqual({ type: 'fault', fault: 'truncate' });
});

test('resume in the middle of next ends it with an error', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const player = stage.unread(letters(3));
  const first = taken(player);
  const step = stage.clock.next(2);
  await first;
  stage.clock.resume();
  void taken(player);
  await expect(step).rejects.toMatchObject({
    code: 'not-paused',
    message: 'The clock was set running while it was stepped: 1 of 2 frames were sent.',
  });
});

test('runFor sends exactly what is due by then', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(0);
  const reader = stage.play(letters(10));
  await stage.clock.runFor(250);
  expect(reader.text).toBe('abc');
  await stage.clock.runFor(49);
  expect(reader.text).toBe('abc');
  const state = await stage.clock.runFor(1);
  expect(reader.text).toBe('abcd');
  expect(state).toMatchObject({ paused: true, now: 300 });
});

test('runFor takes several streams ahead, in order', async () => {
  const stage = new Stage();
  stage.clock.pause();
  const order: string[] = [];
  const watch = (name: string, dues: number[]) => {
    const seen = (due: number) => {
      order.push(`${name}${due}`);
      return name;
    };
    stage.play(dues.map((due) => frame(due, () => seen(due))));
  };
  watch('a', [10, 40, 60]);
  watch('b', [20, 30, 70]);
  await stage.clock.runFor(60);
  expect(order).toEqual(['a10', 'b20', 'b30', 'a40', 'a60']);
});

test('runFor takes a running clock ahead and lets it run on', async () => {
  const stage = new Stage();
  const reader = stage.play(letters(10));
  await vi.advanceTimersByTimeAsync(100);
  await stage.clock.runFor(300);
  expect(reader.text).toBe('abcde');
  expect(stage.clock.state().paused).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.text).toBe('abcdef');
});

test('runFor that the client does not read lets a running clock run on', async () => {
  const stage = new Stage();
  const player = stage.unread(letters(10));
  await taken(player);
  const jump = expect(stage.clock.runFor(300, { timeout: 50 })).rejects.toMatchObject({ code: 'timeout' });
  await vi.advanceTimersByTimeAsync(50);
  await jump;
  expect(stage.clock.state().paused).toBe(false);
});

test('a stop that is asked for during runFor is not forgotten', async () => {
  const stage = new Stage();
  const player = stage.unread(letters(10));
  await taken(player);
  const jump = expect(stage.clock.runFor(300)).rejects.toMatchObject({ code: 'not-paused' });
  await vi.advanceTimersByTimeAsync(0);
  void taken(player);
  await vi.advanceTimersByTimeAsync(0);
  stage.clock.pauseAt(5);
  void taken(player);
  await jump;
  expect(stage.clock.state().pausingAt).toBe(5);
});

test('runFor passes the time at a hold', async () => {
  const stage = new Stage({ holds: ['gate'] });
  stage.clock.pause();
  const reader = stage.play([frame(0, 'a'), hold(10, 'gate'), frame(20, 'b')]);
  await stage.clock.runFor(1000);
  expect(reader.text).toBe('a');
  expect(stage.clock.now()).toBe(1000);
  await stage.holds.release('gate');
  await stage.clock.runFor(9);
  expect(reader.text).toBe('a');
  await stage.clock.runFor(1);
  expect(reader.text).toBe('ab');
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('runFor refuses %s ms', async (ms) => {
  await expect(new Stage().clock.runFor(ms)).rejects.toMatchObject({ code: 'invalid-option' });
});

test('resume goes on in real time', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(2);
  const reader = stage.play(letters(4));
  await vi.advanceTimersByTimeAsync(10_000);
  stage.clock.resume();
  await vi.advanceTimersByTimeAsync(99);
  expect(reader.text).toBe('ab');
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.text).toBe('abc');
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.text).toBe('abcd');
});

test('paused says what it waited for and what it saw', async () => {
  const stage = new Stage();
  stage.clock.pauseAt('finish');
  stage.play([frame(0, 'a'), fault(10, 'stall')]);
  const waiting = expect(stage.clock.paused({ timeout: 1234 })).rejects.toMatchObject({
    code: 'timeout',
    message:
      'Waited 1234 ms for the clock to stop at "finish", and saw request 1 with 1 frames sent, next: nothing, it has stalled.',
  });
  await vi.advanceTimersByTimeAsync(1234);
  await waiting;
});

test('a wait that its signal gives up leaves nothing behind', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(1);
  const unwatched = vi.fn();
  const { timeline } = stage.clock;
  const watch = timeline.watch.bind(timeline);
  vi.spyOn(timeline, 'watch').mockImplementation((listener) => {
    const unwatch = watch(listener);
    return () => {
      unwatched();
      unwatch();
    };
  });
  const controller = new AbortController();
  const waiting = stage.clock.paused({ signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(unwatched).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a timeout must be a number of 0 or more', async () => {
  const stage = new Stage();
  stage.clock.pauseAt(1);
  await expect(stage.clock.paused({ timeout: -1 })).rejects.toMatchObject({ code: 'invalid-option' });
});

test('reset runs again at the speed it was made with', () => {
  const stage = new Stage({ speed: 3 });
  stage.clock.setSpeed(7);
  stage.clock.pause();
  stage.clock.reset();
  expect(stage.clock.state()).toMatchObject({ paused: false, speed: 3, pausingAt: undefined });
});

test('who waits for a stop that a stream has missed is told so, and not only that time is up', async () => {
  const stage = new Stage();
  stage.clock.pauseAt('sources');
  const reader = stage.play(script());
  const paused = expect(stage.clock.paused({ timeout: 60_000 })).rejects.toMatchObject({
    code: 'not-paused',
    message:
      'The stream of request 1 has ended after 5 frames, without "sources". Its kinds of frames were: role, progress, text, finish.',
  });
  const next = expect(stage.clock.next(1, { timeout: 60_000 })).rejects.toThrow('without "sources"');
  const run = expect(stage.clock.runFor(10, { timeout: 60_000 })).rejects.toThrow('without "sources"');
  await vi.advanceTimersByTimeAsync(2000);
  expect(reader.ending).toEqual({ type: 'done' });
  await Promise.all([paused, next, run]);
});

test('also who asks after it has ended, and for a number of frames', async () => {
  const stage = new Stage({ speed: 0 });
  stage.clock.pauseAt(7);
  stage.play(letters(2));
  await vi.advanceTimersByTimeAsync(60_000);
  const paused = expect(stage.clock.paused({ timeout: 60_000 })).rejects.toThrow(
    'after 2 frames, without 7 frames',
  );
  await vi.advanceTimersByTimeAsync(1000);
  await paused;
});

test.each([
  ['a stream that follows it', letters(1)],
  ['an answer of one body, which may be asked again', [frame(0, '{}', { kind: 'body' })]],
  ['a call of a function of the client', [frame(0, 'call', { kind: 'toolCall' })]],
])('a stop may still come after %s', async (_, first) => {
  const stage = new Stage({ speed: 0 });
  stage.clock.pauseAt('sources');
  stage.play(first);
  const paused = stage.clock.paused({ timeout: 60_000 });
  await vi.advanceTimersByTimeAsync(first[0]?.type === 'frame' && first[0].kind === 'text' ? 900 : 9000);
  stage.play([frame(0, 'r'), frame(0, 's', { kind: 'sources' })]);
  await vi.advanceTimersByTimeAsync(0);
  expect(await paused).toMatchObject({ paused: true });
});

test('says what a request must declare to be told of searches', async () => {
  const stage = new Stage({ speed: 0 });
  stage.clock.pauseAt('sources');
  stage.play(letters(1));
  const paused = expect(stage.clock.paused({ timeout: 60_000 })).rejects.toThrow(
    /declares Meilisearch's tools/,
  );
  await vi.advanceTimersByTimeAsync(1000);
  await paused;
});
