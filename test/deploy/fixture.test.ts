import { describe, expect, test } from 'vitest';
import { runShared } from '../e2e/shared/run-shared.ts';
import { findNginx, nginxReason } from './gateway.ts';
import { sessionsOf } from './open-streams.ts';
import { setupReplicas } from './three-replicas.ts';

/** Whether chat requests have reached a replica. */
async function hasAnswered(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/__mock/metrics`);
  return /requests_total\{route="[^"]*\/chat\/completions",status="200"\} [1-9]/.test(await response.text());
}

describe.skipIf(findNginx() === undefined)(
  `the Playwright fixture, with its mock behind nginx ${nginxReason()}`,
  () => {
    const mock = setupReplicas({
      greeting: { name: 'greeting', reply: [{ text: 'Good morning' }, { hold: 'before-the-end' }] },
    });

    test('each test has a session on one of three replicas: steps, holds, faults and evidence', async () => {
      const { passed, surprises, sessions } = await runShared(mock.url);
      expect(surprises).toEqual([]);
      expect(passed).toBeGreaterThan(15);
      expect(new Set(sessions).size).toBe(2);
      const asked = await Promise.all(mock.replicas.map(({ port }) => hasAnswered(port)));
      // Sessions have new names in each run, so that it is left to chance which replica has how many.
      expect(asked.filter(Boolean).length).toBeGreaterThan(1);
      const left = await Promise.all(mock.replicas.map(({ port }) => sessionsOf(port)));
      expect(left.flatMap((names) => [...names]).filter((name) => name !== 'default')).toEqual([]);
    }, 180_000);
  },
  60_000,
);
