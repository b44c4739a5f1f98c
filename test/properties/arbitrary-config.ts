/** Configs of the whole vocabulary for property tests: valid by construction, small, with awkward names. */
import fc from 'fast-check';
import { definitionOf, serviceTypes } from '../../src/auxiliary-services/index.ts';
import { type ServiceDefinition, secretOutputs } from '../../src/auxiliary-services/service.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { SecretRole, ServiceType } from '../../src/model/model.ts';

/** Names that a YAML reader, JavaScript or a shell could take for something else. */
const awkwardNames = ['on', 'yes', 'n', 'null', 'true', 'constructor', 'e1', 'a--b', 'x-0'];
const name = fc.oneof(fc.constantFrom(...awkwardNames), fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/));

/** Strings for the fields that take any text. */
export const hostileTexts: readonly string[] = [
  'plain',
  '',
  'on',
  '0123456',
  '12345e7',
  '1.10',
  '1_000',
  '2026-01-31',
  '~',
  '- item',
  'key: value',
  '# no comment',
  "it's",
  '"quoted"',
  '\\ back\\slash',
  '$(touch /tmp/owned)',
  '`touch /tmp/owned`',
  '; rm -rf "$HOME" #',
  '${{ secrets.GITHUB_TOKEN }}',
  '{{ .Values.global }}',
  '{{{ raw }}}',
  '%0A::set-output name=x::y',
  '<!-- comment --> <script>alert(1)</script>',
  '| table | cell |',
  '[link](javascript:alert(1))',
  '&anchor *alias !!tag',
  '--- \n...\nother: document',
  'two\nlines',
  'ends with a newline\n',
  '\ttab',
  ' blank at both ends ',
  'ü 漢字 🚀 \u200d',
  '$(DB_PASSWORD)',
];
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);

const reviewers = ['@acme/platform'];
type Maker = fc.GeneratorValue;
type Loose = Record<string, unknown>;

/** Any valid config of one app in the two repositories of the folder. */
export const arbitraryConfig: fc.Arbitrary<PipelineConfig> = fc.gen().map((make) => {
  const maybe = <T>(value: () => T): T | undefined => (make(fc.boolean) ? value() : undefined);
  const registry = make(
    fc.constantFrom,
    { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'ci' },
    { type: 'ghcr' },
    { type: 'acr', name: 'acmeimages', tenantId: 'fill-in', subscriptionId: '11111111-2222-3333-4444-555555555555' },
    { type: 'dockerhub', namespace: 'acme' },
    { type: 'harbor', host: 'harbor.example.com:8443', project: 'on' },
  );
  const environments = make(() => fc.uniqueArray(name, { minLength: 1, maxLength: 3 }));
  const clusters = make(() => fc.uniqueArray(name, { minLength: 1, maxLength: 3 }));
  const images = make(() => fc.uniqueArray(name, { minLength: 1, maxLength: 2 }));
  const componentNames = make(() => fc.uniqueArray(name, { minLength: 1, maxLength: 2 }));
  // A component and a service of one name would make one workload.
  const services = make(() => fc.uniqueArray(name, { maxLength: 2 })).filter((service) => !componentNames.includes(service));
  const jobName = maybe(() => make(() => name.filter((each) => !componentNames.includes(each) && !services.includes(each))));
  const cronName = maybe(() => make(() => name.filter((each) => ![...componentNames, ...services, jobName].includes(each))));
  const typesByName: Record<string, ServiceType> = Object.fromEntries(services.map((service) => [service, make(() => fc.constantFrom(...serviceTypes))]));
  // One pod beside others: what an environment changes below is of the first.
  const singleton = (index: number) => (index === 0 ? undefined : make(fc.constantFrom, undefined, 'standalone'));
  const components = componentNames.map((component, index) => {
    const identity = {
      serviceAccount: maybe(() => ({ annotations: { role: make(() => hostileText) } })),
      podAnnotations: maybe(() => ({ note: make(() => hostileText) })),
    };
    const volumes = index > 0 ? undefined : { shared: { mountPath: '/shared', size: '1Gi', accessModes: ['ReadWriteMany'] } };
    const whole: Loose = { ...arbitraryComponent(make, images, typesByName), ...identity, mode: singleton(index), volumes };
    return [component, whole] as const;
  });
  const routed = components.flatMap(([component, { ports }]) => Object.keys(ports as object).map((port) => ({ component, port })));
  const routes: Loose =
    routed.length > 0 && make(fc.boolean)
      ? { public: { ...routed[0], path: maybe(() => '/shop'), timeout: maybe(() => '90s'), annotations: maybe(() => ({ note: make(() => hostileText) })) } }
      : {};
  // A cluster that no environment uses is refused: every environment after the first takes what is left.
  const clustersOf = (index: number) => (index === environments.length - 1 ? clusters : clusters.slice(0, 1));
  const mode = make(fc.constantFrom, 'standalone', 'multi-instance');
  const modes = environments.map(() => maybe(() => make(fc.constantFrom, 'standalone', 'multi-instance')));
  return withoutUndefined({
    app: {
      name: make(() => name),
      description: make(() => hostileText),
      language: 'node',
      mode,
      owners: ['@acme/shop'],
    },
    repositories: { app: { slug: 'acme/app' }, config: { slug: 'acme/config', path: '../config', owners: ['@acme/platform'] } },
    registry,
    images: Object.fromEntries(images.map((image) => [image, {}])),
    argocd: make(fc.constantFrom, { topology: 'per-cluster' }, { topology: 'hub' }, { topology: 'hub', cluster: clusters[0] }),
    clusters: Object.fromEntries(clusters.map((cluster) => [cluster, arbitraryCluster(make)])),
    components: Object.fromEntries(components),
    jobs: jobName === undefined ? undefined : { [jobName]: arbitraryJob(make, images, typesByName) },
    cronJobs: cronName === undefined ? undefined : { [cronName]: arbitraryCronJob(make, images, typesByName) },
    routes,
    auxiliaryServices: Object.fromEntries(
      Object.entries(typesByName).map(([service, type]) => [
        service,
        type === 'postgresql' ? { type, extensions: make(fc.constantFrom, undefined, ['vector', 'pg_trgm']) } : { type },
      ]),
    ),
    monitoring: { prometheus: make(fc.boolean), grafana: make(fc.boolean) },
    extraManifests: maybe(() => arbitraryManifests(make)),
    ci: make(fc.constantFrom, undefined, { packageManager: 'pnpm', versions: ['24', '22'] }, { jobs: 'build-only' }),
    environments: Object.fromEntries(
      environments.map((environment, index) => [
        environment,
        {
          clusters: clustersOf(index),
          mode: modes[index],
          namespace: maybe(() => `space-${index}`),
          components: maybe(() => ({ [componentNames[0] ?? '']: arbitraryScale(make, modes[index] ?? mode) })),
          extraManifests: maybe(() => arbitraryManifests(make)),
          jobs: jobName === undefined ? undefined : maybe(() => ({ [jobName]: { backoffLimit: 0, env: { IN_ENVIRONMENT: make(() => hostileText) } } })),
          cronJobs: cronName === undefined ? undefined : maybe(() => ({ [cronName]: { schedule: '0 0 1 1 0', suspend: true } })),
          overrides: maybe(() => ({
            [clusters[0] ?? '']: {
              extraManifests: maybe(() => arbitraryManifests(make)),
              components: { [componentNames[0] ?? '']: { resources: { limits: { memory: '1Gi' } }, env: { ON_CLUSTER: make(() => hostileText) } } },
              auxiliaryServices: Object.fromEntries(Object.entries(typesByName).map(([service, type]) => [service, arbitraryProvider(make, type)])),
            },
          })),
          ...(index === 0
            ? { delivery: 'continuous-deployment', sync: make(fc.constantFrom, 'automatic', 'manual') }
            : {
                delivery: 'continuous-delivery',
                promoteFrom: environments[index - 1],
                ...make(
                  fc.constantFrom,
                  { approval: { by: 'pull-request', reviewers }, sync: 'automatic' },
                  { approval: { by: 'github-environment', reviewers }, sync: 'manual' },
                  { approval: { by: 'argo-cd', reviewers }, sync: 'manual' },
                ),
              }),
          secrets: make(fc.constantFrom, { store: 'kubernetes' }, { store: 'vault' }),
          routes:
            Object.keys(routes).length === 0
              ? undefined
              : { public: { hosts: [`${environment}.example.com`], annotations: maybe(() => ({ note: make(() => hostileText), on: 'n' })) } },
          auxiliaryServices: Object.fromEntries(Object.entries(typesByName).map(([service, type]) => [service, arbitraryProvider(make, type)])),
        },
      ]),
    ),
  }) as unknown as PipelineConfig;
});

/** Manifests of one name or two, each another object. */
function arbitraryManifests(make: Maker): Loose {
  const names = make(() => fc.uniqueArray(fc.constantFrom('on', 'flags'), { maxLength: 2 }));
  return Object.fromEntries(
    names.map((key) => [
      key,
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `extra-${key}`, ...(make(fc.boolean) ? { annotations: { note: make(() => hostileText) } } : {}) },
        ...make(fc.constantFrom, { data: { key: make(() => hostileText) } }, { data: {} }, { immutable: true, data: { list: '1e6' } }),
      },
    ]),
  );
}

/** Outputs that every provider below has. */
function readable(type: ServiceType): string[] {
  const definition = definitionOf(type);
  const secret: string[] = secretOutputs(definition);
  const held = rolesOfSecrets(definition);
  return definition.outputs.filter((output) => !secret.includes(output) || held.every((roles) => roles?.some((role) => role === output)));
}

/** What a Secret of an external service may hold; undefined: it has none. */
function rolesOfSecrets({ credentials, composesUrl, external: { secret, moreRoles } }: ServiceDefinition): (readonly SecretRole[] | undefined)[] {
  if (secret === 'none') return [undefined];
  if (moreRoles.length > 0 && !composesUrl) return [moreRoles, [...moreRoles, ...credentials]];
  const held = moreRoles.length === 0 ? [credentials] : [credentials, moreRoles];
  return secret === 'optional' ? [undefined, ...held] : held;
}

function arbitraryComponent(make: Maker, images: readonly string[], services: Readonly<Record<string, ServiceType>>): Loose {
  const ports = make(() => fc.uniqueArray(fc.constantFrom('http', 'metrics', 'on', 'n'), { maxLength: 2 }));
  const exposed = Math.min(ports.length, make(fc.constantFrom, 0, 1, 2));
  const port = ports[0];
  const outputs = Object.entries(services).flatMap(([service, type]) => readable(type).map((output) => `${service}.${output}`));
  const texts = make(() => fc.dictionary(fc.constantFrom('TEXT', 'on', 'NO', 'constructor', '_x'), hostileText, { maxKeys: 3 }));
  const httpGet = port === undefined ? undefined : { httpGet: { path: '/healthz', port } };
  return {
    image: make(() => fc.constantFrom(...images)),
    ports: Object.fromEntries(ports.map((each, index) => [each, { containerPort: 8080 + index, ...(index < exposed ? { exposed: true } : {}) }])),
    service: exposed === 0 ? undefined : { type: make(fc.constantFrom, 'LoadBalancer', 'NodePort'), annotations: { note: make(() => hostileText) } },
    readinessProbe: httpGet,
    livenessProbe: make(fc.boolean) ? { exec: { command: ['check', make(() => hostileText)] } } : undefined,
    args: make(() => fc.array(hostileText, { maxLength: 2 })),
    env: { ...texts, ...Object.fromEntries(outputs.map((from, index) => [`FROM_${index}`, { from }])) },
    writablePaths: make(fc.boolean) ? ['/app/cache'] : undefined,
    files: make(fc.boolean) ? { '/etc/app/text': make(() => hostileText), '/etc/app/on': { secretKeyRef: { name: 'files', key: 'on' } } } : undefined,
    ...make(
      fc.constantFrom,
      {},
      { runAsUser: 0, securityContext: { runAsNonRoot: false } },
      { securityContext: { runAsGroup: 0, capabilities: { add: ['NET_BIND_SERVICE'] } } },
    ),
    nodeSelector: make(fc.constantFrom, undefined, { 'kubernetes.io/arch': 'arm64', on: '' }),
    tolerations: make(fc.constantFrom, undefined, [{ operator: 'Exists' }], [{ key: 'on', value: 'n', effect: 'NoExecute', tolerationSeconds: 0 }]),
    priorityClassName: make(fc.constantFrom, undefined, 'n'),
    terminationGracePeriodSeconds: make(fc.constantFrom, undefined, 10, 60),
  };
}

/** What a component and a job have in common, and what a job has of its own. */
function arbitraryJob(make: Maker, images: readonly string[], services: Readonly<Record<string, ServiceType>>): Loose {
  const {
    ports: _,
    service: _____,
    readinessProbe: __,
    livenessProbe: ___,
    terminationGracePeriodSeconds: ____,
    ...container
  } = arbitraryComponent(make, images, services);
  const volumes = make(fc.constantFrom, undefined, { shared: { mountPath: '/shared' } });
  return { ...container, volumes, phase: make(fc.constantFrom, undefined, 'Sync', 'PostSync'), backoffLimit: make(fc.constantFrom, undefined, 0) };
}

/** A cron job: a job but for its phase, with what is of its own. */
function arbitraryCronJob(make: Maker, images: readonly string[], services: Readonly<Record<string, ServiceType>>): Loose {
  const { phase: _, ...container } = arbitraryJob(make, images, services);
  return {
    ...container,
    schedule: make(fc.constantFrom, '30 3 * * *', '*/5 0-6/2 1,15 jan-mar mon'),
    timeZone: make(fc.constantFrom, undefined, 'Europe/Berlin'),
    ...make(fc.constantFrom, {}, { suspend: true, concurrencyPolicy: 'Replace', startingDeadlineSeconds: 60, activeDeadlineSeconds: 600 }),
    ...make(fc.constantFrom, {}, { successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 }),
  };
}

/** What an environment may change of a component: a volume where there is one pod, a number of pods where there are several. */
function arbitraryScale(make: Maker, mode: string): Loose {
  if (mode === 'standalone')
    return make(
      fc.constantFrom,
      { volumes: { on: { mountPath: '/data', size: '5Gi' } } },
      { volumes: { data: { mountPath: '/data', size: '1Gi', storageClass: 'fast' } } },
    );
  return make(fc.constantFrom, { replicas: 3 }, { replicas: 0 }, { autoscaling: { maxReplicas: 5 } });
}

function arbitraryCluster(make: Maker): Loose {
  return {
    location: make(fc.constantFrom, 'cloud', 'on-premise'),
    storageClass: make(fc.constantFrom, undefined, 'ceph'),
    kubernetesVersion: make(fc.constantFrom, undefined, '1.34'),
    // Stated always: a cluster outside the registry's cloud cannot pull by itself.
    imagePull: make(fc.constantFrom, { secret: 'pull' }, { mirror: 'mirror.example.com/cache' }),
    ...make(fc.constantFrom, { gateway: { name: 'public', namespace: 'gateways' } }, { ingressClassName: 'haproxy' }),
  };
}

/** Any way to have a service of the type, by what its definition says. */
function arbitraryProvider(make: Maker, type: ServiceType): Loose {
  const definition = definitionOf(type);
  const { embedded, operator, external } = definition;
  const ours: Loose[] = [];
  if (embedded?.storage === null) ours.push({ provider: 'embedded' });
  else if (embedded !== null) ours.push(...[{}, { storage: '5Gi' }].map((size) => ({ provider: 'embedded', dataLoss: 'accepted', ...size })));
  if (operator !== null) ours.push({ provider: 'operator', instances: 1 });
  const fields = Object.entries(external.fields).map(([name, usual]) => [name, typeof usual === 'boolean' ? !usual : 'files', usual === undefined] as const);
  const given = fields.filter(([, , required]) => required || make(fc.boolean)).map(([name, value]) => [name, value]);
  const roles = make(() => fc.constantFrom(...rolesOfSecrets(definition)));
  const elsewhere = {
    provider: 'external',
    host: `${type}.example.com`,
    port: external.port === undefined ? 9092 : make(fc.constantFrom, undefined, 4000),
    ...Object.fromEntries(given),
    secret: roles === undefined ? undefined : arbitrarySecret(roles),
    cidrs: make(fc.constantFrom, undefined, ['10.0.0.0/8']),
  };
  return make(() => fc.constantFrom<Loose>(...ours, elsewhere));
}

/** Two services may share a Secret, with the same keys. */
function arbitrarySecret(roles: readonly SecretRole[]): Loose {
  const keys = roles.map((role, index) => [role, ['on', 'n'][index] ?? role]);
  return { name: roles.join('-').toLowerCase(), keys: Object.fromEntries(keys) };
}

/** Without fields of the value undefined, as JSON has it. */
function withoutUndefined(config: Loose): Loose {
  return JSON.parse(JSON.stringify(config)) as Loose;
}
