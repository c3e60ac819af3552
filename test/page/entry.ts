import { scenario } from '../../src/browser.ts';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { createPageMock, type PageMock, type PageMockOptions } from '../../src/hosts/page/page-mock.ts';
import { useXhr } from './xhr-log.ts';

/** What the tests find in the page. */
export const inPage = { createPageMock, scenario, useXhr };

declare global {
  interface Window {
    inPage: typeof inPage;
    mock: PageMock;
    /** The mock that a conversation steers. */
    chat: Pick<ChatMock, 'url' | 'clock' | 'holds'>;
    /** Starts that mock. */
    start(options: PageMockOptions): Promise<void>;
  }
}

window.inPage = inPage;
window.start = async (options) => {
  const mock = createPageMock(options);
  await mock.ready;
  window.chat = mock;
};
