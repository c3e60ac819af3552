import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { send } from '../control/kit.ts';
import { blocksOf } from '../kit/doc-blocks.ts';
import { replicaLine } from './gateway.ts';

const page = readFileSync('docs/deployment.md', 'utf8');
const manifests = ['replicas', 'scaling']
  .map((file) => readFileSync(`deploy/kubernetes/${file}.yaml`, 'utf8'))
  .join('');
const shell = blocksOf(page)
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code }) => code.trim().split('\n'));

test('the metrics of the page are those of the server', async () => {
  const server = createServer();
  onTestFinished(() => server.close());
  await server.listen();
  const { text } = await send(`${server.url}/__mock/metrics`);
  const ours = [...text.matchAll(/^# TYPE meilisearch_chat_mock_(\w+) /gm)].map(([, name]) => name);
  const rows = page.split('\n').filter((line) => /^\| `meilisearch_chat_mock_/.test(line));
  const said = rows.flatMap((row) =>
    [...row.matchAll(/`(?:meilisearch_chat_mock_|…_)(\w+)/g)].map(([, name]) => name),
  );
  expect(said.sort()).toEqual(ours.sort());
});

test('its commands name files, images, options and secrets that there are', () => {
  const [dockerfile = ''] = shell.flatMap((line) => /^docker build -f (\S+)/.exec(line)?.[1] ?? []);
  expect(existsSync(dockerfile)).toBe(true);
  const [folder = ''] = shell.flatMap((line) => /^kubectl apply -k (\S+)/.exec(line)?.[1] ?? []);
  expect(existsSync(`${folder}/kustomization.yaml`)).toBe(true);
  const runs = shell.flatMap((line) => /^docker run .* meilisearch-chat-mock ?(.*)$/.exec(line)?.[1] ?? []);
  expect(runs).toHaveLength(2);
  for (const run of runs) parseCommandLine(run.split(' ').filter(Boolean));
  const [, secret, key] = /create secret generic (\S+) --from-literal=([\w-]+)=/.exec(shell.join('\n')) ?? [];
  expect(manifests).toContain(`secretKeyRef: { name: ${secret}, key: ${key} }`);
});

test('its rule for the autoscaler is for the metric that the autoscaler reads, its lines for nginx are of one form', () => {
  const [, series] = /seriesQuery: (\w+)/.exec(page) ?? [];
  expect(manifests).toContain(`metric: { name: ${series} }`);
  const [nginx] = blocksOf(page).filter(({ language }) => language === 'nginx');
  const lines = nginx?.code.replaceAll(/10\.0\.0\.\d/g, '127.0.0.1');
  expect(lines).toBe(replicaLine(7700).repeat(2));
});
