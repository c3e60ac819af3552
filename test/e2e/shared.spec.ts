import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate } from '../../src/hosts/playwright/certificate.ts';
import { closeNow } from '../../src/hosts/server/http-server.ts';
import { createServer } from '../../src/index.ts';
import { runShared } from './shared/run-shared.ts';
import { expect, plain as test } from './test.ts';

test('two runs at once share a mock of another process, one by http and one by https', async () => {
  test.setTimeout(180_000);
  const mock = createServer({ scenarios: 'test/e2e/report/scenarios' });
  const url = await mock.listen();
  const { key, cert } = await createCertificate();
  const secure = createHttpsServer({ key, cert }, mock.app);
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'chat-mock-'));
  const NODE_EXTRA_CA_CERTS = join(folder, 'cert.pem');
  writeFileSync(NODE_EXTRA_CA_CERTS, cert);
  try {
    const secureUrl = `https://localhost:${(secure.address() as AddressInfo).port}`;
    const runs = await Promise.all([runShared(url), runShared(secureUrl, { NODE_EXTRA_CA_CERTS })]);
    for (const { passed, surprises } of runs) {
      expect(surprises).toEqual([]);
      expect(passed).toBeGreaterThan(15);
    }
    // Both runs have the same tests; a session is of one run and one try.
    const sessions = runs.flatMap((run) => run.sessions);
    expect(new Set(sessions).size).toBe(4);
    // They leave none behind.
    const left = (await (await fetch(`${url}/__mock/sessions`)).json()) as { results: { name: string }[] };
    expect(left.results.map(({ name }) => name)).toEqual(['default']);
  } finally {
    rmSync(folder, { recursive: true });
    await closeNow(secure);
    await mock.close();
  }
});
