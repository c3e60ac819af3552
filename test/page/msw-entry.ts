import { setupWorker } from 'msw/browser';
import { type ChatHandlersOptions, chatHandlers } from '../../src/msw.ts';

/** Starts msw's service worker with our handlers. */
async function start(options: ChatHandlersOptions): Promise<void> {
  const handlers = chatHandlers(options);
  const serviceWorker = { url: '/mockServiceWorker.js' };
  await setupWorker(...handlers).start({ serviceWorker, quiet: true, onUnhandledRequest: 'bypass' });
  window.chat = handlers.chat;
}

Object.assign(window, { start });
