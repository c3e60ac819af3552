// `npm run example`: the mock and the chat app that talks to it. The mock answers from examples/data; what is said after
// `--` goes to it: `npm run example -- --port 7701 --scenario slow-first-token`. Ports that are taken are no trouble: the
// next free ones are taken instead.
import { spawn } from 'node:child_process';
import { createServer as createNetServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const args = process.argv.slice(2);
const options = { port: { type: 'string', short: 'p' }, data: { type: 'string' } };
const { values } = parseArgs({ args, options, strict: false });
const port = values.port ?? String(await freePort(7700));
process.env.VITE_MEILISEARCH_HOST = `http://127.0.0.1:${port}`;

const app = await createServer({ root: path('chat-ui'), logLevel: 'warn', server: { strictPort: false } });
await app.listen().catch((error) => {
  console.error(`The app cannot start: ${error.message}`);
  process.exit(1);
});
console.log(
  `\n  The chat app:  ${app.resolvedUrls?.local[0]}\n  It talks to the mock below; Ctrl-C ends both.\n`,
);

// The mock has the terminal: its keys work as ever, and when it ends, all ends.
const own = [
  ...(values.port === undefined ? ['--port', port] : []),
  ...(values.data === undefined ? ['--data', 'examples/data'] : []),
];
const mock = spawn(process.execPath, [path('../dist/cli.js'), ...args, ...own], {
  stdio: 'inherit',
  cwd: path('..'),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => mock.kill(signal));
mock.on('exit', async (code) => {
  await app.close();
  process.exit(code ?? 0);
});

/** This port, if nothing listens on it; or else any free one. */
async function freePort(wanted) {
  const server = createNetServer();
  try {
    return await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => resolve(server.address().port));
    });
  } catch (error) {
    if (wanted === 0) throw error;
    return await freePort(0);
  } finally {
    server.close();
  }
}
