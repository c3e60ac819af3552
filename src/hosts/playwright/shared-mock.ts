import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from '../../client.ts';
import { ChatMockError } from '../../error.ts';
import { DEFAULT_SESSION } from '../../session/names.ts';
import { closeNow, listen } from '../server/http-server.ts';
import type { ChatMockServer } from '../server/server.ts';

/** The mock of a worker. `url` and `app` are where its browsers reach it on this machine. */
export type WorkerMock = Pick<ChatMockServer, 'url' | 'app' | 'session' | 'close'>;

/** Where the mock is that a team shares. */
export interface SharedMock {
  readonly url: string;
  readonly controlKey: string | undefined;
}

/**
 * Connects to a mock that runs elsewhere. Browsers reach it by a server of this machine that sends on what they ask: a
 * request that is taken over keeps its protocol, whichever the mock has.
 *
 * @throws ChatMockError `unreachable` when no mock answers there, `control-refused` when it wants another key
 */
export async function openSharedMock({ url, controlKey }: SharedMock): Promise<WorkerMock> {
  const client = connect(url, { session: DEFAULT_SESSION, controlKey });
  await client.scenarios();
  const { forwardTo } = await import('./forward.ts');
  const app = forwardTo(client.url);
  const server = createServer(app);
  // Other workers, and other machines, run tests of the same name.
  const run = randomUUID().slice(0, 8);
  return {
    app,
    url: await listen(server, 0, '127.0.0.1'),
    session: (name) => client.session(`${name}-${run}`),
    close: () => closeNow(server),
  };
}

/** Throws `invalid-option` for options that say what a server is made of, since a shared mock is made already. */
export function checkSharedOptions(options: Readonly<Record<string, unknown>>): void {
  const [given] = Object.entries(options).find(([, value]) => isGiven(value)) ?? [];
  if (given === undefined) return;
  const message = `\`${given}\` is for a server of the worker's own, and \`chatMockUrl\` names a mock that runs already.`;
  throw new ChatMockError('invalid-option', message, {
    hint: 'Start that mock with it. A scenario of a test goes to `chatScenario` or `chat.use(…)`, also as an object.',
  });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && Object.keys(Object(value)).length > 0;
}
