import { expect, test, vi } from 'vitest';
import { bodyOf } from '../../src/hosts/fetch/body.ts';
import type { Burst, Bursts } from '../../src/playback/item.ts';

/** Bursts that are there at once; after them the reply goes on, unless the last one is undefined. */
function burstsOf(all: (Burst | undefined)[]) {
  const leave = vi.fn();
  const bursts: Bursts = { take: (taker) => void (all.length > 0 && taker(all.shift())), leave };
  return { bursts, leave, left: all };
}

const frames = (...texts: string[]): Burst => ({ type: 'frames', frames: texts });
const half: Burst = { type: 'fault', fault: 'half-frame', half: new Uint8Array([65]) };
const never = new AbortController().signal;

async function read(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const chunk of body) seen.push(Buffer.from(chunk).toString());
  } catch (error) {
    seen.push(error);
  }
  return seen;
}

test('each frame is a chunk, and an empty one is none', async () => {
  const { bursts } = burstsOf([frames('a', '', 'b'), frames('c'), undefined]);
  expect(await read(bodyOf(bursts, { signal: never }))).toEqual(['a', 'b', 'c']);
});

test('a connection that breaks does so after what came before it', async () => {
  const { bursts } = burstsOf([frames('a', 'b'), half]);
  expect(await read(bodyOf(bursts, { signal: never }))).toEqual(['a', 'b', 'A', expect.any(TypeError)]);
});

test('a fault may be the first burst', async () => {
  const truncate: Burst = { type: 'fault', fault: 'truncate', half: new Uint8Array() };
  expect(await read(bodyOf(burstsOf([]).bursts, { signal: never, first: half }))).toEqual([
    'A',
    expect.any(TypeError),
  ]);
  expect(await read(bodyOf(burstsOf([]).bursts, { signal: never, first: truncate }))).toEqual([]);
});

test('bursts are taken without a reader, up to a bound, and go on when there is room', async () => {
  const large = () => frames('x'.repeat(100_000));
  const { bursts, left } = burstsOf([...Array.from({ length: 10 }, large), undefined]);
  const body = bodyOf(bursts, { signal: never });
  expect(left).toHaveLength(11 - 3);
  expect((await read(body)).join('')).toHaveLength(1_000_000);
});

test('an abort throws away what waits, and the reply is left', async () => {
  const { bursts, leave } = burstsOf([frames('a', 'b')]);
  const controller = new AbortController();
  const body = bodyOf(bursts, { signal: controller.signal });
  controller.abort(new Error('enough'));
  expect(leave).toHaveBeenCalledOnce();
  expect(await read(body)).toEqual([new Error('enough')]);
});

test('a reader that cancels leaves the reply', async () => {
  const { bursts, leave } = burstsOf([frames('a')]);
  await bodyOf(bursts, { signal: never }).cancel();
  expect(leave).toHaveBeenCalledOnce();
});
