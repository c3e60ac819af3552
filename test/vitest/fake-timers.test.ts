import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { createFetchMock } from '../../src/fetch.ts';
import { chatHandlers } from '../../src/msw.ts';
import { setupChatMock } from '../../src/vitest.ts';
import { ask } from './ask.ts';

const scenarios = [
  {
    name: 'paced',
    pace: { ttft: 20, tps: 200 },
    reply: [{ text: 'One two three' }, { wait: 15 }, { text: '!' }],
  },
];

const chat = setupChatMock({ scenarios });
const inProcess = createFetchMock({ scenarios });
const handlers = chatHandlers({ url: 'http://search.example', scenarios });
const msw = setupServer(...handlers);

const HOSTS: Readonly<
  Record<string, readonly [mock: () => ChatMock, url: () => string, send: typeof fetch]>
> = {
  'a server in this process': [() => chat, () => chat.url, (url, init) => fetch(url, init)],
  fetch: [() => inProcess, () => inProcess.url, inProcess.fetch],
  msw: [() => handlers.chat, () => 'http://search.example', (url, init) => fetch(url, init)],
};

type Fakes = NonNullable<Parameters<typeof vi.useFakeTimers>[0]>['toFake'];
const FAKES: readonly (readonly [string, Fakes])[] = [
  ['what Vitest fakes by itself', undefined],
  ['setTimeout', ['setTimeout']],
  ['performance', ['performance']],
  ['setImmediate', ['setImmediate']],
  ['Date', ['Date']],
];

beforeAll(() => msw.listen({ onUnhandledRequest: 'bypass' }));
afterAll(() => msw.close());
afterEach(() => {
  vi.useRealTimers();
});

describe.each(FAKES)('with fake timers: %s', (_, toFake) => {
  test.each(Object.entries(HOSTS))('%s streams on', async (_host, [mock, url, send]) => {
    vi.useFakeTimers(toFake === undefined ? {} : { toFake });
    const before = Date.now();
    await mock().use('paced');
    const response = await ask(url(), 'Hi', {}, send);
    expect(await response.text()).toContain('data: [DONE]');
    const last = await mock().lastRequest();
    expect(last?.ending).toEqual({ type: 'done' });
    expect(Math.max(...(last?.frames ?? []).map(({ due }) => due))).toBeGreaterThan(0);
    // And it has not moved the time of the test.
    if (toFake === undefined || toFake.includes('Date')) expect(Date.now()).toBe(before);
  });

  test.each(Object.entries(HOSTS))('%s: a call that waits in vain says so', async (_host, [mock]) => {
    vi.useFakeTimers(toFake === undefined ? {} : { toFake });
    await expect(mock().waitForRequest(() => false, { timeout: 20 })).rejects.toMatchObject({
      code: 'timeout',
    });
    await mock().clock.pauseAt('text');
    await expect(mock().clock.paused({ timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
    await mock().clock.resume();
  });
});

test('what it says of times is of real time', async () => {
  vi.useFakeTimers({ now: new Date('2001-01-01') });
  await chat.use('paced');
  const response = await ask(chat.url, 'Hi');
  expect(new Date(response.headers.get('date') ?? '').getFullYear()).toBeGreaterThan(2020);
  await response.text();
  expect((await chat.lastRequest())?.time).not.toContain('2001');
});

test('a mock that is loaded after the timers were faked has the real ones, too', async () => {
  vi.useFakeTimers();
  vi.resetModules();
  const { createFetchMock: createLate } = await import('../../src/fetch.ts');
  expect(createLate).not.toBe(createFetchMock);
  const late = createLate({ scenarios });
  await late.use('paced');
  const response = await ask(late.url, 'Hi', {}, late.fetch);
  expect(await response.text()).toContain('data: [DONE]');
  await expect(late.waitForRequest(() => false, { timeout: 20 })).rejects.toMatchObject({ code: 'timeout' });
});
