// `npm run example`: the mock and the chat app that talks to it. What is said after `--` goes to the mock:
// `npm run example -- --port 7701 --scenario slow-first-token`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const args = process.argv.slice(2);
const { values } = parseArgs({ args, options: { port: { type: 'string' } }, strict: false });
process.env.VITE_MEILISEARCH_HOST = `http://127.0.0.1:${values.port ?? 7700}`;

const app = await createServer({ root: path('chat-ui'), logLevel: 'warn' });
await app.listen().catch((error) => {
  console.error(`The app cannot start: ${error.message}`);
  process.exit(1);
});
console.log(
  `\n  The chat app:  ${app.resolvedUrls?.local[0]}\n  It talks to the mock below; Ctrl-C ends both.\n`,
);

// The mock has the terminal: its keys work as ever, and when it ends, all ends.
const mock = spawn(process.execPath, [path('../dist/cli.js'), ...args], {
  stdio: 'inherit',
  cwd: path('..'),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => mock.kill(signal));
mock.on('exit', async (code) => {
  await app.close();
  process.exit(code ?? 0);
});
