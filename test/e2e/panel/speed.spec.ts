import { chat, expect, row, test } from './panel.ts';

const STREAMS = 200;
/** Twelve seconds of them: the machine may take its time to begin 200 streams. */
const TOKENS = 600;

/** Frames of 60 a second take 16.7 ms. The machine of a test is shared, and draws without a graphics card. */
const MOST = { median: 34, slow: 0.2 };

test('200 streams of 50 tokens a second are drawn smoothly', async ({ panel, mock }) => {
  test.setTimeout(60_000);
  const text = Array.from({ length: TOKENS }, (_, index) => `word${index % 7} `).join('');
  await mock.use({ name: 'many', pace: { ttft: 200, tps: 50 }, reply: [{ text }] });
  const answers = Array.from({ length: STREAMS }, () => chat(mock, 'All the same'));
  await expect(row(panel, STREAMS)).toContainText('open', { timeout: 20_000 });
  await expect(panel.getByText(`${STREAMS} open streams`)).toBeVisible();
  const times = await panel.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        let last = performance.now();
        const look = (now: number) => {
          gaps.push(now - last);
          last = now;
          if (gaps.length < 90) requestAnimationFrame(look);
          else resolve(gaps.slice(5));
        };
        requestAnimationFrame(look);
      }),
  );
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  const slow = times.filter((time) => time > 50).length / times.length;
  console.log(
    `200 streams: median ${median.toFixed(1)} ms a frame, 95 % under ${p95.toFixed(1)} ms, ${(slow * 100).toFixed(1)} % over 50 ms`,
  );
  // Only what is in sight is in the document.
  expect(await panel.getByRole('listitem').filter({ hasText: '#' }).count()).toBeLessThan(60);
  await mock.clock.setSpeed(0);
  await Promise.all(answers);
  await expect(row(panel, STREAMS)).toContainText('200');
  expect(median).toBeLessThan(MOST.median);
  expect(slow).toBeLessThan(MOST.slow);
});

test('the first paint comes in a moment', async ({ page, mock }) => {
  await page.goto(`${mock.url}/__mock/`);
  await page.goto('about:blank');
  await page.goto(`${mock.url}/__mock/`);
  const read = () =>
    page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  await expect.poll(read).toBeGreaterThan(0);
  const paint = await read();
  console.log(`first contentful paint after ${paint.toFixed(0)} ms`);
  expect(paint).toBeLessThan(1000);
});
