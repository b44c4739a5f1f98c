import type { Component, CronJob, Job, Mode } from './processes.ts';
import type { AuxiliaryService, ProvidedService } from './services.ts';

export type * from './processes.ts';
export type * from './services.ts';

/** Which of the two repositories. */
export type RepositoryRole = 'app' | 'config';

/** Schema version of the model that is written now. */
export const modelSchemaVersion = 8;

/**
 * A config with every default filled in and every reference resolved. It is plain JSON without optional fields, so that it
 * can be saved beside the generated files and replayed without running TypeScript. It contains no secrets, no local paths
 * and no version of the generator.
 */
export interface Model {
  schemaVersion: typeof modelSchemaVersion;
  /** `renamedFrom`: its former name, while it is renamed. */
  app: { name: string; renamedFrom: string | null; description: string; language: Language; owners: string[] };
  repositories: { app: AppRepository; config: ConfigRepository };
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
  /** Cron jobs as the app defines them, before any environment. */
  cronJobs: CronJob[];
  routes: Route[];
  auxiliaryServices: AuxiliaryService[];
  monitoring: { prometheus: boolean; grafana: boolean; namespace: string };
  /** Manifests of every environment. */
  extraManifests: ExtraManifest[];
  /** In the order of the config; an environment may come before the one it is promoted from. */
  environments: Environment[];
  patches: Patch[];
  /** The npm package that generated files run, without a version: `create-gitops-app`; and its registry, null: the public one. */
  generator: { package: string; registry: string | null };
  /** Placeholders that are not filled in yet; CI and CD refuse to run with one. */
  unset: UnsetValue[];
  /** Path of the config in the app repository: letters, digits and `._-/`. */
  configFile: string;
}

export type Language = 'node' | 'python' | 'java' | 'go' | 'ruby' | 'php' | 'dotnet' | 'rust' | 'custom';
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'pip' | 'uv' | 'poetry' | 'maven' | 'gradle';

export interface Repository {
  /** `owner/name`. */
  slug: string;
  owner: string;
  name: string;
  defaultBranch: string;
  /** GitHub teams or users, each with its `@`. */
  owners: string[];
  /** Before a merge; 0 also means no review by a code owner. */
  requiredApprovals: number;
  mergeQueue: boolean;
}

export interface AppRepository extends Repository {
  /** Ignore files of tools of the app, at its root: the generated files are no part of it. */
  ignoreFiles: string[];
}

export interface ConfigRepository extends Repository {
  /** Slug of the GitHub App that CD commits as. */
  cdApp: string;
  /** Every commit of the default branch must be signed. */
  signedCommits: boolean;
  runsOn: RunsOn;
}

/** As `runs-on` of a job: a label, all of several labels, or a group. */
export type RunsOn = string | string[] | { group: string; labels?: string[] };

/** `host` is the part of an image reference before the first slash. */
export type Registry =
  | { type: 'ecr'; host: string; account: string; region: string; role: string }
  | { type: 'ghcr'; host: string; owner: string }
  /** `serviceAccount` without its domain; `workloadIdentityProvider` is its full resource name. */
  | { type: 'gar'; host: string; project: string; location: string; repository: string; workloadIdentityProvider: string; serviceAccount: string }
  | { type: 'acr'; host: string; name: string; tenantId: string; subscriptionId: string }
  /** CI logs in as `username`, with a token from a secret of a GitHub environment. */
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
  /** CMD of the generated Dockerfile; empty for `custom`. */
  command: string[];
  build: ImageBuild;
}

/** Settings of the app's files for the generated Dockerfile. */
export interface ImageBuild {
  /** null: the context has one project, or its build finds the project. */
  project: string | null;
  packages: string[];
  installFrom: 'manifests' | 'sources';
  assets: boolean;
}

export interface Ci {
  jobs: 'full' | 'build-only';
  /** Versions of the language; the first is the Dockerfile's. Empty for `custom`. */
  versions: string[];
  /** null if the language has only one. */
  packageManager: PackageManager | null;
  /** null: files of the app define it. */
  packageManagerVersion: string | null;
  /** Empty: the step is omitted. */
  commands: { install: string; compile: string; lint: string; test: string };
  /** Folder of the app repository in which they run; '.' is its root. */
  workingDirectory: string;
  runsOn: RunsOn;
  /** Checks of other tools that a pull request in the app repository must pass. */
  requiredChecks: string[];
}

export interface ArgoCd {
  namespace: string;
  topology: 'hub' | 'per-cluster';
  /** The cluster of the hub; null if it is not in the config, and with `per-cluster`. */
  cluster: string | null;
  bootstrap: boolean;
  /** Oldest minor version that runs, `3.4`. */
  version: string;
  /** Labels of the objects about Argo CD; null: those of the cluster that it runs on. */
  monitoring: { labels: Record<string, string> | null };
}

export interface Cluster {
  name: string;
  location: 'cloud' | 'on-premise';
  /** Its name in Argo CD. */
  argocdName: string;
  /** Minor version, `1.33`. */
  kubernetesVersion: string;
  /** Of its nodes; empty: that of the images. */
  architectures: ('amd64' | 'arm64')[];
  /** null: the cluster's default class. */
  storageClass: string | null;
  /** How routes are created on the cluster; null: it has none. */
  routing: Routing | null;
  /** `pods`: sets of labels; `cidrs`: addresses that answer beside them. */
  dns: { namespace: string; pods: Record<string, string>[]; port: number; cidrs: string[] };
  /** As pods reach it; no CIDRs: at any address. */
  apiServer: { ports: number[]; cidrs: string[] };
  /** Namespaces of operators. */
  operators: { cloudNativePG: string };
  /** Labels that its Prometheus and its Grafana select. */
  monitoring: { labels: Record<string, string>; namespaceLabels: Record<string, string>; dashboardLabels: Record<string, string> };
  imagePull: ImagePull;
  /** Mirrors for images of auxiliary services, by the host of the public registry. */
  mirrors: Record<string, string>;
}

export type Routing =
  /** `sectionName`: its HTTPS listener; `redirectFrom`: its HTTP listener, which redirects to HTTPS, or null. */
  { kind: 'gateway'; name: string; namespace: string; sectionName: string; redirectFrom: string | null } | { kind: 'ingress'; ingressClassName: string };

export type ImagePull = { by: 'node' } | { by: 'secret'; secret: string } | { by: 'external-secrets'; secret: string } | { by: 'mirror'; host: string };

export interface Route {
  name: string;
  component: string;
  port: string;
  path: string;
  /** Request timeout in an HTTPRoute; null: none. */
  timeout: string | null;
  annotations: Record<string, string>;
}

export interface Environment {
  name: string;
  mode: Mode;
  namespace: string;
  delivery: 'continuous-deployment' | 'continuous-delivery';
  sync: 'automatic' | 'manual';
  /** Name of an environment; null with continuous-deployment. */
  promoteFrom: string | null;
  approval: { by: 'pull-request' | 'github-environment' | 'argo-cd'; reviewers: string[]; preventSelfReview: boolean } | null;
  /** Groups of Argo CD's single sign-on that may sync; empty if Argo CD syncs automatically. */
  syncGroups: string[];
  /** `clusterSecretStore` null: a SecretStore in the environment's namespace. */
  secrets: { store: 'kubernetes' } | { store: 'vault'; clusterSecretStore: string | null; path: string };
  /** Shared by all clusters of the environment. */
  components: Component[];
  jobs: Job[];
  cronJobs: CronJob[];
  routes: ProvidedRoute[];
  auxiliaryServices: ProvidedService[];
  extraManifests: ExtraManifest[];
  /** One for each cluster, in sync order. */
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
  cronJobs: CronJob[];
  routes: ProvidedRoute[];
  auxiliaryServices: ProvidedService[];
  extraManifests: ExtraManifest[];
}

export interface ProvidedRoute extends Route {
  hosts: string[];
  /** For an Ingress; null: the controller's own certificate. */
  tlsSecret: string | null;
}

/** A Kubernetes object that the chart renders unchanged. */
export interface ExtraManifest {
  /** Its key in the config. */
  name: string;
  manifest: { apiVersion: string; kind: string; metadata: { name: string; annotations?: Record<string, string> } } & Record<string, unknown>;
}

/** A change to a generated file. */
export interface Patch {
  /** Id of the output that generates the file. */
  output: string;
  /** Path in the repository; null: the output has only one file. */
  path: string | null;
  operations: PatchOperation[];
}

/** An operation of RFC 6902; `path` and `from` are JSON pointers. */
export type PatchOperation =
  | { op: 'add' | 'replace' | 'test'; path: string; value: unknown }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; from: string; path: string };

/** A value that `create` could not know. */
export interface UnsetValue {
  /** JSON pointer into the config: `/clusters/dev/gateway/name`. */
  pointer: string;
  value: string;
}
