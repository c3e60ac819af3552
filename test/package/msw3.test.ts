import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { functionsOf, stepsOf } from '../gallery/converse.ts';
import { GALLERY, GOLDEN, goldenFolder } from '../gallery/golden.ts';
import { chatBody, chatHeaders, declare, MEILI_TOOLS } from '../kit/chat.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const [major = 0] = process.versions.node.split('.').map(Number);

/** The scenarios that one request plays to their end. */
const plain = GALLERY.filter(
  (input) =>
    readdirSync(goldenFolder).includes(`${input.name}.sse`) &&
    stepsOf(input).every((step) => !('hold' in step) && !('fault' in step)),
);

const requests = plain.map((input) => {
  const tools = declare(...MEILI_TOOLS, ...functionsOf(input));
  const messages = [{ role: 'user', content: 'What is there to see?' }];
  return { name: input.name, body: JSON.stringify(chatBody({ stream: true, messages, tools })) };
});

/** Answers the requests, then leaves one stream in each way, and breaks one. */
const script = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setupServer } from 'msw/node';
  import { chatHandlers, scenario } from 'meilisearch-chat-mock/msw';
  const { options, headers, requests } = JSON.parse(readFileSync('given.json', 'utf8'));
  const handlers = chatHandlers(options);
  const { chat } = handlers;
  setupServer(...handlers).listen({ onUnhandledRequest: 'error' });
  const ask = ({ name, body }, signal) => fetch('https://search.example/chats/main/chat/completions', {
    method: 'POST', headers: { ...headers, 'x-mock-scenario': name }, body, signal,
  });
  const texts = {};
  for (const request of requests) texts[request.name] = await (await ask(request)).text();
  await chat.resetAll();
  const endings = [];
  for (const how of ['abort', 'cancel', 'reset']) {
    await chat.clock.pauseAt(2);
    const leave = new AbortController();
    const response = await ask(requests[0], leave.signal);
    await chat.clock.paused();
    if (how === 'abort') leave.abort();
    else if (how === 'cancel') await response.body.cancel();
    else {
      await chat.drop();
      await response.text().catch((error) => endings.push(error.name));
    }
    endings.push((await chat.waitForRequest(({ ending }) => ending !== undefined)).ending.type);
    await chat.resetAll();
  }
  writeFileSync('said.json', JSON.stringify({ texts, endings }));
`;

test('the handlers answer in msw 3 as in msw 2', { timeout: 180_000 }, async ({ skip }) => {
  skip(major < 22, `msw 3 takes Node 22, and this is ${process.version}`);
  const folder = await mkdtemp(join(tmpdir(), 'chat-mock-msw3-'));
  try {
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    const project = { name: 'somebody', private: true, type: 'module' };
    const given = { options: { scenarios: plain, ...GOLDEN }, headers: chatHeaders, requests };
    await writeFile(join(folder, 'package.json'), JSON.stringify(project));
    await writeFile(join(folder, 'given.json'), JSON.stringify(given));
    await writeFile(join(folder, 'script.js'), script);
    const packages = ['msw@3', `./${tarball}`];
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--ignore-scripts',
      ...packages,
    ];
    const failed = await run('npm', install, { cwd: folder }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    skip(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENOTCACHED/.test(failed ?? ''), 'no registry can be reached');
    expect(failed).toBeUndefined();
    await run(process.execPath, ['script.js'], { cwd: folder });
    const { texts, endings } = JSON.parse(readFileSync(join(folder, 'said.json'), 'utf8'));
    expect(plain.length).toBeGreaterThan(15);
    for (const { name } of plain)
      expect(texts[name]).toBe(readFileSync(`${goldenFolder}${name}.sse`, 'utf8'));
    expect(endings).toEqual(['left', 'left', 'TypeError', 'fault']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
