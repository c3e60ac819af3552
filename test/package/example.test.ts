import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ask, chatBody } from '../kit/chat.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Takes a port, unless somebody has it already. */
async function take(port: number): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', resolve);
  });
}

test('npm run example takes free ports, and answers from the data', async () => {
  await take(7700);
  await take(5173);
  const child = spawn(process.execPath, ['examples/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  });
  let said = '';
  const [, app = '', mock = ''] = await new Promise<RegExpExecArray>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const started = /The chat app: +(\S+)\/.*?➜ +(http:\S+)/s.exec(said);
      if (started !== null) resolve(started);
    });
  });
  expect(app).not.toContain(':5173');
  expect(mock).not.toContain(':7700');
  expect((await fetch(app)).status).toBe(200);
  const answer = await ask(
    mock,
    chatBody({ messages: [{ role: 'user', content: 'Who directed Parasite?' }] }),
  );
  expect(await answer.text()).toContain('The director of **Parasite** is **Bong Joon-ho**.');
}, 60_000);
