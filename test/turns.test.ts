import { expect, test } from 'vitest';
import { Turns } from '../src/turns.ts';

/** Works for so many slices, and returns how many others had had when it was done. */
async function work(slices: number, count: () => number, onSlice: () => void): Promise<number> {
  const turns = new Turns();
  for (let slice = 0; slice < slices; slice++) {
    await turns.next();
    onSlice();
  }
  return count();
}

test('of two long works, the first is done before the second has gone far', async () => {
  let second = 0;
  const first = work(
    200,
    () => second,
    () => undefined,
  );
  const other = work(
    200,
    () => second,
    () => second++,
  );
  expect(await first).toBeLessThan(60);
  expect(await other).toBe(200);
});

test('a short work is done while a long one goes on', async () => {
  let long = 0;
  const first = work(
    500,
    () => long,
    () => long++,
  );
  while (long < 100) await new Promise(setImmediate);
  const short = await work(
    5,
    () => long,
    () => undefined,
  );
  expect(short).toBeLessThan(120);
  expect(await first).toBe(500);
});

test('a long work goes on while short ones come all the time', async () => {
  let done = false;
  const long = work(
    100,
    () => 0,
    () => undefined,
  ).then(() => {
    done = true;
  });
  let shorts = 0;
  while (!done && shorts < 1000) {
    await Promise.all(
      [1, 2, 3].map(() =>
        work(
          3,
          () => 0,
          () => undefined,
        ),
      ),
    );
    shorts++;
  }
  await long;
  expect(shorts).toBeLessThan(1000);
});
