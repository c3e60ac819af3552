// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { ask, freshName, said, setupServer } from './kit.ts';

const mock = setupServer();

test('the client works where the globals are a browser’s', async () => {
  const chat = connect(mock.url, { session: freshName() });
  await chat.use('plain');
  expect(await said(await ask(chat.url))).toBe('one two three four');
  expect(await chat.waitForRequest()).toMatchObject({ number: 1 });
  await expect(chat.hold('gate').reached({ timeout: 5 })).rejects.toMatchObject({ code: 'timeout' });
  const given = chat.hold('gate').reached({ signal: AbortSignal.abort(new Error('enough')) });
  await expect(given).rejects.toThrow('enough');
});
