import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { createServer } from '../../src/hosts/server/server.ts';
import { send } from '../control/kit.ts';

const DEPLOY = 'deploy';
const read = (file: string) => readFileSync(posix.join(DEPLOY, file), 'utf8');

type Labels = Readonly<Record<string, string>>;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe: Probe;
  readonly livenessProbe?: Probe;
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly securityContext: object;
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly selector: Labels & { readonly matchLabels?: Labels };
    readonly clusterIP?: string;
    readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
    readonly template: {
      readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly Container[];
        readonly volumes: readonly {
          readonly name: string;
          readonly configMap?: { readonly name: string };
          readonly emptyDir?: object;
        }[];
      };
    };
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly metrics: readonly { readonly pods: { readonly metric: { readonly name: string } } }[];
  };
}

const kustomization = parse(read('kustomization.yaml')) as {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string }[];
  readonly configMapGenerator: readonly { readonly name: string; readonly files: readonly string[] }[];
};
const manifests = kustomization.resources.flatMap((file) =>
  parseAllDocuments(read(file)).map((document) => document.toJS() as Manifest),
);
const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

function named(kind: string, name: string): Manifest {
  const found = of(kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

function containerOf({ spec }: Manifest): Container {
  const [container, ...others] = spec.template.spec.containers;
  if (container === undefined || others.length > 0) throw new Error('One container was expected.');
  return container;
}

const selects = (selector: Labels, labels: Labels) =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);
/** The Deployments whose pods a selector is for. */
const podsOf = (selector: Labels) =>
  of('Deployment').filter(({ spec }) => selects(selector, spec.template.metadata.labels));

const NAME = 'meilisearch-chat-mock';
const mock = named('Deployment', NAME);
const gateway = named('Deployment', `${NAME}-gateway`);
const options = () => {
  const args = (containerOf(mock).args ?? []).map((arg) => arg.replace(/\$\(\w+\)/, 'secret'));
  const parsed = parseCommandLine(args);
  if (parsed.command !== 'serve') throw new Error(`${args.join(' ')} does not serve.`);
  return parsed;
};

test('all that is there is applied, and once', () => {
  const files = readdirSync(`${DEPLOY}/kubernetes`).map((file) => `kubernetes/${file}`);
  expect([...kustomization.resources].sort()).toEqual(files.sort());
  const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([`HorizontalPodAutoscaler/${NAME}`, `PodDisruptionBudget/${NAME}`]),
  );
  expect(manifests.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([]);
});

describe.each(of('Deployment').map((one) => [one.metadata.name, one] as const))('%s', (_, deployment) => {
  const { spec } = deployment;
  const { volumes, securityContext, terminationGracePeriodSeconds: grace } = spec.template.spec;
  const container = containerOf(deployment);

  test('selects its own pods, and no others', () => {
    expect(podsOf(spec.selector.matchLabels ?? {})).toEqual([deployment]);
  });

  test('mounts what there is, each volume once or for a file of it', () => {
    for (const { name, mountPath, subPath } of container.volumeMounts) {
      const volume = volumes.find((one) => one.name === name);
      expect([mountPath, volume !== undefined]).toEqual([mountPath, true]);
      if (volume?.configMap === undefined) continue;
      const map = kustomization.configMapGenerator.find((one) => one.name === volume.configMap?.name);
      expect(map?.files.every((file) => existsSync(posix.join(DEPLOY, file)))).toBe(true);
      if (subPath !== undefined) expect(map?.files.map((file) => posix.basename(file))).toContain(subPath);
    }
    const mounted = new Set(container.volumeMounts.map(({ name }) => name));
    expect(volumes.map(({ name }) => name).sort()).toEqual([...mounted].sort());
  });

  test('may do no more than it must, and takes no more than it is given', () => {
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.any(String), memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
  });

  test('has the time that its streams are given to end', () => {
    const [sleep, seconds] = container.lifecycle.preStop.exec.command;
    expect(sleep).toBe('sleep');
    expect(grace).toBeGreaterThanOrEqual(Number(seconds) + options().drain + 5);
  });

  test('is in a budget for disruptions', () => {
    const budgets = of('PodDisruptionBudget').filter((one) =>
      podsOf(one.spec.selector.matchLabels ?? {}).includes(deployment),
    );
    expect(budgets).toHaveLength(1);
  });
});

test.each(of('Service').map((one) => [one.metadata.name, one] as const))(
  'the service %s leads to a port that pods have',
  (_, { spec }) => {
    const [deployment, ...others] = podsOf(spec.selector);
    expect(others).toEqual([]);
    const ports = deployment === undefined ? [] : containerOf(deployment).ports.map(({ name }) => name);
    expect(ports).toEqual(expect.arrayContaining(spec.ports.map(({ targetPort }) => targetPort)));
  },
);

describe('the replicas', () => {
  const container = containerOf(mock);

  test('are started with options that there are, and a key that is a secret', () => {
    expect(options()).toMatchObject({
      controlKey: 'secret',
      allowedHosts: [named('Service', NAME).metadata.name],
    });
    const key = container.env.find(({ name }) => container.args?.includes(`--control-key=$(${name})`));
    expect(key?.valueFrom).toHaveProperty('secretKeyRef');
  });

  test('have the image of the Dockerfile, its port and its folder of scenarios', () => {
    expect(kustomization.images.map(({ name }) => name)).toContain(container.image);
    const [, port] = /^EXPOSE (\d+)$/m.exec(read('Dockerfile')) ?? [];
    expect(container.ports.map(({ containerPort }) => String(containerPort))).toEqual([port]);
    const workdir = [...read('Dockerfile').matchAll(/^WORKDIR (.+)$/gm)].at(-1)?.[1] ?? '';
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual([
      posix.join(workdir, 'scenarios'),
    ]);
  });

  test('are probed and scraped at paths that answer, under the address of a pod and without the key', async () => {
    const server = createServer({ controlKey: 'secret' });
    onTestFinished(() => server.close());
    await server.listen();
    const annotations = mock.spec.template.metadata.annotations ?? {};
    const paths = [
      container.readinessProbe.httpGet.path,
      container.livenessProbe?.httpGet.path ?? '',
      annotations['prometheus.io/path'] ?? '',
      containerOf(gateway).readinessProbe.httpGet.path,
    ];
    const answers = await Promise.all(
      paths.map((path) => send(server.url + path, { headers: { host: '10.1.2.3:7700' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(annotations['prometheus.io/port']).toBe(String(container.ports[0]?.containerPort));

    const { scaleTargetRef, metrics } = named('HorizontalPodAutoscaler', NAME).spec;
    expect(scaleTargetRef).toMatchObject({ kind: mock.kind, name: mock.metadata.name });
    for (const { pods } of metrics) expect(answers[2]?.text).toContain(`\n${pods.metric.name} 0\n`);
  });

  test('have scenarios that are right', async () => {
    const map = kustomization.configMapGenerator.find(({ name }) => name === `${NAME}-scenarios`);
    const files = map?.files.map((file) => posix.join(DEPLOY, file)) ?? [];
    const server = createServer({ scenarios: files });
    await server.listen();
    await server.close();
    expect(server.report).toMatchObject({ files: files.length, problems: [] });
  });
});

describe('the gateway', () => {
  const container = containerOf(gateway);
  const { volumes } = gateway.spec.template.spec;
  const config = read('nginx/nginx.conf');
  const env = Object.fromEntries(container.env.map(({ name, value = '' }) => [name, value]));
  const writable = container.volumeMounts
    .filter(({ name }) => volumes.find((volume) => volume.name === name)?.emptyDir !== undefined)
    .map(({ mountPath }) => mountPath);

  test('asks the headless service for the addresses of the replicas', () => {
    const { clusterIP, selector, ports } = named('Service', env.REPLICAS_NAME ?? '').spec;
    expect(clusterIP).toBe('None');
    expect(podsOf(selector)).toEqual([mock]);
    expect(ports.map(({ port }) => String(port))).toEqual([env.REPLICAS_PORT]);
    // A headless service has no port of its own: the address is that of the pod.
    expect(String(containerOf(mock).ports[0]?.containerPort)).toBe(env.REPLICAS_PORT);
  });

  test('tells its script all that the script asks for', () => {
    const asked = new Set(
      [...read('nginx/replicas.sh').matchAll(/\$(REPLICAS_\w+)/g)].map(([, name]) => name),
    );
    expect(Object.keys(env).sort()).toEqual([...asked].sort());
  });

  test('listens where it is called, and writes where it may', () => {
    const [, port] = /listen (\d+);/.exec(config) ?? [];
    expect(container.ports.map(({ containerPort }) => String(containerPort))).toEqual([port]);
    const written = [...config.matchAll(/(?:_temp_path|pid) (\S+);/g)].map(([, path = '']) =>
      posix.dirname(path),
    );
    written.push(posix.dirname(env.REPLICAS_FILE ?? ''));
    expect(written).toHaveLength(7);
    expect(written.filter((path) => !writable.includes(path))).toEqual([]);
    const [, include = ''] = /include (\S+)\/\*\.conf;/.exec(config) ?? [];
    expect(posix.join('/etc/nginx', include)).toBe(posix.dirname(env.REPLICAS_FILE ?? ''));
  });
});
