import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { send, setupServer } from './kit.ts';

const mock = setupServer();
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  test('browsers get it, everything else the index', async () => {
    const page = await send(`${mock.url}/__mock/`, { headers: HTML });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('panel/panel.js');
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }])
      expect(JSON.parse((await send(`${mock.url}/__mock`, { headers })).text)).toHaveProperty('routes');
  });

  test('without its slash it leads to where its files are found, in a session, too', async () => {
    for (const base of ['', '/@some']) {
      const { status, headers } = await send(`${mock.url}${base}/__mock`, { headers: HTML });
      const target = new URL(String(headers.location), `${mock.url}${base}/__mock`);
      expect([status, target.pathname]).toEqual([302, `${base}/__mock/`]);
    }
  });

  test('it runs no script and no style but its own, and stands in no frame', async () => {
    const { headers } = await send(`${mock.url}/__mock/`, { headers: HTML });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http|data:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  test('its files are there, and no others', async () => {
    for (const file of ['panel.js', 'page.css', 'icon.svg'])
      expect((await send(`${mock.url}/__mock/panel/${file}`)).status).toBe(200);
    for (const file of ['nothing.js', '..%2f..%2fpackage.json', '%2e%2e/cli.js', 'toString'])
      expect((await send(`${mock.url}/__mock/panel/${file}`)).status).toBe(404);
  });

  test('it is under 60 KB as it is packed, and names no other host', () => {
    const folder = new URL('../../dist/panel/', import.meta.url).pathname;
    const served = readdirSync(folder).filter((file) => !file.endsWith('.txt'));
    const files = served.map((file) => readFileSync(folder + file));
    expect(files.reduce((size, bytes) => size + gzipSync(bytes).length, 0)).toBeLessThan(60_000);
    const hosts = files.flatMap((bytes) => String(bytes).match(/https?:\/\/[\w.-]+\.\w+/g) ?? []);
    // Name spaces of XML, what is shown as text, and links.
    expect(hosts.filter((host) => !/w3\.org|docs\.meilisearch\.com|github\.com$/.test(host))).toEqual([]);
  });
});

describe('pages of other origins', () => {
  const origin = 'https://evil.example';
  const paths = [
    '/__mock/',
    '/__mock/panel/panel.js',
    '/__mock/requests',
    '/__mock/events?detail=1',
    '/__mock/errors',
  ];

  test.each(paths)('cannot read %s', async (path) => {
    const { status, headers } = await send(mock.url + path, { headers: { ...HTML, origin } });
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
    const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await send(mock.url + path, { headers: embedded })).status).toBe(403);
  });

  test.each(paths)('cannot read %s by a name that leads to this machine', async (path) => {
    const { port } = new URL(mock.url);
    const headers = { ...HTML, host: `rebound.example:${port}`, origin: `http://rebound.example:${port}` };
    expect((await send(mock.url + path, { headers })).status).toBe(403);
    expect((await send(mock.url + path, { headers: { ...HTML, host: 'rebound.example' } })).status).toBe(403);
  });

  test('cannot steer, neither by simple posts nor after a preflight', async () => {
    const { clock } = mock.server.session('steered');
    await clock.setSpeed(3);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { origin, 'content-type': type, 'x-mock-session': 'steered' };
      const answer = await send(`${mock.url}/__mock/reset`, { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(403);
    }
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-a',
    };
    const answer = await send(`${mock.url}/__mock/reset`, { method: 'OPTIONS', headers: preflight });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    expect((await clock.state()).speed).toBe(3);
  });
});

describe('scenario files', () => {
  async function open(text = 'name: hello\nreply:\n  - text: Hello\n') {
    const folder = mkdtempSync(join(tmpdir(), 'panel-'));
    writeFileSync(join(folder, 'a.yaml'), text);
    const server = createServer({ scenarios: folder, speed: 0 });
    const url = await server.listen();
    onTestFinished(async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    });
    const save = (yaml: string) =>
      fetch(`${url}/__mock/scenarios`, { method: 'POST', body: JSON.stringify({ yaml }) });
    return { folder, server, url, save };
  }

  test('a scenario is saved as a new file, and answers', async () => {
    const { folder, url, save } = await open();
    const saved = await save('name: saved\nreply:\n  - text: Kept');
    expect(await saved.json()).toMatchObject({ name: 'saved', file: expect.stringContaining('saved.yaml') });
    expect(readdirSync(folder)).toEqual(['a.yaml', 'saved.yaml']);
    const { results } = await (await fetch(`${url}/__mock/scenarios`)).json();
    expect(results.map(({ name }: { name: string }) => name)).toEqual(['hello', 'saved']);
  });

  test('a file that is there is never written over', async () => {
    const { folder, save } = await open();
    writeFileSync(join(folder, 'saved.yaml'), 'name: mine\nreply:\n  - text: Mine\n');
    expect((await save('name: saved\nreply:\n  - text: Kept')).status).toBe(200);
    expect(readdirSync(folder)).toEqual(['a.yaml', 'saved-2.yaml', 'saved.yaml']);
    expect(readFileSync(join(folder, 'saved.yaml'), 'utf8')).toContain('Mine');
    const again = await save('name: saved\nreply:\n  - text: Other');
    expect([again.status, (await again.json()).message]).toEqual([
      400,
      'There is a scenario "saved" already. Give this one another name.',
    ]);
  });

  test('what is no right scenario is not saved', async () => {
    const { folder, save } = await open();
    for (const yaml of [
      'name: x\nrepyl: []',
      'name: ../x\nreply:\n  - text: Hi',
      '',
      'name: a\nreply: [{text: a}]\n---\nname: b\nreply: [{text: b}]',
    ])
      expect((await save(yaml)).status).toBe(400);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  test('a mock without a folder says so', async () => {
    const response = await fetch(`${mock.url}/__mock/scenarios`, {
      method: 'POST',
      body: '{"yaml":"name: x\\nreply: [{text: a}]"}',
    });
    expect([response.status, (await response.json()).message]).toEqual([
      400,
      expect.stringContaining('has no scenario folder'),
    ]);
  });

  test('what is wrong with the files is listed, with its place', async () => {
    const { folder, server, url } = await open();
    writeFileSync(join(folder, 'a.yaml'), 'name: hello\nreply:\n  - txet: Hello\n');
    await server.reload();
    const { results } = await (await fetch(`${url}/__mock/problems`)).json();
    expect(results).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining('txet'),
        origin: expect.objectContaining({ line: 3, column: 5 }),
      }),
    ]);
    expect((await (await fetch(`${url}/__mock/health`)).json()).folder).toBe(process.cwd());
  });
});
