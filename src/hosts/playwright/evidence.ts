import type { TestInfo } from '@playwright/test';
import { RETRY } from '../../plan/wire/sse.ts';
import type { JournalEntry } from '../../session/recording.ts';

/** Puts into a test's report what the mock was asked and what it sent: the journal, and each stream as it was on the wire. */
export async function attachEvidence(testInfo: TestInfo, entries: readonly JournalEntry[]): Promise<void> {
  const journal = JSON.stringify(entries, undefined, 2);
  await testInfo.attach('chat-journal.json', { body: journal, contentType: 'application/json' });
  for (const { number, status, frames, dropped } of entries) {
    if (status !== 200 || dropped !== undefined || frames.some(({ kind }) => kind === 'body')) continue;
    const body = [RETRY, ...frames.map(({ data }) => data)].join('');
    await testInfo.attach(`chat-${number}.sse`, { body, contentType: 'text/event-stream' });
  }
}
