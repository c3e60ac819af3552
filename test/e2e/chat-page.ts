import type { Locator, Page } from '@playwright/test';

/** The example app as a person sees it. */
export class ChatPage {
  readonly page: Page;
  readonly log: Locator;
  readonly message: Locator;
  readonly send: Locator;
  readonly stop: Locator;
  /** What is going on, in one line. */
  readonly status: Locator;
  readonly alert: Locator;
  readonly retry: Locator;
  readonly searches: Locator;
  readonly sources: Locator;
  readonly jump: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole('log', { name: 'Conversation' });
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.send = page.getByRole('button', { name: 'Send' });
    this.stop = page.getByRole('button', { name: 'Stop' });
    this.status = page.getByRole('status');
    this.alert = page.getByRole('alert');
    this.retry = page.getByRole('button', { name: /^Retry/ });
    this.searches = page.getByRole('list', { name: 'Searches' });
    this.sources = page.getByRole('list', { name: 'Sources' });
    this.jump = page.getByRole('button', { name: 'Jump to latest' });
  }

  async open(): Promise<void> {
    await this.page.goto('/');
  }

  /** Asks a question. Does not wait for the answer. */
  async ask(question: string): Promise<void> {
    await this.message.fill(question);
    await this.send.click();
  }

  /** A question with its answer. It is busy as long as the answer goes on. */
  turn(question: string): Locator {
    return this.page.getByRole('article', { name: question });
  }
}
