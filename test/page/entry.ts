import { createPageMock, type PageMock } from '../../src/hosts/page/page-mock.ts';
import { useXhr } from './xhr-log.ts';

/** What the tests find in the page. */
export const inPage = { createPageMock, useXhr };

declare global {
  interface Window {
    inPage: typeof inPage;
    mock: PageMock;
  }
}

window.inPage = inPage;
