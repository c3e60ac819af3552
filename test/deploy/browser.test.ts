import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { openPage } from '../kit/browser-page.ts';
import { chatBody, chatHeaders } from '../kit/chat.ts';
import { findNginx, nginxReason } from './gateway.ts';
import { setupReplicas } from './three-replicas.ts';

/** An app that shows an answer while it comes: nothing in it knows of the mock but the base URL that it was built with. */
const appFor = (baseUrl: string) => `
  const shown = document.body.appendChild(document.createElement('output'));
  window.ask = async () => {
    const response = await fetch('${baseUrl}/chats/main/chat/completions', {
      method: 'POST',
      headers: ${JSON.stringify(chatHeaders)},
      body: ${JSON.stringify(JSON.stringify(chatBody({ stream: true })))},
    });
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      for (const [, word] of text.matchAll(/"content":"([^"]+)"/g)) shown.textContent += word;
      if (text.includes('[DONE]')) shown.textContent += '.';
    }
  };`;

describe.skipIf(findNginx() === undefined)(
  `an app in a browser, with its mock behind nginx ${nginxReason()}`,
  () => {
    const mock = setupReplicas({});

    test.each(['checkout', 'search', 'account'])(
      'the test of the session %s holds and steps what its page shows',
      async (session) => {
        const chat = connect(mock.url, { session });
        await chat.use({ name: 'own', reply: [{ text: 'before' }, { hold: 'gate' }, { text: 'after' }] });
        await chat.clock.pauseAt('text');
        const { page, said, close } = await openPage({ '/entry.js': appFor(chat.url) });
        onTestFinished(close);
        const asked = page.evaluate('ask()');
        await chat.clock.paused();
        expect(await page.textContent('output')).toBe('');
        await chat.clock.next();
        await page.getByText('before', { exact: true }).waitFor();
        await chat.clock.resume();
        await chat.hold('gate').release();
        await asked;
        expect(await page.textContent('output')).toBe('beforeafter.');
        expect(said).toEqual([]);
      },
    );
  },
  60_000,
);
