// Types of pipeline.config.ts, so that an editor knows them without node_modules. Made by create-gitops-app.

/**
 * Name of a volume: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type VolumeName = string;
/**
 * Lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type Label = string;
/**
 * Name of an object of Kubernetes: lower-case letters, digits, hyphens and dots.
 */
export type ResourceName = string;
/**
 * A Kubernetes quantity.
 */
export type Quantity = string;
/**
 * A GitHub user, or a team with its organisation.
 */
export type Owner = string;
/**
 * A group of Argo CD’s single sign-on, without commas and double quotes.
 */
export type SignOnGroup = string;
/**
 * `owner/name` on GitHub, without .git.
 */
export type Slug = string;
/**
 * Name of a branch: letters, digits, dots, hyphens, underscores and slashes, as git takes them: without .., // and an end in .lock.
 */
export type Branch = string;
/**
 * A path in the repository with forward slashes, without . and .. in it; . alone is its root.
 */
export type RepositoryPath = string;
/**
 * An absolute path in the container.
 */
export type AbsolutePath = string;
/**
 * A path that begins with a slash.
 */
export type UrlPath = string;
/**
 * A port.
 */
export type PortNumber = number;
/**
 * Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.
 */
export type PortName = string;
/**
 * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
 */
export type SecretName = string;
/**
 * Key in a Secret: letters, digits, dots, hyphens and underscores.
 */
export type SecretKey = string;
/**
 * Name of an environment variable: letters, digits and underscores.
 */
export type EnvVariableName = string;
/**
 * Key of a label or an annotation: a name, with or without a domain and a slash before it.
 */
export type MetadataKey = string;
/**
 * A text.
 */
export type MetadataValue = string;
/**
 * Value of a label: letters, digits and . _ - between them, at most 63 characters.
 */
export type LabelValue = string;
/**
 * Host name or address.
 */
export type Host = string;
/**
 * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
 */
export type Cidrs = readonly string[];
/**
 * Where images are pushed and pulled.
 */
export type Registry = EcrRegistry | GhcrRegistry | GarRegistry | AcrRegistry | DockerHubRegistry | HarborRegistry;
/**
 * An id of Azure.
 */
export type Uuid = string;
/**
 * Value of a build argument: letters, digits and . _ : / @ + = -
 */
export type BuildArgument = string;
/**
 * How a cluster pulls images.
 */
export type ImagePull =
  | 'node'
  | {
      /**
       * Name of a Secret of type kubernetes.io/dockerconfigjson in the app’s namespace.
       */
      secret: Label;
    }
  | {
      /**
       * Name of the Secret in the app’s namespace with a credential that may only pull. ecr: the keys access-key-id and secret-access-key of an IAM user; gar: key.json of a service account; acr: client-id and client-secret of a service principal.
       */
      externalSecrets: Label;
    }
  | {
      /**
       * Host of the mirror, in place of the registry’s host.
       */
      mirror: MirrorHost;
    };
/**
 * Host of a mirror, with the path below which it has the registry.
 */
export type MirrorHost = string;
/**
 * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
 */
export type EnvValue<Services extends ServiceTypes = any> = string | EnvFrom<Services> | EnvSecret;
/**
 * Absolute path of a file in the container.
 */
export type FilePath = string;
/**
 * Content of a file: a text, or a key of a Secret.
 */
export type FileContent = string | EnvSecret;
/**
 * Where Prometheus reads a component; false: nowhere.
 */
export type Metrics =
  | false
  | {
      /**
       * Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.
       */
      port: PortName;
      /**
       * Path.
       * @default /metrics
       */
      path?: UrlPath;
    };
/**
 * A schedule of cron: five fields.
 */
export type CronSchedule = string;
/**
 * Name of a parameter of a URL.
 */
export type UrlParameterName = string;
/**
 * Value of a parameter of a URL, as it stands there: letters, digits and . _ ~ : / @ , + * % -
 */
export type UrlParameterValue = string;
/**
 * The Secret with the credentials: user name and password, or the whole URL.
 */
export type CredentialsSecret =
  | {
      /**
       * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
       */
      name: SecretName;
      /**
       * Keys in the Secret.
       */
      keys: {
        /**
         * Key in a Secret: letters, digits, dots, hyphens and underscores.
         */
        username: SecretKey;
        /**
         * Key in a Secret: letters, digits, dots, hyphens and underscores.
         */
        password: SecretKey;
      };
    }
  | {
      /**
       * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
       */
      name: SecretName;
      /**
       * Keys in the Secret.
       */
      keys: {
        /**
         * Key in a Secret: letters, digits, dots, hyphens and underscores.
         */
        url: SecretKey;
      };
    };
/**
 * Written consent: an embedded service has no backup and no failover. Required where approval is.
 */
export type DataLoss = 'accepted';
/**
 * A database, a cache, or another thing that the app uses.
 */
export type AuxiliaryService =
  | PostgresqlService
  | MysqlService
  | MariadbService
  | MongodbService
  | RedisService
  | MemcachedService
  | RabbitmqService
  | ObjectStoreService
  | SmtpService
  | CustomService;
/**
 * How an environment gets an auxiliary service.
 */
export type AuxiliaryServiceProvider =
  | EmbeddedPostgresql
  | OperatorPostgresql
  | ExternalPostgresql
  | EmbeddedMysql
  | ExternalMysql
  | EmbeddedMariadb
  | ExternalMariadb
  | EmbeddedMongodb
  | ExternalMongodb
  | EmbeddedRedis
  | ExternalRedis
  | EmbeddedMemcached
  | ExternalMemcached
  | EmbeddedRabbitmq
  | ExternalRabbitmq
  | ExternalObjectStore
  | ExternalSmtp
  | ExternalCustom;
/**
 * How an environment gets PostgreSQL.
 */
export type PostgresqlProvider = EmbeddedPostgresql | OperatorPostgresql | ExternalPostgresql;
/**
 * What PostgreSQL gives.
 */
export type PostgresqlOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * Name of an extension of PostgreSQL, as in CREATE EXTENSION.
 */
export type PostgresqlExtension = string;
/**
 * How an environment gets MySQL.
 */
export type MysqlProvider = EmbeddedMysql | ExternalMysql;
/**
 * What MySQL gives.
 */
export type MysqlOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * How an environment gets MariaDB.
 */
export type MariadbProvider = EmbeddedMariadb | ExternalMariadb;
/**
 * What MariaDB gives.
 */
export type MariadbOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * How an environment gets MongoDB.
 */
export type MongodbProvider = EmbeddedMongodb | ExternalMongodb;
/**
 * What MongoDB gives.
 */
export type MongodbOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * How an environment gets Redis.
 */
export type RedisProvider = EmbeddedRedis | ExternalRedis;
/**
 * What Redis gives.
 */
export type RedisOutput = 'host' | 'port' | 'password' | 'url';
/**
 * The Secret with the password, or the whole URL.
 */
export type PasswordSecret =
  | {
      /**
       * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
       */
      name: SecretName;
      /**
       * Keys in the Secret.
       */
      keys: {
        /**
         * Key in a Secret: letters, digits, dots, hyphens and underscores.
         */
        password: SecretKey;
      };
    }
  | {
      /**
       * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
       */
      name: SecretName;
      /**
       * Keys in the Secret.
       */
      keys: {
        /**
         * Key in a Secret: letters, digits, dots, hyphens and underscores.
         */
        url: SecretKey;
      };
    };
/**
 * How an environment gets Memcached.
 */
export type MemcachedProvider = EmbeddedMemcached | ExternalMemcached;
/**
 * What Memcached gives.
 */
export type MemcachedOutput = 'host' | 'port';
/**
 * How an environment gets RabbitMQ.
 */
export type RabbitmqProvider = EmbeddedRabbitmq | ExternalRabbitmq;
/**
 * What RabbitMQ gives.
 */
export type RabbitmqOutput = 'host' | 'port' | 'username' | 'password' | 'url';
/**
 * How an environment gets an object store.
 */
export type ObjectStoreProvider = ExternalObjectStore;
/**
 * What an object store gives.
 */
export type ObjectStoreOutput = 'host' | 'port' | 'endpoint' | 'region' | 'bucket' | 'accessKeyId' | 'secretAccessKey';
/**
 * How an environment gets a mail server.
 */
export type SmtpProvider = ExternalSmtp;
/**
 * What a mail server gives.
 */
export type SmtpOutput = 'host' | 'port' | 'username' | 'password';
/**
 * How an environment gets another service.
 */
export type CustomProvider = ExternalCustom;
/**
 * What another service gives.
 */
export type CustomOutput = 'host' | 'port' | 'username' | 'password' | 'token' | 'url';
/**
 * Where secrets come from.
 */
export type Secrets =
  | {
      /**
       * Kubernetes Secrets.
       */
      store: 'kubernetes';
    }
  | {
      /**
       * Vault.
       */
      store: 'vault';
      /**
       * Name of the ClusterSecretStore.
       */
      secretStore?: Label;
      /**
       * Path in Vault’s key-value engine. Default: `<app>/<environment>`.
       */
      path?: string;
    };
/**
 * Name of an extra manifest: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type ManifestName = string;
/**
 * Name of a field: letters and digits, starting with a letter.
 */
export type FieldName = string;
/**
 * A JSON pointer (RFC 6901): a slash before each key or index; `~1` is a slash and `~0` a tilde in a key, `-` the end of a list.
 */
export type JsonPointer = string;

/**
 * Both repositories of one app’s GitOps pipeline.
 */
export interface PipelineConfig<ClusterName extends string = any, ComponentName extends string = any, EnvironmentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The app itself.
   */
  app: App;
  /**
   * The app repository and the config repository.
   */
  repositories: Repositories;
  /**
   * Where images are pushed and pulled.
   */
  registry: Registry;
  /**
   * Container images that CI builds. Default: one image of the app’s name from ./Dockerfile.
   */
  images?: Record<ImageName, Image>;
  /**
   * How CI builds and tests the app.
   */
  ci?: Ci;
  /**
   * Where Argo CD runs.
   */
  argocd?: ArgoCd<NoInfer<ClusterName>>;
  /**
   * The Kubernetes clusters, by name.
   */
  clusters: Record<ClusterName, Cluster>;
  /**
   * The processes of the app, by name: web, worker, … Empty where there are only cron jobs.
   */
  components: Record<ComponentName, Component<NoInfer<ImageName>, Services>>;
  /**
   * What runs once before or after each release, by name: a database migration, a cache that is warmed.
   */
  jobs?: Record<JobName, Job<NoInfer<ImageName>, Services>>;
  /**
   * What runs by a schedule, by name: a clean-up, a report. An app may be nothing else.
   */
  cronJobs?: Record<CronJobName, CronJob<NoInfer<ImageName>, Services>>;
  /**
   * Ways in from outside, by name. Hosts stand under the environment.
   */
  routes?: Record<RouteName, Route<NoInfer<ComponentName>>>;
  /**
   * Databases, caches, object stores and mail servers that the app uses, by name. Each environment says how it gets them.
   */
  auxiliaryServices?: ServicesOf<Services>;
  /**
   * Prometheus and Grafana.
   */
  monitoring?: Monitoring;
  /**
   * Kubernetes objects that the chart renders as they are, in every environment, by a name of yours.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It goes into the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
  /**
   * Where the app is deployed, by name.
   */
  environments: Record<
    EnvironmentName,
    Environment<
      NoInfer<ClusterName>,
      NoInfer<ComponentName>,
      NoInfer<EnvironmentName>,
      NoInfer<ImageName>,
      NoInfer<JobName>,
      NoInfer<CronJobName>,
      NoInfer<RouteName>,
      Services
    >
  >;
  /**
   * Changes of generated YAML and JSON files, applied each time that they are generated.
   *
   * Items: A change of one generated file.
   */
  patches?: readonly Patch[];
  /**
   * How the generated repositories call this generator.
   */
  generator?: Generator;
}
/**
 * The app itself.
 */
export interface App {
  /**
   * Name of the app, of its chart and of its Helm release: lower-case letters, digits and hyphens, starting with a letter.
   */
  name: string;
  /**
   * One sentence for the README and Chart.yaml.
   * @default The app’s name.
   */
  description?: string;
  /**
   * Language of the app: decides CI’s set-up and the first Dockerfile. `custom` needs `ci.commands`.
   */
  language: 'node' | 'python' | 'java' | 'go' | 'ruby' | 'php' | 'dotnet' | 'rust' | 'custom';
  /**
   * standalone: exactly one pod, exactly one writer. multi-instance: interchangeable pods. An environment may differ.
   * @default multi-instance
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * GitHub teams or users who own the app repository’s code.
   */
  owners: readonly Owner[];
}
/**
 * The two repositories.
 */
export interface Repositories {
  /**
   * The app repository: source and CI.
   */
  app: AppRepository;
  /**
   * The config repository: CD, chart and Argo CD objects; several apps may share it.
   */
  config: ConfigRepository;
}
/**
 * The app repository.
 */
export interface AppRepository {
  /**
   * `owner/name` on GitHub, without .git.
   */
  slug: Slug;
  /**
   * Its folder, relative to this file.
   * @default .
   */
  path?: string;
  /**
   * Branch that CI pushes images from.
   * @default main
   */
  defaultBranch?: Branch;
}
/**
 * The config repository.
 */
export interface ConfigRepository {
  /**
   * `owner/name` on GitHub, without .git.
   */
  slug: Slug;
  /**
   * Its folder, relative to this file. Once it has been generated, it may be missing on a machine: then only the app repository is written, and said so.
   * @default ../<name of the repository>
   */
  path?: string;
  /**
   * Branch that Argo CD reads and CD pushes to.
   * @default main
   */
  defaultBranch?: Branch;
  /**
   * GitHub teams or users who own the platform: workflows, Argo CD objects, values of approved environments.
   */
  owners: readonly Owner[];
  /**
   * Slug of the GitHub App that CD commits as, the last part of `https://github.com/apps/<slug>`. CD refuses the token of another App, and only what this App committed counts as delivered.
   * @default <name of the repository>-cd
   */
  cdApp?: string;
  /**
   * Require signed commits on the default branch. CD then commits through GitHub’s API, which signs, instead of pushing.
   * @default false
   */
  signedCommits?: boolean;
}
/**
 * How the generated repositories call this generator.
 */
export interface Generator {
  /**
   * Name of the package, where it is not the public registry’s.
   * @default create-gitops-app
   */
  package?: string;
}
/**
 * Amazon Elastic Container Registry; CI signs in by OIDC, without a stored key.
 */
export interface EcrRegistry {
  /**
   * Amazon ECR.
   */
  type: 'ecr';
  /**
   * AWS account id, twelve digits.
   */
  account: string;
  /**
   * AWS region.
   */
  region: string;
  /**
   * Name of the IAM role that CI assumes.
   */
  role: string;
}
/**
 * GitHub Container Registry; CI signs in with its own token.
 */
export interface GhcrRegistry {
  /**
   * GitHub Container Registry.
   */
  type: 'ghcr';
  /**
   * User or organisation that owns the packages. Default: owner of the app repository.
   */
  owner?: string;
}
/**
 * Google Artifact Registry; CI signs in by workload identity federation, without a stored key.
 */
export interface GarRegistry {
  /**
   * Google Artifact Registry.
   */
  type: 'gar';
  /**
   * Id of the Google Cloud project.
   */
  project: string;
  /**
   * Region, or multi-region.
   */
  location: string;
  /**
   * Name of the repository of format Docker that holds the images.
   */
  repository: string;
  /**
   * Full resource name of the provider that knows GitHub; it names the project by its number.
   */
  workloadIdentityProvider: string;
  /**
   * Name of the service account that CI acts as, without its domain.
   */
  serviceAccount: string;
}
/**
 * Azure Container Registry; CI signs in by OIDC, without a stored key. The variable AZURE_CLIENT_ID names its identity.
 */
export interface AcrRegistry {
  /**
   * Azure Container Registry.
   */
  type: 'acr';
  /**
   * Name of the registry: what stands before .azurecr.io.
   */
  name: string;
  /**
   * Id of the Microsoft Entra tenant.
   */
  tenantId: Uuid;
  /**
   * Id of the Azure subscription of the registry.
   */
  subscriptionId: Uuid;
}
/**
 * Docker Hub; CI signs in with an access token, the secret REGISTRY_TOKEN of the GitHub environment registry.
 */
export interface DockerHubRegistry {
  /**
   * Docker Hub.
   */
  type: 'dockerhub';
  /**
   * Organization or user that owns the repositories.
   */
  namespace: string;
  /**
   * Whose token it is. Default: the namespace, for a token of the organization.
   */
  username?: string;
}
/**
 * Harbor; CI signs in as a robot account, whose token is the secret REGISTRY_TOKEN of the GitHub environment registry.
 */
export interface HarborRegistry {
  /**
   * Harbor.
   */
  type: 'harbor';
  /**
   * Host of Harbor, with a port where it is not 443.
   */
  host: string;
  /**
   * Project of Harbor that holds the images.
   */
  project: string;
  /**
   * The robot account. Default: `robot$<project>+ci`.
   */
  username?: string;
}
/**
 * A container image that CI builds.
 */
export interface Image {
  /**
   * Path in the registry. Default: the image’s name, for GHCR below the owner.
   */
  repository?: string;
  /**
   * Build context, relative to the app repository. Default: ci.workingDirectory.
   */
  context?: RepositoryPath;
  /**
   * Dockerfile, relative to the app repository. Default: Dockerfile in ci.workingDirectory.
   */
  dockerfile?: RepositoryPath;
  /**
   * Build arguments (ARG of the Dockerfile). Anybody who can pull the image can read them: no secrets.
   */
  args?: {
    /**
     * Value of a build argument: letters, digits and . _ : / @ + = -
     */
    [k: string]: BuildArgument;
  };
  /**
   * What the image runs: CMD of its first Dockerfile. Default: what is usual in the language, such as `npm start`.
   */
  command?: readonly string[];
  /**
   * What its first Dockerfile must know of the app’s files. create reads it from them.
   */
  build?: ImageBuild;
}
/**
 * What the first Dockerfile must know of the app’s files.
 */
export interface ImageBuild {
  /**
   * The project of several that the image runs, relative to the context: the folder of a module of Maven or Gradle, a project file of .NET.
   */
  project?: RepositoryPath;
  /**
   * What the app needs at run time besides its own packages: packages of Debian for ruby and rust, extensions for php.
   *
   * Items: Name of a package or extension.
   */
  packages?: readonly string[];
  /**
   * What is copied before packages are installed. manifests: what names them, so that other changes keep the layer. sources: everything, for workspaces and scripts of the installation.
   * @default manifests
   */
  installFrom?: 'manifests' | 'sources';
  /**
   * Node builds assets beside the app: `npm run build` of package.json writes public/build. For php.
   * @default false
   */
  assets?: boolean;
}
/**
 * How CI builds and tests the app.
 */
export interface Ci {
  /**
   * full: test, image, dispatch. build-only: no test job, where CI exists already; name its checks in `requiredChecks`.
   * @default full
   */
  jobs?: 'full' | 'build-only';
  /**
   * Versions of the language; the first one is the Dockerfile’s. Default: the newest with long-term support.
   */
  versions?: readonly string[];
  /**
   * Package manager of the app: npm, pnpm or yarn for node; pip, uv or poetry for python; maven or gradle for java. Default: the first of them.
   */
  packageManager?: 'npm' | 'pnpm' | 'yarn' | 'pip' | 'uv' | 'poetry' | 'maven' | 'gradle';
  /**
   * Version of pnpm or Yarn, for an app whose package.json has no packageManager. It must read the lockfile.
   */
  packageManagerVersion?: string;
  /**
   * Replaces the language’s usual commands.
   */
  commands?: CiCommands;
  /**
   * Checks of other workflows or services, by the names that GitHub shows, without which nothing is merged: with `build-only`, the tests.
   */
  requiredChecks?: readonly string[];
  /**
   * Folder of the app in its repository: its commands run there, and its image is built from there.
   * @default .
   */
  workingDirectory?: RepositoryPath;
  /**
   * Runner label of every job.
   * @default ubuntu-24.04
   */
  runsOn?: string;
}
/**
 * Shell commands of CI’s test job; an empty one is left out.
 */
export interface CiCommands {
  /**
   * Installs dependencies.
   */
  install?: string;
  /**
   * Builds or compiles.
   */
  compile?: string;
  /**
   * Lints.
   */
  lint?: string;
  /**
   * Tests.
   */
  test?: string;
}
/**
 * Where Argo CD runs.
 */
export interface ArgoCd<ClusterName extends string = any> {
  /**
   * Namespace of Argo CD.
   * @default argocd
   */
  namespace?: Label;
  /**
   * hub: one Argo CD deploys to every cluster. per-cluster: each cluster runs its own, so an on-premise cluster needs only outbound Git.
   * @default hub
   */
  topology?: 'hub' | 'per-cluster';
  /**
   * The cluster that the hub runs on, addressed as https://kubernetes.default.svc. Default: none, the hub runs elsewhere.
   */
  cluster?: ClusterName;
  /**
   * false: Argo CD is run by somebody else; neither root Application nor configuration is written.
   * @default true
   */
  bootstrap?: boolean;
}
/**
 * A Kubernetes cluster.
 */
export interface Cluster {
  /**
   * Where it runs.
   */
  location: 'cloud' | 'on-premise';
  /**
   * Name under which Argo CD knows it. Default: the cluster’s key.
   */
  name?: string;
  /**
   * Minor version, 1.31 or newer: decides which fields are written.
   * @default 1.33
   */
  kubernetesVersion?: string;
  /**
   * StorageClass of volumes. Default: the cluster’s default class.
   */
  storageClass?: ResourceName;
  /**
   * The Gateway that HTTPRoutes attach to.
   */
  gateway?: Gateway;
  /**
   * IngressClass, where the cluster has no Gateway API.
   */
  ingressClassName?: Label;
  /**
   * Clouds whose managed databases an on-premise cluster reaches: by VPN, by a line of its own, or because they are made public.
   */
  links?: readonly ('aws' | 'google-cloud')[];
  /**
   * How the cluster pulls images. Default: `node`, where the nodes themselves may pull.
   */
  imagePull?: ImagePull;
  /**
   * Mirrors of the registries that images of auxiliary services come from, by their hosts: docker.io for those that the chart runs, ghcr.io for CloudNativePG. The app’s own has `imagePull`.
   */
  mirrors?: {
    /**
     * Mirror of Docker Hub.
     */
    'docker.io'?: MirrorHost;
    /**
     * Mirror of GHCR.
     */
    'ghcr.io'?: MirrorHost;
  };
}
/**
 * A Gateway of the Gateway API.
 */
export interface Gateway {
  /**
   * Name of the Gateway.
   */
  name: Label;
  /**
   * Its namespace.
   */
  namespace: Label;
  /**
   * Its listener. Default: every listener.
   */
  sectionName?: Label;
}
/**
 * A process of the app.
 */
export interface Component<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * standalone: exactly one pod beside scaled others, such as a scheduler. Default: the environment’s mode.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`. `$(NAME)` in a text stands for another variable, which is set before it.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Named container ports; each becomes a port of the component’s Service. None is legal: a worker has no Service.
   */
  ports?: {
    /**
     * A container port.
     */
    [k: string]: Port;
  };
  /**
   * How ports with `exposed` are reached from outside the cluster, where a route cannot: SSH, DNS, games.
   */
  service?: Service;
  /**
   * When the pod may receive traffic. Without one a rolling update cannot see a broken release.
   */
  readinessProbe?: Probe;
  /**
   * When the container is restarted. None by default: a liveness probe that fails under load makes an outage of a slow moment.
   */
  livenessProbe?: Probe;
  /**
   * Holds the other probes back until the app has started.
   */
  startupProbe?: Probe;
  /**
   * Number of pods. Standalone is always 1.
   * @default 2
   */
  replicas?: number;
  /**
   * A HorizontalPodAutoscaler; it then owns the number of pods. Not in standalone mode.
   */
  autoscaling?: Autoscaling;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Where Prometheus reads this component. Default: the port named `metrics`, else the first port, at /metrics, where `monitoring.prometheus` is on.
   */
  metrics?: Metrics;
  /**
   * Time from SIGTERM to SIGKILL, in seconds.
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the component reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that keep data, by name: one of the component’s own (ReadWriteOnce, standalone), or one that pods and jobs share by its name (ReadWriteMany).
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
  /**
   * A ServiceAccount of its own, as workload identity wants it. Default: the app’s, which has no rights.
   */
  serviceAccount?: ServiceAccount;
}
/**
 * A Job that Argo CD runs with each release. It must bear being run again: every sync runs it.
 */
export interface Job<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`. `$(NAME)` in a text stands for another variable, which is set before it.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * When Argo CD runs it. Sync: after databases and caches are there, before the app's pods; a job that fails ends the sync, and the pods stay as they are. PostSync: once the app's pods are healthy. PreSync is not offered: it would run before the Secrets and databases of the chart.
   * @default Sync
   */
  phase?: 'Sync' | 'PostSync';
  /**
   * How often a pod that failed is tried again.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Time that the job has in all, in seconds: a job that hangs must not hold a release for ever.
   * @default 900
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the job reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that it shares with components, by their name, and existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
}
/**
 * A job that Kubernetes runs by a schedule.
 */
export interface CronJob<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * When it runs: minute, hour, day of the month, month, day of the week. No seconds.
   */
  schedule: CronSchedule;
  /**
   * Time zone of the schedule, by its name in the IANA database. Default: that of the cluster’s controller, mostly UTC.
   */
  timeZone?: string;
  /**
   * true: no run is started.
   * @default false
   */
  suspend?: boolean;
  /**
   * Where the run before has not ended. Forbid: this one is left out. Replace: the one before is stopped. Allow: both run.
   * @default Forbid
   */
  concurrencyPolicy?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a run may start that was missed, in seconds. Default: any time before the next one.
   */
  startingDeadlineSeconds?: number;
  /**
   * How many runs that succeeded are kept, with their logs.
   * @default 3
   */
  successfulJobsHistoryLimit?: number;
  /**
   * How many runs that failed are kept, with their logs.
   * @default 1
   */
  failedJobsHistoryLimit?: number;
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * How often a pod that failed is tried again.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Time that a run has in all, in seconds. Default: as long as it takes.
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the cron job reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that it shares with components, by their name, and existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
}
/**
 * Fields of a component that differ.
 */
export interface ComponentOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * standalone: exactly one pod beside scaled others, such as a scheduler. Default: the environment’s mode.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`. `$(NAME)` in a text stands for another variable, which is set before it.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Named container ports; each becomes a port of the component’s Service. None is legal: a worker has no Service.
   */
  ports?: {
    /**
     * A container port.
     */
    [k: string]: Port;
  };
  /**
   * How ports with `exposed` are reached from outside the cluster, where a route cannot: SSH, DNS, games.
   */
  service?: Service;
  /**
   * When the pod may receive traffic. Without one a rolling update cannot see a broken release.
   */
  readinessProbe?: Probe;
  /**
   * When the container is restarted. None by default: a liveness probe that fails under load makes an outage of a slow moment.
   */
  livenessProbe?: Probe;
  /**
   * Holds the other probes back until the app has started.
   */
  startupProbe?: Probe;
  /**
   * Number of pods. Standalone is always 1.
   * @default 2
   */
  replicas?: number;
  /**
   * A HorizontalPodAutoscaler; it then owns the number of pods. Not in standalone mode.
   */
  autoscaling?: Autoscaling;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Where Prometheus reads this component. Default: the port named `metrics`, else the first port, at /metrics, where `monitoring.prometheus` is on.
   */
  metrics?: Metrics;
  /**
   * Time from SIGTERM to SIGKILL, in seconds.
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the component reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that keep data, by name: one of the component’s own (ReadWriteOnce, standalone), or one that pods and jobs share by its name (ReadWriteMany).
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
  /**
   * A ServiceAccount of its own, as workload identity wants it. Default: the app’s, which has no rights.
   */
  serviceAccount?: ServiceAccount;
}
/**
 * Fields of a job that differ.
 */
export interface JobOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`. `$(NAME)` in a text stands for another variable, which is set before it.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * When Argo CD runs it. Sync: after databases and caches are there, before the app's pods; a job that fails ends the sync, and the pods stay as they are. PostSync: once the app's pods are healthy. PreSync is not offered: it would run before the Secrets and databases of the chart.
   * @default Sync
   */
  phase?: 'Sync' | 'PostSync';
  /**
   * How often a pod that failed is tried again.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Time that the job has in all, in seconds: a job that hangs must not hold a release for ever.
   * @default 900
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the job reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that it shares with components, by their name, and existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
}
/**
 * Fields of a cron job that differ.
 */
export interface CronJobOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.
   */
  image?: ImageName;
  /**
   * When it runs: minute, hour, day of the month, month, day of the week. No seconds.
   */
  schedule?: CronSchedule;
  /**
   * Time zone of the schedule, by its name in the IANA database. Default: that of the cluster’s controller, mostly UTC.
   */
  timeZone?: string;
  /**
   * true: no run is started.
   * @default false
   */
  suspend?: boolean;
  /**
   * Where the run before has not ended. Forbid: this one is left out. Replace: the one before is stopped. Allow: both run.
   * @default Forbid
   */
  concurrencyPolicy?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a run may start that was missed, in seconds. Default: any time before the next one.
   */
  startingDeadlineSeconds?: number;
  /**
   * How many runs that succeeded are kept, with their logs.
   * @default 3
   */
  successfulJobsHistoryLimit?: number;
  /**
   * How many runs that failed are kept, with their logs.
   * @default 1
   */
  failedJobsHistoryLimit?: number;
  /**
   * Replaces the image’s ENTRYPOINT (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Replaces the image’s CMD (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`.
   */
  env?: {
    /**
     * An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * How often a pod that failed is tried again.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Time that a run has in all, in seconds. Default: as long as it takes.
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory that a pod asks for and may use.
   */
  resources?: Resources;
  /**
   * Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * What the NetworkPolicy lets the cron job reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.
   *
   * Items: Addresses that a component may connect to.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Volumes that it shares with components, by their name, and existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.
   */
  files?: {
    /**
     * Content of a file: a text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes that it may run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and . _ - between them, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Taints of nodes that it may run on all the same.
   *
   * Items: A taint that is tolerated.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the cluster: who gives way where nodes are full.
   */
  priorityClassName?: ResourceName;
}
/**
 * An output of an auxiliary service.
 */
export interface EnvFrom<Services extends ServiceTypes = any> {
  /**
   * An output of an auxiliary service: `<service>.<output>`.
   */
  from: OutputOf<Services>;
}
/**
 * A key of a Secret.
 */
export interface EnvSecret {
  /**
   * A key of a Secret in the app’s namespace.
   */
  secretKeyRef: SecretKeyRef;
}
/**
 * A key of a Secret in the app’s namespace.
 */
export interface SecretKeyRef {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Key in a Secret: letters, digits, dots, hyphens and underscores.
   */
  key: SecretKey;
}
/**
 * A container port.
 */
export interface Port {
  /**
   * Port that the process listens on.
   */
  containerPort: PortNumber;
  /**
   * Port of the Service. Default: the container port.
   */
  servicePort?: PortNumber;
  /**
   * Transport.
   * @default TCP
   */
  protocol?: 'TCP' | 'UDP';
  /**
   * true: reached from everywhere through a Service of `service.type`, beside or without routes.
   * @default false
   */
  exposed?: boolean;
}
/**
 * The Service of exposed ports.
 */
export interface Service {
  /**
   * ClusterIP: only from inside. NodePort: a port of every node. LoadBalancer: an address of its own.
   * @default ClusterIP
   */
  type?: 'ClusterIP' | 'LoadBalancer' | 'NodePort';
  /**
   * Annotations of the Service, for who makes the load balancer.
   */
  annotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
  /**
   * Local: only nodes with a pod answer, and the pod sees the client’s address. Default: Cluster.
   */
  externalTrafficPolicy?: 'Cluster' | 'Local';
}
/**
 * A Kubernetes probe; exactly one of httpGet, tcpSocket, exec, grpc.
 */
export interface Probe {
  /**
   * HTTP request.
   */
  httpGet?: {
    /**
     * Path.
     */
    path: UrlPath;
    /**
     * Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.
     */
    port: PortName;
    /**
     * HTTPS: the certificate is not verified.
     * @default HTTP
     */
    scheme?: 'HTTP' | 'HTTPS';
    /**
     * Headers of the request, such as the host that the app expects.
     */
    httpHeaders?: readonly HttpHeader[];
  };
  /**
   * TCP connection.
   */
  tcpSocket?: {
    /**
     * Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.
     */
    port: PortName;
  };
  /**
   * Command in the container.
   */
  exec?: {
    /**
     * Command and arguments.
     */
    command: readonly string[];
  };
  /**
   * gRPC health check.
   */
  grpc?: {
    /**
     * Number of the port.
     */
    port: PortNumber;
    /**
     * Service name.
     * @default
     */
    service?: string;
  };
  /**
   * Delay before the first probe, in seconds.
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Time between probes, in seconds.
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Time-out of one probe, in seconds.
   * @default 2
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row until it counts.
   * @default 3
   */
  failureThreshold?: number;
}
/**
 * A header of a request.
 */
export interface HttpHeader {
  /**
   * Name of the header.
   */
  name: string;
  /**
   * Its value.
   */
  value: string;
}
/**
 * A HorizontalPodAutoscaler.
 */
export interface Autoscaling {
  /**
   * Fewest pods.
   * @default 2
   */
  minReplicas?: number;
  /**
   * Most pods.
   */
  maxReplicas: number;
  /**
   * Average CPU use, in percent of the request.
   * @default 70
   */
  targetCPUUtilizationPercentage?: number;
}
/**
 * CPU and memory.
 */
export interface Resources {
  /**
   * What the scheduler reserves for a pod.
   */
  requests?: {
    /**
     * CPU.
     * @default 100m
     */
    cpu?: Quantity;
    /**
     * Memory.
     * @default 128Mi
     */
    memory?: Quantity;
  };
  /**
   * What a pod may use at most. No CPU limit by default: it throttles.
   */
  limits?: {
    /**
     * CPU.
     */
    cpu?: Quantity;
    /**
     * Memory.
     * @default 512Mi
     */
    memory?: Quantity;
  };
}
/**
 * A persistent volume.
 */
export interface Volume {
  /**
   * Where it is mounted.
   */
  mountPath: AbsolutePath;
  /**
   * Size of the claim. Without size and existingClaim it is the ReadWriteMany volume of this name that another process describes.
   */
  size?: Quantity;
  /**
   * StorageClass. Default: the cluster’s.
   */
  storageClass?: ResourceName;
  /**
   * ReadWriteOnce: one pod, in standalone mode. ReadWriteMany: as many as name it; the storage class must offer it.
   * @default ["ReadWriteOnce"]
   */
  accessModes?: readonly ('ReadWriteOnce' | 'ReadWriteMany')[];
  /**
   * A PersistentVolumeClaim of the namespace that somebody else makes. Without size.
   */
  existingClaim?: ResourceName;
  /**
   * Mounted without the right to write.
   * @default false
   */
  readOnly?: boolean;
}
/**
 * A taint that is tolerated.
 */
export interface Toleration {
  /**
   * Key of the taint. Without one, with operator Exists: every taint.
   */
  key?: MetadataKey;
  /**
   * Equal: with this value. Exists: with any.
   * @default Equal
   */
  operator?: 'Equal' | 'Exists';
  /**
   * Value of the taint.
   */
  value?: LabelValue;
  /**
   * Effect of the taint. Default: every effect.
   */
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /**
   * How long a NoExecute taint is tolerated, in seconds. Default: for ever.
   */
  tolerationSeconds?: number;
}
/**
 * What a pod may do beyond the strictest standard. Its container keeps seccomp, and no way to more privileges.
 */
export interface SecurityContext {
  /**
   * false: the container may write anywhere in its image. Prefer writablePaths.
   * @default true
   */
  readOnlyRootFilesystem?: boolean;
  /**
   * false: the container may run as user 0. The namespace then has the pod security standard baseline in place of restricted.
   * @default true
   */
  runAsNonRoot?: boolean;
  /**
   * Numeric group of the container, and of its volumes. Default: that of runAsUser.
   */
  runAsGroup?: number;
  /**
   * Linux capabilities that it needs.
   */
  capabilities?: Capabilities;
}
/**
 * Linux capabilities; all others are dropped.
 */
export interface Capabilities {
  /**
   * NET_BIND_SERVICE is let in everywhere; any other makes the namespace’s pod security standard baseline in place of restricted. What baseline refuses is not offered.
   */
  add: readonly (
    | 'AUDIT_WRITE'
    | 'CHOWN'
    | 'DAC_OVERRIDE'
    | 'FOWNER'
    | 'FSETID'
    | 'KILL'
    | 'MKNOD'
    | 'NET_BIND_SERVICE'
    | 'SETFCAP'
    | 'SETGID'
    | 'SETPCAP'
    | 'SETUID'
    | 'SYS_CHROOT'
  )[];
}
/**
 * A ServiceAccount of a component. No token is mounted: what identity needs, its webhook mounts.
 */
export interface ServiceAccount {
  /**
   * Its annotations.
   */
  annotations: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * Addresses that a component may connect to.
 */
export interface Egress {
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Ports.
   */
  ports: readonly number[];
  /**
   * Transport.
   * @default TCP
   */
  protocol?: 'TCP' | 'UDP';
}
/**
 * A way in from outside.
 */
export interface Route<ComponentName extends string = any> {
  /**
   * Name of a component: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  component: ComponentName;
  /**
   * Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.
   */
  port: PortName;
  /**
   * Path prefix.
   * @default /
   */
  path?: UrlPath;
  /**
   * How long a request may take, in an HTTPRoute. An Ingress has no field for it: give the annotation of its controller.
   */
  timeout?: string;
  /**
   * Annotations of the HTTPRoute or the Ingress.
   */
  annotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * A route in an environment.
 */
export interface EnvironmentRoute {
  /**
   * Host names.
   */
  hosts: readonly string[];
  /**
   * Secret of type kubernetes.io/tls for an Ingress. A Gateway has its certificate itself. Default: the ingress controller’s certificate.
   */
  tlsSecret?: SecretName;
  /**
   * Annotations of the HTTPRoute or the Ingress here, over those of the route.
   */
  annotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * Parameters of the URL that the chart composes, after its question mark.
 */
export interface UrlParameters {
  /**
   * Value of a parameter of a URL, as it stands there: letters, digits and . _ ~ : / @ , + * % -
   */
  [k: string]: UrlParameterValue;
}
/**
 * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
 */
export interface UserSecret {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Keys in the Secret.
   */
  keys: {
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    username: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    password: SecretKey;
  };
}
/**
 * PostgreSQL. Outputs: host, port, username, password, database, url.
 */
export interface PostgresqlService {
  /**
   * PostgreSQL.
   */
  type: 'postgresql';
  /**
   * Major version.
   * @default 17
   */
  version?: string;
  /**
   * Name of the database. Default: the app’s name, `-` as `_`.
   */
  database?: string;
  /**
   * Extensions that the database must have. Where we make the database they are made with it, once; elsewhere the set-up runbook says how.
   *
   * Items: Name of an extension of PostgreSQL, as in CREATE EXTENSION.
   */
  extensions?: readonly PostgresqlExtension[];
  /**
   * Parameters of the URL that the chart composes, after its question mark.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart: for development.
 */
export interface EmbeddedPostgresql {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: UserSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * CloudNativePG runs it; it makes the Secret itself.
 */
export interface OperatorPostgresql {
  /**
   * Run by CloudNativePG.
   */
  provider: 'operator';
  /**
   * Size of each volume.
   * @default 10Gi
   */
  storage?: Quantity;
  /**
   * Number of PostgreSQL instances.
   * @default 3
   */
  instances?: number;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * Runs elsewhere, for example Amazon RDS.
 */
export interface ExternalPostgresql {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 5432
   */
  port?: PortNumber;
  /**
   * Name of the database. Default: that of the service.
   */
  database?: string;
  /**
   * The Secret with the credentials: user name and password, or the whole URL.
   */
  secret: CredentialsSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * MySQL. Outputs: host, port, username, password, database, url.
 */
export interface MysqlService {
  /**
   * MySQL.
   */
  type: 'mysql';
  /**
   * Major and minor version, where it is embedded.
   * @default 8.4
   */
  version?: string;
  /**
   * Name of the database. Default: the app’s name, `-` as `_`.
   */
  database?: string;
  /**
   * Parameters of the URL that the chart composes, after its question mark.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart: for development.
 */
export interface EmbeddedMysql {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: UserSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * Runs elsewhere, for example Amazon RDS or Aurora.
 */
export interface ExternalMysql {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 3306
   */
  port?: PortNumber;
  /**
   * Name of the database. Default: that of the service.
   */
  database?: string;
  /**
   * The Secret with the credentials: user name and password, or the whole URL.
   */
  secret: CredentialsSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * MariaDB, which speaks the protocol of MySQL. Outputs: host, port, username, password, database, url.
 */
export interface MariadbService {
  /**
   * MariaDB.
   */
  type: 'mariadb';
  /**
   * Major and minor version, where it is embedded.
   * @default 11.8
   */
  version?: string;
  /**
   * Name of the database. Default: the app’s name, `-` as `_`.
   */
  database?: string;
  /**
   * Parameters of the URL that the chart composes, after its question mark.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart: for development.
 */
export interface EmbeddedMariadb {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: UserSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * Runs elsewhere, for example Amazon RDS.
 */
export interface ExternalMariadb {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 3306
   */
  port?: PortNumber;
  /**
   * Name of the database. Default: that of the service.
   */
  database?: string;
  /**
   * The Secret with the credentials: user name and password, or the whole URL.
   */
  secret: CredentialsSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * MongoDB. Outputs: host, port, username, password, database, url.
 */
export interface MongodbService {
  /**
   * MongoDB.
   */
  type: 'mongodb';
  /**
   * Major and minor version, where it is embedded.
   * @default 8.0
   */
  version?: string;
  /**
   * Name of the database. Default: the app’s name, `-` as `_`.
   */
  database?: string;
  /**
   * Parameters of the URL that the chart composes, after its question mark.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart: for development. One server, no replica set: it has no transactions.
 */
export interface EmbeddedMongodb {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: UserSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * Runs elsewhere, for example MongoDB Atlas. The URL is composed for a user of the database admin; another one, as mongodb+srv://, is the key url of the Secret.
 */
export interface ExternalMongodb {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 27017
   */
  port?: PortNumber;
  /**
   * Connect by TLS (tls=true in the URL).
   * @default true
   */
  tls?: boolean;
  /**
   * Name of the database. Default: that of the service.
   */
  database?: string;
  /**
   * The Secret with the credentials: user name and password, or the whole URL.
   */
  secret: CredentialsSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.
   */
  parameters?: UrlParameters;
}
/**
 * Redis protocol (Valkey where we run it). Outputs: host, port, password, url.
 */
export interface RedisService {
  /**
   * Redis or Valkey.
   */
  type: 'redis';
  /**
   * Major version of Valkey where it is embedded.
   * @default 9
   */
  version?: string;
  /**
   * What happens when memory is full.
   * @default allkeys-lru
   */
  maxmemoryPolicy?: 'noeviction' | 'allkeys-lru' | 'allkeys-lfu' | 'volatile-lru' | 'volatile-ttl';
}
/**
 * Valkey in a StatefulSet of the chart.
 */
export interface EmbeddedRedis {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: OnlyPasswordSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
}
/**
 * Runs elsewhere, for example Amazon ElastiCache.
 */
export interface ExternalRedis {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 6379
   */
  port?: PortNumber;
  /**
   * Connect by TLS (rediss://).
   * @default true
   */
  tls?: boolean;
  /**
   * The Secret with the password, or the whole URL.
   */
  secret?: PasswordSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * The Secret with the password that it is made with. The URL is composed: the password must be URL-safe.
 */
export interface OnlyPasswordSecret {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Keys in the Secret.
   */
  keys: {
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    password: SecretKey;
  };
}
/**
 * Memcached. Outputs: host, port.
 */
export interface MemcachedService {
  /**
   * Memcached.
   */
  type: 'memcached';
  /**
   * Major and minor version, where it is embedded.
   * @default 1.6
   */
  version?: string;
}
/**
 * The official image in a StatefulSet of the chart. It keeps nothing, so it has no volume and no Secret.
 */
export interface EmbeddedMemcached {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
}
/**
 * Runs elsewhere, for example Amazon ElastiCache.
 */
export interface ExternalMemcached {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 11211
   */
  port?: PortNumber;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * RabbitMQ, by AMQP, with the virtual host /. Outputs: host, port, username, password, url.
 */
export interface RabbitmqService {
  /**
   * RabbitMQ.
   */
  type: 'rabbitmq';
  /**
   * Major and minor version, where it is embedded.
   * @default 4.2
   */
  version?: string;
}
/**
 * The official image in a StatefulSet of the chart: for development.
 */
export interface EmbeddedRabbitmq {
  /**
   * Run by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.
   */
  secret?: UserSecret;
  /**
   * Written consent: an embedded service has no backup and no failover. Required where approval is.
   */
  dataLoss?: DataLoss;
}
/**
 * Runs elsewhere, for example Amazon MQ or CloudAMQP.
 */
export interface ExternalRabbitmq {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port. Without TLS the default is 5672.
   * @default 5671
   */
  port?: PortNumber;
  /**
   * Connect by TLS (amqps://).
   * @default true
   */
  tls?: boolean;
  /**
   * The Secret with the credentials: user name and password, or the whole URL.
   */
  secret: CredentialsSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * A bucket that speaks the protocol of Amazon S3. Outputs: host, port, endpoint, region, bucket, accessKeyId, secretAccessKey.
 */
export interface ObjectStoreService {
  /**
   * Object store.
   */
  type: 'object-store';
}
/**
 * A bucket that exists: Amazon S3, Ceph, Garage or another.
 */
export interface ExternalObjectStore {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 443
   */
  port?: PortNumber;
  /**
   * Connect by TLS: the endpoint is https://.
   * @default true
   */
  tls?: boolean;
  /**
   * Region of the bucket; what is not Amazon mostly takes the default.
   * @default us-east-1
   */
  region?: string;
  /**
   * Name of the bucket.
   */
  bucket: string;
  /**
   * The Secret with the access key.
   */
  secret: AccessKeySecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * The Secret with the access key.
 */
export interface AccessKeySecret {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Keys in the Secret.
   */
  keys: {
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    accessKeyId: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    secretAccessKey: SecretKey;
  };
}
/**
 * A mail server that takes what the app sends. Outputs: host, port, username, password.
 */
export interface SmtpService {
  /**
   * SMTP.
   */
  type: 'smtp';
}
/**
 * A mail server that exists, for example Amazon SES or a relay of the company.
 */
export interface ExternalSmtp {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   * @default 587
   */
  port?: PortNumber;
  /**
   * The Secret with user name and password. None: the server asks for none.
   */
  secret?: LoginSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * The Secret with user name and password. None: the server asks for none.
 */
export interface LoginSecret {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Keys in the Secret.
   */
  keys: {
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    username: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    password: SecretKey;
  };
}
/**
 * Anything else that has a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. Outputs: host, port, username, password, token, url.
 */
export interface CustomService {
  /**
   * Another service.
   */
  type: 'custom';
}
/**
 * Something that exists.
 */
export interface ExternalCustom {
  /**
   * Runs elsewhere.
   */
  provider: 'external';
  /**
   * Host name or address.
   */
  host: Host;
  /**
   * Port.
   */
  port: PortNumber;
  /**
   * The Secret with what it asks for: each key is an output. The URL is taken as it is.
   */
  secret?: CustomSecret;
  /**
   * Networks that the NetworkPolicy opens. Default: every address, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * The Secret with what it asks for: each key is an output. The URL is taken as it is.
 */
export interface CustomSecret {
  /**
   * Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.
   */
  name: SecretName;
  /**
   * Keys in the Secret.
   */
  keys: {
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    username?: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    password?: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    token?: SecretKey;
    /**
     * Key in a Secret: letters, digits, dots, hyphens and underscores.
     */
    url?: SecretKey;
  };
}
/**
 * What each service type takes and gives (for the types).
 */
export interface ServiceCatalog {
  /**
   * PostgreSQL.
   */
  postgresql: {
    /**
     * PostgreSQL. Outputs: host, port, username, password, database, url.
     */
    service: PostgresqlService;
    /**
     * How an environment gets PostgreSQL.
     */
    provider: PostgresqlProvider;
    /**
     * What PostgreSQL gives.
     */
    output: PostgresqlOutput;
  };
  /**
   * MySQL.
   */
  mysql: {
    /**
     * MySQL. Outputs: host, port, username, password, database, url.
     */
    service: MysqlService;
    /**
     * How an environment gets MySQL.
     */
    provider: MysqlProvider;
    /**
     * What MySQL gives.
     */
    output: MysqlOutput;
  };
  /**
   * MariaDB.
   */
  mariadb: {
    /**
     * MariaDB, which speaks the protocol of MySQL. Outputs: host, port, username, password, database, url.
     */
    service: MariadbService;
    /**
     * How an environment gets MariaDB.
     */
    provider: MariadbProvider;
    /**
     * What MariaDB gives.
     */
    output: MariadbOutput;
  };
  /**
   * MongoDB.
   */
  mongodb: {
    /**
     * MongoDB. Outputs: host, port, username, password, database, url.
     */
    service: MongodbService;
    /**
     * How an environment gets MongoDB.
     */
    provider: MongodbProvider;
    /**
     * What MongoDB gives.
     */
    output: MongodbOutput;
  };
  /**
   * Redis.
   */
  redis: {
    /**
     * Redis protocol (Valkey where we run it). Outputs: host, port, password, url.
     */
    service: RedisService;
    /**
     * How an environment gets Redis.
     */
    provider: RedisProvider;
    /**
     * What Redis gives.
     */
    output: RedisOutput;
  };
  /**
   * Memcached.
   */
  memcached: {
    /**
     * Memcached. Outputs: host, port.
     */
    service: MemcachedService;
    /**
     * How an environment gets Memcached.
     */
    provider: MemcachedProvider;
    /**
     * What Memcached gives.
     */
    output: MemcachedOutput;
  };
  /**
   * RabbitMQ.
   */
  rabbitmq: {
    /**
     * RabbitMQ, by AMQP, with the virtual host /. Outputs: host, port, username, password, url.
     */
    service: RabbitmqService;
    /**
     * How an environment gets RabbitMQ.
     */
    provider: RabbitmqProvider;
    /**
     * What RabbitMQ gives.
     */
    output: RabbitmqOutput;
  };
  /**
   * Object store.
   */
  'object-store': {
    /**
     * A bucket that speaks the protocol of Amazon S3. Outputs: host, port, endpoint, region, bucket, accessKeyId, secretAccessKey.
     */
    service: ObjectStoreService;
    /**
     * How an environment gets an object store.
     */
    provider: ObjectStoreProvider;
    /**
     * What an object store gives.
     */
    output: ObjectStoreOutput;
  };
  /**
   * SMTP.
   */
  smtp: {
    /**
     * A mail server that takes what the app sends. Outputs: host, port, username, password.
     */
    service: SmtpService;
    /**
     * How an environment gets a mail server.
     */
    provider: SmtpProvider;
    /**
     * What a mail server gives.
     */
    output: SmtpOutput;
  };
  /**
   * Another service.
   */
  custom: {
    /**
     * Anything else that has a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. Outputs: host, port, username, password, token, url.
     */
    service: CustomService;
    /**
     * How an environment gets another service.
     */
    provider: CustomProvider;
    /**
     * What another service gives.
     */
    output: CustomOutput;
  };
}
/**
 * Prometheus and Grafana.
 */
export interface Monitoring {
  /**
   * ServiceMonitor and PrometheusRule.
   * @default false
   */
  prometheus?: boolean;
  /**
   * A Grafana dashboard in a ConfigMap.
   * @default false
   */
  grafana?: boolean;
  /**
   * Namespace of Prometheus: the NetworkPolicy lets it in.
   * @default monitoring
   */
  namespace?: Label;
}
/**
 * Where and how the app is deployed.
 */
export interface Environment<ClusterName extends string = any, ComponentName extends string = any, EnvironmentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Clusters, in the order in which they are synced.
   */
  clusters: readonly ClusterName[];
  /**
   * Default: the app’s mode.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Namespace. Default: `<app>-<environment>`.
   */
  namespace?: Label;
  /**
   * Who writes Git. continuous-deployment: CI’s result is written at once. continuous-delivery: by promotion, with approval.
   */
  delivery: 'continuous-deployment' | 'continuous-delivery';
  /**
   * Who applies. automatic: Argo CD, at once. manual: a person.
   */
  sync: 'automatic' | 'manual';
  /**
   * The environment whose image is promoted. Required for continuous-delivery.
   */
  promoteFrom?: EnvironmentName;
  /**
   * Who lets a promotion in. Required for continuous-delivery.
   */
  approval?: Approval;
  /**
   * Where the environment’s secrets come from.
   */
  secrets?: Secrets;
  /**
   * What differs from the app’s components.
   */
  components?: Partial<Record<ComponentName, ComponentOverride<ImageName, Services>>>;
  /**
   * What differs from the app’s jobs.
   */
  jobs?: Partial<Record<JobName, JobOverride<ImageName, Services>>>;
  /**
   * What differs from the app’s cron jobs.
   */
  cronJobs?: Partial<Record<CronJobName, CronJobOverride<ImageName, Services>>>;
  /**
   * Hosts of the routes.
   */
  routes?: Partial<Record<RouteName, EnvironmentRoute>>;
  /**
   * How this environment (or cluster) gets each auxiliary service.
   */
  auxiliaryServices?: ProvidersOf<Services>;
  /**
   * Kubernetes objects of this environment alone; one of the same name takes the place of the app’s.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It goes into the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
  /**
   * What differs on one cluster of this environment.
   */
  overrides?: Partial<Record<ClusterName, ClusterOverride<ComponentName, ImageName, JobName, CronJobName, RouteName, Services>>>;
}
/**
 * Who lets a promotion in.
 */
export interface Approval {
  /**
   * pull-request: a code owner merges. github-environment: a required reviewer. argo-cd: whoever syncs, which Argo CD lets only `groups` do.
   */
  by: 'pull-request' | 'github-environment' | 'argo-cd';
  /**
   * GitHub teams or users who approve.
   */
  reviewers: readonly Owner[];
  /**
   * Groups that may sync, as Argo CD’s single sign-on names them. Default: the teams among the reviewers and, unless the sync is the approval, among the app’s owners, as Dex names them with `teamNameField: slug`: `acme:platform`.
   */
  groups?: readonly SignOnGroup[];
}
/**
 * What differs on one cluster.
 */
export interface ClusterOverride<ComponentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Fields of components that differ.
   */
  components?: Partial<Record<ComponentName, ComponentOverride<ImageName, Services>>>;
  /**
   * Fields of jobs that differ.
   */
  jobs?: Partial<Record<JobName, JobOverride<ImageName, Services>>>;
  /**
   * Fields of cron jobs that differ.
   */
  cronJobs?: Partial<Record<CronJobName, CronJobOverride<ImageName, Services>>>;
  /**
   * Hosts that differ.
   */
  routes?: Partial<Record<RouteName, EnvironmentRoute>>;
  /**
   * How this environment (or cluster) gets each auxiliary service.
   */
  auxiliaryServices?: ProvidersOf<Services>;
  /**
   * Kubernetes objects of this cluster alone; one of the same name takes the place of the environment’s.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It goes into the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
}
/**
 * A Kubernetes object. It goes into the namespace of the environment.
 */
export interface ExtraManifest {
  /**
   * Group and version of its API.
   */
  apiVersion: string;
  /**
   * Kind of a namespaced object; a Secret is none, for its values would stand in Git.
   */
  kind: string;
  /**
   * Its name, labels and annotations.
   */
  metadata: ManifestMetadata;
  /**
   * What JSON can say: texts, numbers, true, false, lists and objects.
   */
  [k: string]: unknown;
}
/**
 * What a manifest says of itself. Its namespace is the environment’s.
 */
export interface ManifestMetadata {
  /**
   * Name of the object: lower-case letters, digits, hyphens and dots.
   */
  name: string;
  /**
   * Labels.
   */
  labels?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
  /**
   * Annotations.
   */
  annotations?: {
    /**
     * A text.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * A change of one generated file.
 */
export interface Patch {
  /**
   * Id of the output that makes the file, as `.gitops-app/manifest.json` has it: the repository, a slash and a name.
   */
  output: string;
  /**
   * Path of the file in its repository. Needed where the output makes several.
   */
  path?: string;
  /**
   * What to do, in this order: RFC 6902.
   */
  operations: readonly PatchOperation[];
}
/**
 * One operation of RFC 6902 (JSON Patch).
 */
export interface PatchOperation {
  /**
   * The operation. test: the patch applies only where this value stands.
   */
  op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /**
   * Where.
   */
  path: JsonPointer;
  /**
   * From where; of move and copy alone.
   */
  from?: JsonPointer;
  /**
   * The value; of add, replace and test.
   */
  value?: unknown;
}

// Written by hand, because JSON Schema cannot express that one name refers to another.

/** The type of each auxiliary service, by its name. */
export type ServiceTypes = { [name: string]: keyof ServiceCatalog };
type NameIn<Names> = Extract<keyof NoInfer<Names>, string>;
/** The auxiliary services of a config; each type has its own fields. */
export type ServicesOf<Services extends ServiceTypes> = { [Name in keyof Services]: { type: Services[Name] } & ServiceCatalog[Services[Name]]['service'] };
/** The providers of an environment; each service accepts those of its type. */
export type ProvidersOf<Services extends ServiceTypes> = { [Name in NameIn<Services>]?: ServiceCatalog[NoInfer<Services>[Name]]['provider'] };
/** The outputs of all services: `db.url`, `cache.host`, … */
export type OutputOf<Services extends ServiceTypes> = {
  [Name in NameIn<Services>]: `${Name}.${ServiceCatalog[NoInfer<Services>[Name]]['output']}`;
}[NameIn<Services>];

/** Describes the pipeline of one app. The use of an unknown name is a type error. */
export declare function definePipeline<
  Cluster extends string,
  Component extends string,
  Environment extends string,
  Image extends string = never,
  Job extends string = never,
  CronJob extends string = never,
  Route extends string = never,
  Services extends ServiceTypes = {},
>(config: PipelineConfig<Cluster, Component, Environment, Image, Job, CronJob, Route, Services>): PipelineConfig;
