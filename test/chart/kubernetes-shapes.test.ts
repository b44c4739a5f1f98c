/** `pod` and `container` of real deployments come out of Helm as Kubernetes would merge them over what the chart generates. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chart } from '../../generators/config/chart/chart.ts';
import { chartSchema } from '../../generators/config/chart/schema.ts';
import { chartValues, clusterValues, wrapperValues } from '../../generators/config/chart/values.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { chartPath, valueFiles } from '../../src/model/names.ts';
import { podSecurity } from '../../src/model/pod-security.ts';
import { plan } from '../../src/plan/plan.ts';
import type { UserError } from '../../src/problems/errors.ts';
import { mergeKeys, wholeValues } from '../../src/process-fields/strategic-merge.ts';
import { verbatimTemplate } from '../../src/render/template.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { judgeObjects } from '../judges/objects.ts';
import { type Data, podTemplates } from '../judges/pods.ts';
import { parseObjects, sentinel } from '../judges/renders.ts';

const shop = (examples.shop?.config ?? {}) as PipelineConfig;
const [environment = ''] = Object.keys(shop.environments);
const cluster = shop.environments[environment]?.clusters[0] ?? '';

const processes = {
  components: {
    // A mail server behind LDAP, as in the charts of Keycloak and GitLab.
    directory: {
      pod: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] }, hostAliases: [{ ip: '10.1.2.3', hostnames: ['ldap.example.com'] }] },
    },
    // A model server: GPU, shared memory, local disk.
    model: {
      resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '16Gi' } },
      pod: {
        runtimeClassName: 'nvidia',
        volumes: [
          { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
          { name: 'tmp', emptyDir: { sizeLimit: '5Gi' } },
        ],
      },
      container: {
        resources: { requests: { 'ephemeral-storage': '20Gi' }, limits: { 'nvidia.com/gpu': 1, 'ephemeral-storage': '40Gi' } },
        volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
      },
    },
    // A TURN server in the network of its node.
    turn: {
      ports: { turn: { containerPort: 3478, protocol: 'UDP' }, tls: { containerPort: 3478 } },
      pod: { hostNetwork: true },
      container: { ports: [{ containerPort: 3478, hostPort: 3478, protocol: 'UDP' }] },
    },
    // Files on NFS that a group owns, and a process that another one of the pod signals.
    files: {
      ports: { http: { containerPort: 8080 } },
      securityContext: { runAsGroup: 3000 },
      pod: {
        securityContext: { fsGroup: 2000, fsGroupChangePolicy: 'OnRootMismatch', supplementalGroups: [1000620000] },
        shareProcessNamespace: true,
        volumes: [{ name: 'share', nfs: { server: 'nas.example.com', path: '/export' } }],
        containers: [{ name: 'reload', image: 'example.com/reload:1.2', args: ['on', 'null', '1e3', 'a\n  b: {c}'] }],
      },
      container: {
        volumeMounts: [
          { name: 'share', mountPath: '/mnt/share' },
          { name: 'tmp', mountPath: '/tmp', mountPropagation: 'None' },
        ],
      },
    },
    bare: {
      ports: { http: { containerPort: 8080 } },
      readinessProbe: { tcpSocket: { port: 'http' } },
      pod: { topologySpreadConstraints: null },
      container: { lifecycle: null, startupProbe: null },
    },
    // An app server that drains by itself and reads all of a Secret.
    drain: {
      ports: { http: { containerPort: 8080 } },
      env: { ADDRESS: 'http://$(POD_IP):8080', PLAIN: 'yes' },
      terminationGracePeriodSeconds: 120,
      pod: {
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } },
        topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname', maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule' }],
      },
      container: {
        env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        envFrom: [{ secretRef: { name: 'shop-env' } }, { configMapRef: { name: 'flags', optional: true }, prefix: 'FLAG_' }],
        lifecycle: { preStop: { exec: { command: ['bin/drain', '--wait', '90'] } } },
        terminationMessagePolicy: 'FallbackToLogsOnError',
      },
    },
  },
  jobs: {
    load: {
      pod: { containers: [{ name: 'other', image: 'a:1', lifecycle: { preStop: null }, resources: { limits: { memory: null } } }] },
      container: { lifecycle: { preStop: null }, resources: { limits: { memory: null } } },
    },
  },
  cronJobs: { backup: { schedule: '0 3 * * *', pod: { terminationGracePeriodSeconds: 0 }, container: { stdin: true } } },
} as const;

/** What differs in the first environment, and there on its first cluster. */
const config = {
  ...shop,
  components: { ...shop.components, ...processes.components },
  jobs: { ...shop.jobs, ...processes.jobs },
  cronJobs: processes.cronJobs,
  environments: {
    ...shop.environments,
    [environment]: {
      ...shop.environments[environment],
      components: {
        directory: {
          pod: {
            hostAliases: [
              { ip: '10.1.2.3', hostnames: ['ldap.test'] },
              { ip: '10.9.9.9', hostnames: ['smtp.test'] },
            ],
          },
        },
      },
      overrides: { [cluster]: { components: { directory: { pod: { dnsConfig: { searches: ['dc1.example.com'] } } } } } },
    },
  },
} as unknown as PipelineConfig;

const model = resolve(config);
const target = model.environments[0]?.targets[0];
const helm = anyHelm();
let folder: string;
let pods: Map<string, Data>;
let findings: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapes-'));
  if (helm === null || target === undefined) return;
  for (const { path, content } of plan(model, [chart, chartSchema, chartValues, wrapperValues, clusterValues], { version: '1.2.3' })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const images = Object.fromEntries(model.images.map(({ name }) => [name, { tag: sentinel.tag(name), digest: sentinel.digest(name) }]));
  writeFileSync(join(folder, chartPath(model), 'images.yaml'), JSON.stringify({ images }));
  const release = {
    chart: join(folder, chartPath(model)),
    name: 'shop',
    namespace: 'shop',
    valueFiles: [...valueFiles(target), 'images.yaml'],
    kubernetesVersion: '1.33',
  };
  const { code, stdout, stderr } = await template(helm, release);
  if (code !== 0) throw new Error(stderr);
  const objects = parseObjects(stdout);
  findings = await judgeObjects(objects);
  pods = new Map(podTemplates(objects).map(({ name, spec }) => [name.replace('shop-', ''), spec]));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The pod of a process, and its generated container. */
function podOf(name: string): { pod: Data; container: Data } {
  const pod = pods.get(name);
  return { pod, container: pod.containers.find((each: Data) => each.name === name) };
}

test.runIf(helm !== null)('Kubernetes knows everything that they render', () => expect(findings).toEqual([]));

test.runIf(helm !== null)('DNS options and host aliases, of the app, an environment and a cluster', () => {
  const { pod } = podOf('directory');
  expect(pod.dnsConfig).toEqual({ options: [{ name: 'ndots', value: '2' }], searches: ['dc1.example.com'] });
  expect(pod.hostAliases).toEqual([
    { ip: '10.1.2.3', hostnames: ['ldap.test'] },
    { ip: '10.9.9.9', hostnames: ['smtp.test'] },
  ]);
  expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false, serviceAccountName: 'shop' });
});

test.runIf(helm !== null)('a GPU, shared memory and local disk', () => {
  const { pod, container } = podOf('model');
  expect(pod.runtimeClassName).toBe('nvidia');
  expect(pod.volumes).toEqual([
    { name: 'tmp', emptyDir: { sizeLimit: '5Gi' } },
    { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } },
  ]);
  expect(container.resources).toEqual({
    requests: { cpu: '2', memory: '8Gi', 'ephemeral-storage': '20Gi' },
    limits: { memory: '16Gi', 'nvidia.com/gpu': 1, 'ephemeral-storage': '40Gi' },
  });
  expect(container.volumeMounts).toEqual([
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'shm', mountPath: '/dev/shm' },
  ]);
});

test.runIf(helm !== null)('a UDP server in the network of its node', () => {
  const { pod, container } = podOf('turn');
  expect(pod).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  expect(container.ports).toEqual([
    { name: 'tls', containerPort: 3478, protocol: 'TCP' },
    { name: 'turn', containerPort: 3478, hostPort: 3478, protocol: 'UDP' },
  ]);
});

test.runIf(helm !== null)('NFS, groups and a shared process namespace', () => {
  const { pod, container } = podOf('files');
  expect(pod.securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 10001,
    runAsGroup: 3000,
    seccompProfile: { type: 'RuntimeDefault' },
    fsGroup: 2000,
    fsGroupChangePolicy: 'OnRootMismatch',
    supplementalGroups: [1000620000],
  });
  expect(pod.shareProcessNamespace).toBe(true);
  expect(pod.volumes).toContainEqual({ name: 'share', nfs: { server: 'nas.example.com', path: '/export' } });
  expect(pod.containers.map(({ name }: Data) => name)).toEqual(['files', 'reload']);
  expect(pod.containers[1].args).toEqual(['on', 'null', '1e3', 'a\n  b: {c}']);
  expect(container.volumeMounts).toEqual([
    { name: 'tmp', mountPath: '/tmp', mountPropagation: 'None' },
    { name: 'share', mountPath: '/mnt/share' },
  ]);
});

test.runIf(helm !== null)('a preStop hook, variables of the pod and a whole Secret', () => {
  const { pod, container } = podOf('drain');
  expect(container.lifecycle).toEqual({ preStop: { exec: { command: ['bin/drain', '--wait', '90'] } } });
  expect(container.env.map(({ name }: Data) => name)).toEqual(['POD_IP', 'PLAIN', 'ADDRESS']);
  expect(container.env[1].value).toBe('yes');
  expect(container.envFrom).toEqual(processes.components.drain.container.envFrom);
  expect(container.terminationMessagePolicy).toBe('FallbackToLogsOnError');
  expect(pod.terminationGracePeriodSeconds).toBe(120);
  expect(pod.affinity).toEqual(processes.components.drain.pod.affinity);
  const spread = pod.topologySpreadConstraints?.find(({ topologyKey }: Data) => topologyKey === 'kubernetes.io/hostname');
  expect(spread).toMatchObject({ maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule' });
});

test.runIf(helm !== null)('what null removes', () => {
  expect(podOf('load').container.resources).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: {} });
  expect(podOf('load').container.lifecycle).toEqual({});
  expect(podOf('load').pod.containers[1]).toEqual({ name: 'other', image: 'a:1', lifecycle: {}, resources: { limits: {} } });
  const { pod, container } = podOf('bare');
  expect(container.lifecycle).toBeUndefined();
  expect(container.startupProbe).toBeUndefined();
  expect(container.readinessProbe).toBeDefined();
  expect(pod.topologySpreadConstraints).toBeUndefined();
});

test.runIf(helm !== null)('a cron job', () => {
  const { pod, container } = podOf('backup');
  expect(pod).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0 });
  expect(container).toMatchObject({ stdin: true, resources: { limits: { memory: '512Mi' } } });
});

test('the namespace gets the level that its pods need, and check says which field needs it', async () => {
  const { warnings } = await validate(config);
  const messages = warnings.filter(({ code }) => code === 'POD_SECURITY').map(({ message }) => message);
  for (const part of [
    "components.turn.pod.hostNetwork has 'hostNetwork: true', so the namespace of",
    "components.turn.container.ports has 'hostPort 3478', so the namespace of",
    "components.files.pod.volumes has 'nfs volume share', so the namespace of",
    "components.files.pod.containers has 'no allowPrivilegeEscalation: false (reload)', 'capabilities that are not dropped (reload)', so the namespace of",
  ])
    expect(
      messages.some((message) => message.startsWith(part)),
      part,
    ).toBe(true);
  expect(messages.find((message) => message.includes('hostNetwork'))).toContain('Pod Security Standard privileged instead of restricted');
  expect(messages.find((message) => message.includes('nfs'))).toContain('Pod Security Standard baseline instead of restricted');
  if (target !== undefined) expect(podSecurity(target)).toBe('privileged');
});

test('the config and the chart merge by the same keys', () => {
  const template = verbatimTemplate('chart/templates/_merge.tpl');
  const keys = Object.entries(mergeKeys).map(([list, key]) => `"${list}" "${key}"`);
  expect(template).toContain(`dict ${keys.join(' ')} | toJson`);
  expect(template).toContain(`list ${wholeValues.map((name) => `"${name}"`).join(' ')} | toJson`);
});

test('privileged takes privilege escalation, which the chart forbids', async () => {
  const worker = { container: { securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } } };
  const { problems } = (await validate({ ...shop, components: { ...shop.components, worker } }).catch((error: unknown) => error)) as UserError;
  expect(problems.filter(({ code }) => code === 'POD_INVALID').map(({ message }) => message)).toEqual([
    'components.worker.container.securityContext.privileged is true and includes privilege escalation, which the chart forbids',
    "components.worker.container.securityContext.capabilities.add has 'SYS_ADMIN' and includes privilege escalation, which the chart forbids",
  ]);
});
