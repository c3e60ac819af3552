import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../control/kit.ts';
import { CliProcess } from '../fuzz/cli-process.ts';
import { scenarioFolder } from '../fuzz/folder.ts';
import { askStream } from '../kit/chat.ts';
import { findNginx, Gateway, nginxReason } from './gateway.ts';
import { sessionsOf } from './open-streams.ts';

const OTHER_ADDRESS = '127.0.0.2';

/** Runs the script of `deploy/nginx` with a DNS that says what is in a file. */
function runScript({ folder }: Gateway, port: number) {
  const records = join(folder, 'records');
  const say = (...addresses: string[]) =>
    writeFileSync(records, addresses.flatMap((one) => [`${one} STREAM x\n`, `${one} DGRAM\n`]).join(''));
  writeFileSync(join(folder, 'getent'), `#!/bin/sh\necho >>${records}.looks\ncat ${records}\n`, {
    mode: 0o755,
  });
  say('127.0.0.1');
  const script = spawn('sh', ['deploy/nginx/replicas.sh'], {
    detached: true,
    stdio: 'ignore',
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      REPLICAS_NAME: 'replicas',
      REPLICAS_PORT: String(port),
      REPLICAS_FILE: join(folder, 'replicas/replicas.conf'),
      REPLICAS_EVERY: '0.1',
      NGINX: `${findNginx()} -p ${folder} -c ${folder}/nginx.conf -e stderr`,
    },
  });
  const { pid } = script;
  // It goes on in the background: all of its group is ended.
  onTestFinished(() => void (pid !== undefined && process.kill(-pid)));
  const looks = () => readFileSync(`${records}.looks`, 'utf8').length;
  return { say, looks };
}

const skipped = findNginx() === undefined || process.platform !== 'linux';

describe.skipIf(skipped)(
  `the script that asks DNS for replicas ${nginxReason()}`,
  () => {
    test('nginx is told of a replica that comes, and keeps those that it has when DNS says nothing', async () => {
      const args = [scenarioFolder(), '--speed', '0', '--log-level', 'error', '--no-watch'];
      const first = await CliProcess.start(args);
      onTestFinished(() => first.stop());
      const second = await CliProcess.start([...args, '--host', OTHER_ADDRESS, '--port', String(first.port)]);
      onTestFinished(() => second.stop());
      const gateway = await Gateway.start([first.port]);
      onTestFinished(() => gateway.stop());
      const { say, looks } = runScript(gateway, first.port);
      const replicas = () =>
        readFileSync(join(gateway.folder, 'replicas/replicas.conf'), 'utf8').trim().split('\n');

      say('127.0.0.1', OTHER_ADDRESS);
      let asked = 0;
      await eventually(async () => {
        const headers = { 'x-mock-session': `asked-${asked++}` };
        await askStream(gateway.url, {}, { headers });
        return (await sessionsOf(second.port, OTHER_ADDRESS)).size;
      }).toBeGreaterThan(0);
      const both = [
        `server 127.0.0.1:${first.port} max_fails=0;`,
        `server ${OTHER_ADDRESS}:${first.port} max_fails=0;`,
      ];
      expect(replicas()).toEqual(both);

      say();
      const seen = looks();
      await eventually(looks).toBeGreaterThan(seen + 1);
      expect(replicas()).toEqual(both);
      say('127.0.0.1', OTHER_ADDRESS, '::1');
      await eventually(replicas).toEqual([...both, `server [::1]:${first.port} max_fails=0;`]);
    });
  },
  60_000,
);
