/** Configs of the whole vocabulary for property tests: valid by construction, with awkward names. */
import fc from 'fast-check';
import { serviceTypes } from '../../src/auxiliary-services/index.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { languageOf } from '../../src/languages/index.ts';
import type { Language } from '../../src/model/model.ts';
import { windowsNames } from '../../src/model/names.ts';
import { configSchema } from '../vocabulary/leaves.ts';
import { awkwardNames } from '../vocabulary/samples.ts';
import { type Around, type DrawnProcess, drawComponent, drawCronJob, drawJob } from './arbitrary-processes.ts';
import { type DrawnService, drawProvider, drawService, outputsOf } from './arbitrary-services.ts';
import { type Draw, drawWith, type Fields } from './draw.ts';

export { hostileText, hostileTexts } from './hostile-text.ts';

const isReserved = (drawn: string) => windowsNames.test(drawn) || drawn === 'shared';
const name = fc.oneof(fc.constantFrom(...awkwardNames), fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)).filter((drawn) => !isReserved(drawn));
const modes = ['standalone', 'multi-instance'] as const;

/** Any valid config of one app in the two repositories of the folder. */
export const arbitraryConfig: fc.Arbitrary<PipelineConfig> = fc.gen().map((make) => {
  const draw = drawWith(make);
  const { one, maybe, chance, object, value } = draw;
  const names = (most: number, least = 1) => make(fc.uniqueArray, name, { minLength: least, maxLength: most }) as string[];
  const appName = make(() => name);
  const environmentNames = names(3);
  const clusterNames = names(3);
  const images = one([true, true, false]) ? names(2) : undefined;
  // Two processes or services of one name would make one workload.
  const all = names(8, 4);
  const componentNames = all.slice(0, one([1, 2]));
  const others = all.slice(2);
  const [jobName, cronName, ...serviceNames] = [maybe(() => others[0]), maybe(() => others[1]), ...others.slice(2)];
  const services: Record<string, DrawnService> = Object.fromEntries(
    serviceNames.map((service) => [service, { type: one(serviceTypes), hasParameters: chance() }]),
  );
  const appMode = one([undefined, ...modes]);
  const environmentModes = environmentNames.map(() => one([undefined, ...modes]));
  const modeOf = (index: number) => environmentModes[index] ?? appMode ?? 'multi-instance';
  const around: Around = { images, appName, run: new Set(), outputs: outputsOf(services), modes: environmentNames.map((_, index) => modeOf(index)) };
  const components = new Map(componentNames.map((component, index) => [component, drawComponent(draw, around, index)]));
  const jobs = new Map(jobName === undefined ? [] : [[jobName, drawJob(draw, around)]]);
  const cronJobs = new Map(cronName === undefined ? [] : [[cronName, drawCronJob(draw, around)]]);
  const [ported, port] =
    [...components].flatMap(([component, { base }]) => Object.keys(base.ports as Fields).map((first) => [component, first] as const))[0] ?? [];
  const routes = port === undefined || !chance() ? [] : [object('Route', { component: ported, port, path: one([undefined, '/', '/shop']) })];
  const registry = value({ $ref: '#/$defs/Registry' }) as { type: string };

  /** What an environment or a cluster says of what the app has. */
  const layer = (index: number, place: string, isCluster: boolean): Fields => ({
    components: overridesOf(components, index),
    jobs: overridesOf(jobs, index),
    cronJobs: overridesOf(cronJobs, index),
    routes:
      routes.length === 0
        ? undefined
        : { public: object('EnvironmentRoute', { hosts: one([[`${place}.example.com`], [`${place}.example.com`, `${place}.example.org`]]) }) },
    auxiliaryServices: Object.fromEntries(
      Object.entries(services)
        .filter(() => !isCluster || chance())
        .map(([service, drawn]) => [service, drawProvider(draw, service, drawn)]),
    ),
    extraManifests: maybe(() => drawManifests(draw)),
  });
  const overridesOf = (processes: Map<string, DrawnProcess>, index: number) =>
    Object.fromEntries(
      [...processes].filter(chance).map(([process, { override }]) => [process, override(modeOf(index), index === environmentNames.length - 1)] as const),
    );

  const environment = (environmentName: string, index: number): Fields => {
    // Every environment after the first takes the clusters that are left.
    const clusters = index === environmentNames.length - 1 ? clusterNames : clusterNames.slice(0, 1);
    const sync = one(['automatic', 'manual']);
    const by = one(sync === 'manual' ? ['pull-request', 'github-environment', 'argo-cd'] : ['pull-request', 'github-environment']);
    return object('Environment', {
      ...layer(index, environmentName, false),
      clusters,
      mode: environmentModes[index],
      namespace: maybe(() => `space-${index}`),
      secrets: maybe(() => drawSecrets(draw, environmentName)),
      sync,
      ...(index === 0
        ? { delivery: 'continuous-deployment', promoteFrom: undefined, approval: undefined }
        : { delivery: 'continuous-delivery', promoteFrom: environmentNames[index - 1], approval: object('Approval', { by, reviewers: ['@acme/platform'] }) }),
      overrides: maybe(() =>
        Object.fromEntries(clusters.map((cluster) => [cluster, object('ClusterOverride', layer(index, `${environmentName}.${cluster}`, true))])),
      ),
    });
  };

  const language = one<Language>(['node', one<Language>(['python', 'java', 'go', 'ruby', 'php', 'dotnet', 'rust', 'custom'])]);
  const topology = one([undefined, 'hub', 'per-cluster']);
  return withoutUndefined(
    object(configSchema, {
      app: object('App', { name: appName, language, mode: appMode, owners: ['@acme/shop'] }),
      repositories: object('Repositories', {
        app: object('AppRepository', { slug: 'acme/app', path: one([undefined, '.']), ignoreFiles: one([undefined, ['.prettierignore']]) }),
        config: object('ConfigRepository', { slug: 'acme/config', path: '../config', owners: ['@acme/platform'] }),
      }),
      registry,
      images:
        images &&
        Object.fromEntries(
          images.map((image, index) => [
            image,
            object('Image', { repository: maybe(() => `team/${index}`), dockerfile: one([undefined, 'services/web/Dockerfile', 'on.Dockerfile']) }),
          ]),
        ),
      ci: language === 'node' && chance() ? undefined : drawCi(draw, language),
      argocd: maybe(() =>
        object('ArgoCd', {
          version: one([undefined, '3.4', '3.10']),
          topology,
          cluster: topology === 'per-cluster' ? undefined : maybe(() => clusterNames[0]),
        }),
      ),
      clusters: Object.fromEntries(clusterNames.map((cluster) => [cluster, drawCluster(draw, cluster, registry.type)])),
      components: mapOf(components),
      jobs: jobs.size === 0 ? undefined : mapOf(jobs),
      cronJobs: cronJobs.size === 0 ? undefined : mapOf(cronJobs),
      routes: routes.length === 0 ? undefined : { public: routes[0] },
      auxiliaryServices: Object.fromEntries(Object.entries(services).map(([service, drawn]) => [service, drawService(draw, drawn)])),
      extraManifests: maybe(() => drawManifests(draw)),
      environments: Object.fromEntries(environmentNames.map((each, index) => [each, environment(each, index)])),
      patches: one([true, false, false, false]) ? [drawPatch(draw)] : undefined,
      // A registry of its own takes a scope.
      generator: maybe(() => object('Generator', { package: '@acme/create-gitops-app' })),
      allow: components.size === 0 ? undefined : maybe(() => object('Allow', { recreate: componentNames.slice(0, 1) })),
    }),
  ) as unknown as PipelineConfig;

  function mapOf(processes: Map<string, DrawnProcess>): Fields {
    return Object.fromEntries([...processes].map(([process, { base }]) => [process, base]));
  }
});

/** Each with a path of its own: no environment reads the secrets of another. */
function drawSecrets({ value }: Draw, environment: string): Fields {
  const drawn = value(configSchema.$defs?.Environment?.properties?.secrets ?? {}) as Fields;
  return drawn.path === undefined ? drawn : { ...drawn, path: `drawn/${environment}` };
}

function drawCi({ one, object }: Draw, language: Language): Fields {
  const commands = () =>
    object('CiCommands', { install: one([undefined, 'make install']), compile: one([undefined, '', 'make']), lint: one([undefined, '']), test: 'make test' });
  return object('Ci', {
    // As the nodes of the clusters, where they say it.
    runsOn: one([undefined, 'ubuntu-24.04', 'yes', ['self-hosted', 'on', 'x64'], { group: 'no', labels: ['x64'] }, { group: 'no' }]),
    packageManager: one([undefined, ...(languageOf(language)?.packageManagers ?? [])]),
    // Without them nothing of another language would be tested.
    commands: language === 'custom' ? commands() : one([undefined, undefined, commands()]),
  });
}

function drawCluster({ one, maybe, object }: Draw, cluster: string, registry: string): Fields {
  const renewed = ['ecr', 'gar', 'acr'].includes(registry);
  const location = one(['cloud', 'on-premise']);
  const routing = one([true, false]);
  return object('Cluster', {
    location,
    name: maybe(() => `${cluster}.Argo`),
    architectures: one([undefined, ['amd64']]),
    gateway: routing ? object('Gateway', { name: 'public', sectionName: one([undefined, 'on']), redirectFrom: one([undefined, 'n']) }) : undefined,
    ingressClassName: routing ? undefined : 'haproxy',
    imagePull: one([
      { secret: 'pull' },
      { mirror: 'mirror.example.com/cache' },
      ...(renewed ? [{ externalSecrets: 'cloud' }] : []),
      // Nodes pull from the registry of their own cloud, and from public ones.
      ...(!renewed || location === 'cloud' ? ['node'] : []),
    ]),
  });
}

/** Manifests of one name or two, each another object. */
function drawManifests({ make, one, object, text }: Draw): Fields {
  const names = make(fc.uniqueArray, fc.constantFrom('on', 'flags'), { maxLength: 2 }) as string[];
  return Object.fromEntries(
    names.map((key) => [
      key,
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: object('ManifestMetadata', { name: `extra-${key}` }),
        ...one([{ data: { key: text() } }, { data: {} }, { immutable: true, data: { list: '1e6' } }]),
      },
    ]),
  );
}

/** A change that applies to a workflow, whatever is in it. */
function drawPatch({ one, maybe, text }: Draw): Fields {
  return {
    output: 'app/ci',
    path: maybe(() => '.github/workflows/gitops-ci.yaml'),
    operations: one([
      [{ op: 'replace', path: '/name', value: text() }],
      [
        { op: 'test', path: '/name', value: 'GitOps CI' },
        { op: 'add', path: '/env', value: { TEXT: text() } },
      ],
      [{ op: 'copy', from: '/name', path: '/run-name' }],
      [{ op: 'move', from: '/name', path: '/run-name' }],
      [{ op: 'remove', path: '/concurrency' }],
    ]),
  };
}

/** Without fields of the value undefined, as JSON has it. */
function withoutUndefined(config: Fields): Fields {
  return JSON.parse(JSON.stringify(config)) as Fields;
}
