/**
 * The Model: a config with every default filled in and every reference resolved. It is plain JSON without optional
 * fields, so that it can be saved beside the generated files and replayed without running TypeScript. It holds no
 * secret, no path of a machine and no version of the generator.
 */
export interface Model {
  schemaVersion: 2;
  app: { name: string; description: string; language: Language; owners: string[] };
  repositories: { app: Repository; config: Repository };
  registry: Registry;
  /** Images that CI builds, in the order of the config. */
  images: Image[];
  ci: Ci;
  argocd: ArgoCd;
  /** The clusters that an environment uses, in the order of the config. */
  clusters: Cluster[];
  /** Components as the app defines them, before any environment. */
  components: Component[];
  /** Jobs as the app defines them, before any environment. */
  jobs: Job[];
  routes: Route[];
  auxiliaryServices: AuxiliaryService[];
  monitoring: { prometheus: boolean; grafana: boolean; namespace: string };
  /** In the order of the config; what an environment promotes from may come later. */
  environments: Environment[];
  /** How generated files call the generator, without version: `create-gitops-app`. */
  generator: { package: string };
  /** Values that nobody has given yet; CI and CD refuse to run while there is one. */
  unset: UnsetValue[];
}

export type Language = 'node' | 'python' | 'java' | 'go' | 'ruby' | 'php' | 'dotnet' | 'rust' | 'custom';
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'pip' | 'uv' | 'poetry' | 'maven' | 'gradle';
export type Mode = 'standalone' | 'multi-instance';

export interface Repository {
  /** `owner/name`. */
  slug: string;
  owner: string;
  name: string;
  defaultBranch: string;
  /** GitHub teams or users, each with its `@`. */
  owners: string[];
}

/** `host` is what stands before the first slash of an image reference. */
export type Registry =
  | { type: 'ecr'; host: string; account: string; region: string; role: string }
  | { type: 'ghcr'; host: string; owner: string }
  /** `serviceAccount` without its domain; `workloadIdentityProvider` is its full resource name. */
  | { type: 'gar'; host: string; project: string; location: string; repository: string; workloadIdentityProvider: string; serviceAccount: string }
  | { type: 'acr'; host: string; name: string; tenantId: string; subscriptionId: string }
  /** CI signs in as `username`, with a token that is a secret of a GitHub environment. */
  | { type: 'dockerhub'; host: string; namespace: string; username: string }
  | { type: 'harbor'; host: string; project: string; username: string };

export interface Image {
  name: string;
  /** Path in the registry: `shop`. */
  path: string;
  /** Full repository, without tag: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop`. */
  repository: string;
  context: string;
  dockerfile: string;
  /** Build arguments. */
  args: Record<string, string>;
  /** CMD of the first Dockerfile; empty for `custom`. */
  command: string[];
}

export interface Ci {
  jobs: 'full' | 'build-only';
  /** Versions of the language; the first is the Dockerfile's. Empty for `custom`. */
  versions: string[];
  /** null where the language has one, which needs no name. */
  packageManager: PackageManager | null;
  /** Empty: the step is left out. */
  commands: { install: string; compile: string; lint: string; test: string };
  runsOn: string;
}

export interface ArgoCd {
  namespace: string;
  topology: 'hub' | 'per-cluster';
  /** The hub's own cluster; null where it is none of ours, and with `per-cluster`. */
  cluster: string | null;
  bootstrap: boolean;
}

export interface Cluster {
  name: string;
  location: 'cloud' | 'on-premise';
  /** Name under which Argo CD knows it. */
  argocdName: string;
  /** Minor version, `1.33`. */
  kubernetesVersion: string;
  /** null: the cluster's default class. */
  storageClass: string | null;
  /** How routes are made here; null where no route is. */
  routing: Routing | null;
  imagePull: ImagePull;
}

export type Routing = { kind: 'gateway'; name: string; namespace: string; sectionName: string | null } | { kind: 'ingress'; ingressClassName: string };

export type ImagePull = { by: 'node' } | { by: 'secret'; secret: string } | { by: 'external-secrets'; secret: string } | { by: 'mirror'; host: string };

export interface Component {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  ports: Port[];
  readinessProbe: Probe | null;
  livenessProbe: Probe | null;
  startupProbe: Probe | null;
  /** 1 in standalone mode. */
  replicas: number;
  /** null: a fixed number of pods. */
  autoscaling: { minReplicas: number; maxReplicas: number; targetCPUUtilizationPercentage: number } | null;
  resources: { requests: { cpu: string; memory: string }; limits: { cpu: string | null; memory: string } };
  metrics: { port: string; path: string } | null;
  terminationGracePeriodSeconds: number;
  runAsUser: number;
  /** What it may reach beside DNS, the app's pods and services; no CIDRs: every address. */
  egress: { cidrs: string[]; ports: number[] }[];
  writablePaths: string[];
  volume: { mountPath: string; size: string; storageClass: string | null } | null;
}

/** What runs once with each release. */
export interface Job {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  /** Sync: after the services, before the pods. PostSync: once the pods are healthy. */
  phase: 'Sync' | 'PostSync';
  backoffLimit: number;
  activeDeadlineSeconds: number;
  resources: Component['resources'];
  runAsUser: number;
  egress: Component['egress'];
  writablePaths: string[];
}

export type EnvValue = { value: string } | { from: { service: string; output: string } } | { secretKeyRef: { name: string; key: string } };

export interface Port {
  name: string;
  containerPort: number;
  servicePort: number;
  protocol: 'TCP' | 'UDP';
}

/** As in Kubernetes; `port` of httpGet and tcpSocket is the name of a port. */
export interface Probe {
  httpGet?: { path: string; port: string };
  tcpSocket?: { port: string };
  exec?: { command: string[] };
  grpc?: { port: number; service: string };
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

export interface Route {
  name: string;
  component: string;
  port: string;
  path: string;
}

export type AuxiliaryService =
  | { name: string; type: 'postgresql'; version: string; database: string; extensions: string[] }
  | { name: string; type: 'redis'; version: string; maxmemoryPolicy: string }
  | { name: string; type: 'object-store' }
  | { name: string; type: 'smtp' };

/** An auxiliary service as one environment, or one cluster of it, gets it. */
export type ProvidedService = PostgresqlProvided | RedisProvided | ObjectStoreProvided | SmtpProvided;
interface Provided<Type extends string> {
  name: string;
  type: Type;
  version: string;
}
interface PostgresqlProvidedBase extends Provided<'postgresql'> {
  database: string;
  /** What the database must have, as in CREATE EXTENSION. */
  extensions: string[];
}
export type PostgresqlProvided = PostgresqlProvidedBase &
  (
    | { provider: 'embedded'; storage: string; secret: SecretReference }
    | { provider: 'operator'; storage: string; instances: number }
    | { provider: 'external'; host: string; port: number; secret: SecretReference; cidrs: string[] }
  );
interface RedisProvidedBase extends Provided<'redis'> {
  maxmemoryPolicy: string;
}
export type RedisProvided = RedisProvidedBase &
  (
    | { provider: 'embedded'; storage: string; secret: SecretReference }
    /** `secret` null: no password. */
    | { provider: 'external'; host: string; port: number; tls: boolean; secret: SecretReference | null; cidrs: string[] }
  );

/** A bucket behind an S3 endpoint. */
export interface ObjectStoreProvided {
  name: string;
  type: 'object-store';
  provider: 'external';
  host: string;
  port: number;
  tls: boolean;
  region: string;
  bucket: string;
  secret: SecretReference;
  cidrs: string[];
}
export interface SmtpProvided {
  name: string;
  type: 'smtp';
  provider: 'external';
  host: string;
  port: number;
  /** null: the server asks for no login. */
  secret: SecretReference | null;
  cidrs: string[];
}

/** `keys` maps a role to the key in the Secret. */
export interface SecretReference {
  name: string;
  keys: Partial<Record<SecretRole, string>>;
}

export type SecretRole = 'username' | 'password' | 'url' | 'accessKeyId' | 'secretAccessKey';

export interface Environment {
  name: string;
  mode: Mode;
  namespace: string;
  delivery: 'continuous-deployment' | 'continuous-delivery';
  sync: 'automatic' | 'manual';
  /** Name of an environment; null with continuous-deployment. */
  promoteFrom: string | null;
  approval: { by: 'pull-request' | 'github-environment' | 'argo-cd'; reviewers: string[] } | null;
  secrets: { store: 'kubernetes' } | { store: 'vault'; secretStore: string; path: string };
  /** What all clusters of the environment share. */
  components: Component[];
  jobs: Job[];
  routes: ProvidedRoute[];
  auxiliaryServices: ProvidedService[];
  /** One per cluster, in the order in which they are synced. */
  targets: Target[];
}

/** One environment on one cluster: one Argo CD Application, one Helm release. */
export interface Target {
  environment: string;
  cluster: string;
  /** `<app>-<environment>-<cluster>`. */
  applicationName: string;
  components: Component[];
  jobs: Job[];
  routes: ProvidedRoute[];
  auxiliaryServices: ProvidedService[];
}

export interface ProvidedRoute extends Route {
  hosts: string[];
  /** For an Ingress; null: the controller's own certificate. */
  tlsSecret: string | null;
}

/** A value that `create` could not know. */
export interface UnsetValue {
  /** JSON pointer into the config: `/clusters/dev/gateway/name`. */
  pointer: string;
  value: string;
}

export function clusterOf(model: Model, target: Target): Cluster {
  const cluster = model.clusters.find((candidate) => candidate.name === target.cluster);
  if (cluster === undefined) throw new Error(`no cluster ${target.cluster} in the model`);
  return cluster;
}

export function environmentOf(model: Model, target: Target): Environment {
  const environment = model.environments.find((candidate) => candidate.name === target.environment);
  if (environment === undefined) throw new Error(`no environment ${target.environment} in the model`);
  return environment;
}

/** Every environment on every one of its clusters, in sync order. */
export function targetsOf(model: Model): Target[] {
  return model.environments.flatMap((environment) => environment.targets);
}
