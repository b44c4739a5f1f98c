/* eslint-disable */
// Types of pipeline.config.ts, so that an editor knows them without node_modules. Made by create-gitops-app.

/**
 * Name of a volume: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type VolumeName = string;
/**
 * Lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type Label = string;
/**
 * Name of a Kubernetes object: lowercase letters, digits, hyphens and dots.
 */
export type ResourceName = string;
/**
 * A Kubernetes quantity.
 */
export type Quantity = string;
/**
 * A GitHub user, or a team with its organization.
 */
export type Owner = string;
/**
 * A single sign-on group in Argo CD, without commas and double quotes.
 */
export type SignOnGroup = string;
/**
 * Repository on GitHub, as `owner/name` without .git.
 */
export type Slug = string;
/**
 * Name of a branch: letters, digits, dots, hyphens, underscores and slashes, without `..`, `//` and a final `.lock`.
 */
export type Branch = string;
/**
 * A path in the repository, with forward slashes and without `.` or `..` segments; `.` alone is the root.
 */
export type RepositoryPath = string;
/**
 * An absolute path in the container.
 */
export type AbsolutePath = string;
/**
 * A path that starts with a slash.
 */
export type UrlPath = string;
/**
 * A port number.
 */
export type PortNumber = number;
/**
 * Name of a port of the component: lowercase letters, digits and single hyphens, at most 15 characters.
 */
export type PortName = string;
/**
 * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * Key of a label or annotation: a name, optionally with a domain and a slash before it.
 */
export type MetadataKey = string;
/**
 * Value of an annotation.
 */
export type MetadataValue = string;
/**
 * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
 */
export type LabelValue = string;
/**
 * Host name or IP address.
 */
export type Host = string;
/**
 * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
 */
export type Cidrs = readonly string[];
/**
 * Name of a field of a Kubernetes object.
 */
export type KubernetesField = string;
/**
 * Container registry that CI pushes images to and clusters pull them from.
 */
export type Registry = EcrRegistry | GhcrRegistry | GarRegistry | AcrRegistry | DockerHubRegistry | HarborRegistry;
/**
 * An Azure ID (UUID).
 */
export type Uuid = string;
/**
 * Value of a build argument: letters, digits and `. _ : / @ + = -`.
 */
export type BuildArgument = string;
/**
 * Runner of jobs, as in `runs-on` of GitHub Actions: a label, a list of labels, or a group. The jobs need Linux, and a self-hosted runner the tools that the first step of each job names.
 */
export type RunsOn =
  | RunnerLabel
  | readonly RunnerLabel[]
  | {
      /**
       * Name of the runner group.
       */
      group: string;
      /**
       * Labels that the runner must all have.
       */
      labels?: readonly RunnerLabel[];
    };
/**
 * Label of a runner.
 */
export type RunnerLabel = string;
/**
 * DNS servers of a cluster.
 */
export type ClusterDns =
  | 'openshift'
  | {
      /**
       * Namespace of the DNS pods.
       * @default kube-system
       */
      namespace?: Label;
      /**
       * Label sets of the DNS pods. Default: `k8s-app: kube-dns` and `k8s-app: node-local-dns`.
       */
      pods?: {
        /**
         * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
         */
        [k: string]: LabelValue;
      }[];
      /**
       * Port of the DNS pods, which may differ from 53, the port of their Service.
       * @default 53
       */
      port?: PortNumber;
      /**
       * DNS servers outside of the pod network, on port 53: a cache on the node, or the address of the DNS Service if such a cache serves it. Default: 169.254.20.10/32 (NodeLocal DNSCache) and 169.254.169.254/32 (Cloud DNS of GKE).
       */
      cidrs?: Cidrs;
    };
/**
 * How a cluster pulls images.
 */
export type ImagePull =
  | 'node'
  | {
      /**
       * Name of a Secret of type `kubernetes.io/dockerconfigjson` in the namespace of the app.
       */
      secret: Label;
    }
  | {
      /**
       * Name of a Secret in the namespace of the app, with a credential that can only pull. Its keys for `ecr`: `access-key-id` and `secret-access-key` of an IAM user; for `gar`: `key.json` of a service account; for `acr`: `client-id` and `client-secret` of a service principal.
       */
      externalSecrets: Label;
    }
  | {
      /**
       * Host of the mirror, which replaces the host of the registry.
       */
      mirror: MirrorHost;
    };
/**
 * Host of a mirror, with the path prefix of the registry if it has one.
 */
export type MirrorHost = string;
/**
 * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
 */
export type EnvValue<Services extends ServiceTypes = any> = string | EnvFrom<Services> | EnvSecret;
/**
 * Absolute path of a file in the container.
 */
export type FilePath = string;
/**
 * Content of a file: text, or a key of a Secret.
 */
export type FileContent = string | EnvSecret;
/**
 * Metrics endpoint that Prometheus scrapes, or `false` for none.
 */
export type Metrics =
  | false
  | {
      /**
       * Name of a port of the component: lowercase letters, digits and single hyphens, at most 15 characters.
       */
      port: PortName;
      /**
       * Path of the endpoint.
       * @default /metrics
       */
      path?: UrlPath;
      /**
       * true: everyone may read the metrics. Required if a route or an exposed port serves them. A separate port is better.
       * @default false
       */
      public?: boolean;
    };
/**
 * A cron schedule with five fields.
 */
export type CronSchedule = string;
/**
 * Name of a query parameter.
 */
export type UrlParameterName = string;
/**
 * Value of a query parameter, percent-encoded: letters, digits and `. _ ~ : / @ , + * % -`.
 */
export type UrlParameterValue = string;
/**
 * Secret with the credentials: user name and password, or the complete URL.
 */
export type CredentialsSecret =
  | {
      /**
       * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
       * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
 */
export type DataLoss = 'accepted';
/**
 * A database, cache or other service that the app uses.
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
 * A provider of an auxiliary service in an environment.
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
 * A provider of PostgreSQL in an environment.
 */
export type PostgresqlProvider = EmbeddedPostgresql | OperatorPostgresql | ExternalPostgresql;
/**
 * An output of PostgreSQL.
 */
export type PostgresqlOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * Name of a PostgreSQL extension, as in CREATE EXTENSION.
 */
export type PostgresqlExtension = string;
/**
 * A provider of MySQL in an environment.
 */
export type MysqlProvider = EmbeddedMysql | ExternalMysql;
/**
 * An output of MySQL.
 */
export type MysqlOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * A provider of MariaDB in an environment.
 */
export type MariadbProvider = EmbeddedMariadb | ExternalMariadb;
/**
 * An output of MariaDB.
 */
export type MariadbOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * A provider of MongoDB in an environment.
 */
export type MongodbProvider = EmbeddedMongodb | ExternalMongodb;
/**
 * An output of MongoDB.
 */
export type MongodbOutput = 'host' | 'port' | 'username' | 'password' | 'database' | 'url';
/**
 * A provider of Redis in an environment.
 */
export type RedisProvider = EmbeddedRedis | ExternalRedis;
/**
 * An output of Redis.
 */
export type RedisOutput = 'host' | 'port' | 'password' | 'url';
/**
 * Secret with the password or the complete URL.
 */
export type PasswordSecret =
  | {
      /**
       * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
       * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * A provider of Memcached in an environment.
 */
export type MemcachedProvider = EmbeddedMemcached | ExternalMemcached;
/**
 * An output of Memcached.
 */
export type MemcachedOutput = 'host' | 'port';
/**
 * A provider of RabbitMQ in an environment.
 */
export type RabbitmqProvider = EmbeddedRabbitmq | ExternalRabbitmq;
/**
 * An output of RabbitMQ.
 */
export type RabbitmqOutput = 'host' | 'port' | 'username' | 'password' | 'url';
/**
 * A provider of an object store in an environment.
 */
export type ObjectStoreProvider = ExternalObjectStore;
/**
 * An output of an object store.
 */
export type ObjectStoreOutput = 'host' | 'port' | 'endpoint' | 'region' | 'bucket' | 'accessKeyId' | 'secretAccessKey';
/**
 * A provider of a mail server in an environment.
 */
export type SmtpProvider = ExternalSmtp;
/**
 * An output of a mail server.
 */
export type SmtpOutput = 'host' | 'port' | 'username' | 'password';
/**
 * A provider of another service in an environment.
 */
export type CustomProvider = ExternalCustom;
/**
 * An output of another service.
 */
export type CustomOutput = 'host' | 'port' | 'username' | 'password' | 'token' | 'url';
/**
 * The source of secrets.
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
       * Name of a ClusterSecretStore that the platform runs, instead of the SecretStore that the set-up creates in the environment’s namespace. Every namespace that its `conditions` admit can read whatever its Vault role can read.
       */
      clusterSecretStore?: Label;
      /**
       * Path in the KV secrets engine of Vault, for this environment alone. Default: `<app>/<environment>`.
       */
      path?: string;
    };
/**
 * Name of an extra manifest: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
 */
export type ManifestName = string;
/**
 * Name of a field: letters and digits, starting with a letter.
 */
export type FieldName = string;
/**
 * A JSON Pointer (RFC 6901): a slash before each key or index. In a key, `~1` stands for a slash and `~0` for a tilde; `-` is the end of an array.
 */
export type JsonPointer = string;

/**
 * The GitOps pipeline of one app, in its app repository and its config repository.
 */
export interface PipelineConfig<ClusterName extends string = any, ComponentName extends string = any, EnvironmentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * The app.
   */
  app: App;
  /**
   * The app repository and the config repository.
   */
  repositories: Repositories;
  /**
   * Container registry that CI pushes images to and clusters pull them from.
   */
  registry: Registry;
  /**
   * Container images that CI builds, by name. Default: one image with the name of the app, built from ./Dockerfile.
   */
  images?: Record<ImageName, Image>;
  /**
   * The CI workflow of the app repository.
   */
  ci?: Ci;
  /**
   * The Argo CD installation.
   */
  argocd?: ArgoCd<NoInfer<ClusterName>>;
  /**
   * Kubernetes clusters, by name.
   */
  clusters: Record<ClusterName, Cluster>;
  /**
   * Long-running processes of the app, by name, such as web and worker. Empty if the app has only cron jobs.
   */
  components: Record<ComponentName, Component<NoInfer<ImageName>, Services>>;
  /**
   * Jobs that run once before or after each release, by name, such as a database migration or a cache warm-up.
   */
  jobs?: Record<JobName, Job<NoInfer<ImageName>, Services>>;
  /**
   * Jobs that run on a schedule, by name, such as a cleanup or a report. An app can consist of cron jobs only.
   */
  cronJobs?: Record<CronJobName, CronJob<NoInfer<ImageName>, Services>>;
  /**
   * HTTP routes from outside the cluster, by name. Each environment sets their hosts.
   */
  routes?: Record<RouteName, Route<NoInfer<ComponentName>>>;
  /**
   * Databases, caches, object stores, mail servers and other services that the app uses, by name. Each environment sets their providers.
   */
  auxiliaryServices?: ServicesOf<Services>;
  /**
   * Monitoring with Prometheus and Grafana.
   */
  monitoring?: Monitoring;
  /**
   * Additional Kubernetes objects in all environments, by name. The chart renders them unchanged.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It is created in the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
  /**
   * Environments that the app is deployed to, by name.
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
   * Patches for generated YAML and JSON files, applied whenever the files are generated.
   *
   * Items: A patch for one generated file.
   */
  patches?: readonly Patch[];
  /**
   * Changes that generate refuses until they are named here.
   */
  allow?: Allow<NoInfer<ComponentName>, Services>;
  /**
   * The npm package of create-gitops-app that workflows and runbooks run.
   */
  generator?: Generator;
}
/**
 * The app.
 */
export interface App {
  /**
   * Name of the app, its Helm chart and its Helm release: lowercase letters, digits and hyphens, starting with a letter.
   */
  name: string;
  /**
   * Former name of the app, while it is renamed: the config repository then has a runbook that moves its data and its hosts, and every environment is synced manually. The last step of that runbook removes this field.
   */
  renamedFrom?: string;
  /**
   * One-sentence description for the README and Chart.yaml. Default: the name of the app.
   */
  description?: string;
  /**
   * Programming language. Determines the setup steps of CI and the initial Dockerfile. `custom` requires `ci.commands`, unless `ci.jobs` is `build-only`.
   */
  language: 'node' | 'python' | 'java' | 'go' | 'ruby' | 'php' | 'dotnet' | 'rust' | 'custom';
  /**
   * `standalone`: exactly one pod, which is the only writer. `multi-instance`: interchangeable pods. Environments and components can override it.
   * @default multi-instance
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * GitHub teams or users that own the code in the app repository.
   */
  owners: readonly Owner[];
}
/**
 * The app repository and the config repository.
 */
export interface Repositories {
  /**
   * App repository: source code and CI.
   */
  app: AppRepository;
  /**
   * Config repository: CD, Helm chart and Argo CD objects. Several apps can share it.
   */
  config: ConfigRepository;
}
/**
 * The app repository.
 */
export interface AppRepository {
  /**
   * Repository on GitHub, as `owner/name` without .git.
   */
  slug: Slug;
  /**
   * Directory of the repository, relative to the folder of this file or, if that is `.gitops-app`, to the folder above it.
   * @default .
   */
  path?: string;
  /**
   * Branch that CI builds and pushes images from.
   * @default main
   */
  defaultBranch?: Branch;
  /**
   * Ignore files of tools of the app, such as its formatter. Each gets a block that names the generated files, which are no part of the app.
   * @default []
   *
   * Items: Name of a file at the root of the repository, with patterns as in .gitignore.
   */
  ignoreFiles?: readonly string[];
  /**
   * Approvals that the ruleset requires before a merge, one of them by a code owner. With 0, checks alone protect the default branch. Default: 1; 0 where one user owns everything and approves every promotion, because nobody can approve their own pull request.
   */
  requiredApprovals?: number;
  /**
   * Whether pull requests are merged by a merge queue: the ruleset then requires it, and the workflows with required checks run for it. GitHub has merge queues in public repositories of organizations, and in private ones with Enterprise Cloud.
   * @default false
   */
  mergeQueue?: boolean;
}
/**
 * The config repository.
 */
export interface ConfigRepository {
  /**
   * Repository on GitHub, as `owner/name` without .git.
   */
  slug: Slug;
  /**
   * Directory of the repository, relative as that of the app repository. If it is missing after the first run, commands say so and write only the app repository. Default: `../<repository name>`.
   */
  path?: string;
  /**
   * Branch that Argo CD reads and CD pushes to.
   * @default main
   */
  defaultBranch?: Branch;
  /**
   * GitHub teams or users that own the platform: workflows, Argo CD objects, and the values of environments with approval.
   */
  owners: readonly Owner[];
  /**
   * Slug of the GitHub App that CD commits as: the last part of `https://github.com/apps/<slug>`. CD rejects the token of any other App, and only commits of this App count as deliveries. Default: `<repository name>-cd`.
   */
  cdApp?: string;
  /**
   * Whether to require signed commits on the default branch. CD then commits through the API of GitHub, which signs commits, instead of pushing.
   * @default false
   */
  signedCommits?: boolean;
  /**
   * Runner of all jobs in the config repository.
   * @default ubuntu-24.04
   */
  runsOn?: RunsOn;
  /**
   * Approvals that the ruleset requires before a merge, one of them by a code owner. With 0, checks alone protect the default branch. Default: 1; 0 where one user owns everything and approves every promotion, because nobody can approve their own pull request.
   */
  requiredApprovals?: number;
  /**
   * Whether pull requests are merged by a merge queue: the ruleset then requires it, and the workflows with required checks run for it. GitHub has merge queues in public repositories of organizations, and in private ones with Enterprise Cloud.
   * @default false
   */
  mergeQueue?: boolean;
}
/**
 * The npm package of create-gitops-app that workflows and runbooks run.
 */
export interface Generator {
  /**
   * Name of the npm package, if you publish your own.
   * @default create-gitops-app
   */
  package?: string;
  /**
   * npm registry of the scope of `package`, if it is not the public one: its packages come from nowhere else. With GitHub Packages, the checks use the token of their job; with any other registry, the secret `GENERATOR_TOKEN`, if it exists.
   */
  registry?: string;
}
/**
 * Amazon Elastic Container Registry. CI logs in with OIDC, without a stored credential.
 */
export interface EcrRegistry {
  /**
   * Amazon ECR.
   */
  type: 'ecr';
  /**
   * AWS account ID, twelve digits.
   */
  account: string;
  /**
   * AWS region.
   */
  region: string;
  /**
   * Name of the IAM role that CI assumes: letters, digits and `+ = , . @ _ -`, at most 64 characters.
   */
  role: string;
}
/**
 * GitHub Container Registry. CI logs in with its GITHUB_TOKEN.
 */
export interface GhcrRegistry {
  /**
   * GitHub Container Registry.
   */
  type: 'ghcr';
  /**
   * User or organization that owns the packages. Default: the owner of the app repository.
   */
  owner?: string;
}
/**
 * Google Artifact Registry. CI logs in with Workload Identity Federation, without a stored credential.
 */
export interface GarRegistry {
  /**
   * Google Artifact Registry.
   */
  type: 'gar';
  /**
   * ID of the Google Cloud project.
   */
  project: string;
  /**
   * Region or multi-region.
   */
  location: string;
  /**
   * Name of the Docker repository that contains the images.
   */
  repository: string;
  /**
   * Full resource name of the workload identity provider for GitHub, with the project number.
   */
  workloadIdentityProvider: string;
  /**
   * Name of the service account that CI impersonates, without its domain.
   */
  serviceAccount: string;
}
/**
 * Azure Container Registry. CI logs in with OIDC, without a stored credential. The variable AZURE_CLIENT_ID on GitHub contains the client ID.
 */
export interface AcrRegistry {
  /**
   * Azure Container Registry.
   */
  type: 'acr';
  /**
   * Name of the registry, the part before .azurecr.io.
   */
  name: string;
  /**
   * ID of the Microsoft Entra tenant.
   */
  tenantId: Uuid;
  /**
   * ID of the Azure subscription that contains the registry.
   */
  subscriptionId: Uuid;
}
/**
 * Docker Hub. CI logs in with an access token, stored in the secret REGISTRY_TOKEN of the GitHub environment `registry`.
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
   * User name that belongs to the access token. Default: the namespace, for an organization access token.
   */
  username?: string;
}
/**
 * Harbor. CI logs in with a robot account, whose token is stored in the secret REGISTRY_TOKEN of the GitHub environment `registry`.
 */
export interface HarborRegistry {
  /**
   * Harbor.
   */
  type: 'harbor';
  /**
   * Host of Harbor, with the port if it is not 443.
   */
  host: string;
  /**
   * Harbor project that contains the images.
   */
  project: string;
  /**
   * Name of the robot account. Default: `robot$<project>+ci`.
   */
  username?: string;
}
/**
 * A container image that CI builds.
 */
export interface Image {
  /**
   * Repository path in the registry. Default: the name of the image; on GHCR, below the owner.
   */
  repository?: string;
  /**
   * Build context, relative to the root of the app repository. Default: `ci.workingDirectory`.
   */
  context?: RepositoryPath;
  /**
   * Path of the Dockerfile, relative to the root of the app repository. Default: `Dockerfile` in `ci.workingDirectory`.
   */
  dockerfile?: RepositoryPath;
  /**
   * Build arguments, by name (`ARG` in the Dockerfile). They must not contain secrets, because anyone who can pull the image can read them.
   */
  args?: {
    /**
     * Value of a build argument: letters, digits and `. _ : / @ + = -`.
     */
    [k: string]: BuildArgument;
  };
  /**
   * Command that the image runs: `CMD` in the initial Dockerfile. Default: the usual command of the language, such as `npm start`.
   */
  command?: readonly string[];
  /**
   * Settings of the initial Dockerfile. `create` detects them.
   */
  build?: ImageBuild;
}
/**
 * Settings of the initial Dockerfile.
 */
export interface ImageBuild {
  /**
   * Project that the image runs, if the app has several, relative to the build context: the directory of a Maven or Gradle module, or a .NET project file.
   */
  project?: RepositoryPath;
  /**
   * Runtime dependencies that the package manager of the app does not install: Debian packages for Ruby and Rust, PHP extensions for PHP.
   *
   * Items: Name of a package or extension.
   */
  packages?: readonly string[];
  /**
   * Files that are copied before dependencies are installed. `manifests`: only package manifests and lockfiles, so that other changes do not invalidate the layer. `sources`: all files, for workspaces and install scripts.
   * @default manifests
   */
  installFrom?: 'manifests' | 'sources';
  /**
   * Whether a PHP app has assets that Node.js builds: `npm run build` writes them to public/build.
   * @default false
   */
  assets?: boolean;
}
/**
 * The CI workflow of the app repository.
 */
export interface Ci {
  /**
   * `full`: test, image and dispatch jobs. `build-only`: no test job, because another CI runs the tests; list its checks in `requiredChecks`.
   * @default full
   */
  jobs?: 'full' | 'build-only';
  /**
   * Language versions to test with. The initial Dockerfile uses the first. Default: the latest version with long-term support.
   */
  versions?: readonly string[];
  /**
   * Package manager: `npm`, `pnpm` or `yarn` for Node.js; `pip`, `uv` or `poetry` for Python; `maven` or `gradle` for Java. Default: the first of these.
   */
  packageManager?: 'npm' | 'pnpm' | 'yarn' | 'pip' | 'uv' | 'poetry' | 'maven' | 'gradle';
  /**
   * Version of pnpm or Yarn, if package.json has no `packageManager` field. It must support the lockfile.
   */
  packageManagerVersion?: string;
  /**
   * Commands of the test job. Each replaces the default command of the language.
   */
  commands?: CiCommands;
  /**
   * Checks of other workflows or services that must pass before a pull request is merged, by the names that GitHub shows. With `build-only`, list the tests here.
   */
  requiredChecks?: readonly string[];
  /**
   * Directory of the app in its repository. CI runs the commands there and builds the image from it.
   * @default .
   */
  workingDirectory?: RepositoryPath;
  /**
   * Runner of all jobs in the app repository. `repositories.config.runsOn` is that of the config repository.
   * @default ubuntu-24.04
   */
  runsOn?: RunsOn;
}
/**
 * Shell commands of the test job. An empty command is skipped.
 */
export interface CiCommands {
  /**
   * Command that installs the dependencies.
   */
  install?: string;
  /**
   * Command that builds or compiles the app.
   */
  compile?: string;
  /**
   * Command that lints the code.
   */
  lint?: string;
  /**
   * Command that runs the tests.
   */
  test?: string;
}
/**
 * The Argo CD installation.
 */
export interface ArgoCd<ClusterName extends string = any> {
  /**
   * Namespace that Argo CD runs in.
   * @default argocd
   */
  namespace?: Label;
  /**
   * Oldest minor version of Argo CD that runs, 3.3 or later. `generate` refuses what it would ignore, and the set-up compares it with the installation.
   * @default 3.4
   */
  version?: string;
  /**
   * `hub`: one Argo CD instance deploys to all clusters. `per-cluster`: each cluster runs its own instance, so an on-premise cluster needs only outbound access to Git.
   * @default hub
   */
  topology?: 'hub' | 'per-cluster';
  /**
   * Cluster that the hub runs on, addressed as https://kubernetes.default.svc. Default: none, because the hub runs elsewhere.
   */
  cluster?: ClusterName;
  /**
   * Whether to generate the root Application and the Argo CD configuration. Set it to `false` if somebody else manages Argo CD.
   * @default true
   */
  bootstrap?: boolean;
  /**
   * What the Prometheus beside Argo CD selects by label.
   */
  monitoring?: {
    /**
     * Labels of the ServiceMonitor and the PrometheusRule about Argo CD. Default: `monitoring.labels` of the cluster that Argo CD runs on.
     */
    labels?: {
      /**
       * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
       */
      [k: string]: LabelValue;
    };
  };
}
/**
 * A Kubernetes cluster.
 */
export interface Cluster {
  /**
   * Location of the cluster. Determines how it can pull images and which managed services it can reach.
   */
  location: 'cloud' | 'on-premise';
  /**
   * Name of the cluster in Argo CD. Default: its key in `clusters`.
   */
  name?: string;
  /**
   * Kubernetes minor version, 1.31 or later. Determines which fields the chart uses.
   * @default 1.33
   */
  kubernetesVersion?: string;
  /**
   * Processor architectures of the nodes. An image runs only on the architecture that CI builds it on; on a cluster with several, each process needs a `nodeSelector` for `kubernetes.io/arch`. Default: the architecture of the images.
   */
  architectures?: readonly ('amd64' | 'arm64')[];
  /**
   * StorageClass of persistent volumes. Default: the default StorageClass of the cluster.
   */
  storageClass?: ResourceName;
  /**
   * Gateway that HTTPRoutes attach to.
   */
  gateway?: Gateway;
  /**
   * IngressClass, if the cluster has no Gateway.
   */
  ingressClassName?: Label;
  /**
   * Clouds whose managed services this on-premise cluster can reach: over a VPN, a dedicated connection or public endpoints.
   */
  links?: readonly ('aws' | 'google-cloud')[];
  /**
   * DNS servers, which the NetworkPolicies allow. Default: CoreDNS or kube-dns, NodeLocal DNSCache, and Cloud DNS of GKE.
   */
  dns?: ClusterDns;
  /**
   * The Kubernetes API server, which the NetworkPolicies of CloudNativePG instances allow.
   */
  apiServer?: ApiServer;
  /**
   * Namespaces of operators, which may connect to the databases that they manage.
   */
  operators?: Operators;
  /**
   * What the Prometheus and Grafana of the cluster select by label.
   */
  monitoring?: ClusterMonitoring;
  /**
   * How the cluster pulls images. Default: `node` for cloud clusters whose nodes have access to the registry; otherwise required.
   */
  imagePull?: ImagePull;
  /**
   * Mirrors for the images of auxiliary services, by registry host: `docker.io` for services that the chart deploys, `ghcr.io` for CloudNativePG. A mirror for the images of the app belongs in `imagePull`.
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
 * A Gateway (Gateway API).
 */
export interface Gateway {
  /**
   * Name of the Gateway.
   */
  name: Label;
  /**
   * Namespace of the Gateway.
   */
  namespace: Label;
  /**
   * Name of the HTTPS listener. Routes attach only to it, so that no plain HTTP listener serves the app.
   * @default https
   */
  sectionName?: Label;
  /**
   * Name of the HTTP listener, which then redirects to HTTPS. Default: no redirect.
   */
  redirectFrom?: Label;
}
/**
 * The Kubernetes API server, as pods reach it. A NetworkPolicy cannot select it by labels.
 */
export interface ApiServer {
  /**
   * Ports: that of the Service `kubernetes`, and that of its endpoints.
   * @default [443,6443]
   */
  ports?: readonly number[];
  /**
   * Addresses. Default: all addresses, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * Namespaces of operators.
 */
export interface Operators {
  /**
   * Namespace of CloudNativePG.
   * @default cnpg-system
   */
  cloudNativePG?: Label;
}
/**
 * Labels that an existing Prometheus or Grafana selects.
 */
export interface ClusterMonitoring {
  /**
   * Labels of ServiceMonitors and PrometheusRules, also of those in `extraManifests`: what `serviceMonitorSelector` and `ruleSelector` of the Prometheus select. Default: none, for selectors that are empty.
   */
  labels?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Labels of the namespaces of the app: what `serviceMonitorNamespaceSelector` and `ruleNamespaceSelector` of the Prometheus select. Argo CD sets them. Default: none, for selectors that are empty.
   */
  namespaceLabels?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Labels of the ConfigMap with the dashboard: what the sidecar of Grafana selects. Default: `grafana_dashboard: "1"`.
   */
  dashboardLabels?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
}
/**
 * A long-running process of the app.
 */
export interface Component<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * `standalone`: exactly one pod, such as a scheduler next to components with several pods. Default: the mode of the environment.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value. `$(NAME)` in a value expands to another variable, which must be defined before it.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * Container ports, by name. Each becomes a port of the Service. A component without ports, such as a worker, has no Service.
   */
  ports?: {
    /**
     * A container port.
     */
    [k: string]: Port;
  };
  /**
   * Service for ports with `exposed`, for protocols that routes do not support, such as SSH, DNS or game servers.
   */
  service?: Service;
  /**
   * Probe that decides whether a pod receives traffic. Without it, a rolling update does not detect a broken release.
   */
  readinessProbe?: Probe;
  /**
   * Probe that decides whether a container is restarted. Default: none, because a liveness probe that fails under load turns a slow app into an outage.
   */
  livenessProbe?: Probe;
  /**
   * Probe that delays the other probes until the app has started. Default, where there is a `readinessProbe` and no `livenessProbe`: the `readinessProbe` every second, and a restart after ten minutes without success.
   */
  startupProbe?: Probe;
  /**
   * Number of pods. Always 1 in standalone mode.
   * @default 2
   */
  replicas?: number;
  /**
   * HorizontalPodAutoscaler, which then controls the number of pods. Not available in standalone mode.
   */
  autoscaling?: Autoscaling;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Metrics endpoint that Prometheus scrapes, if `monitoring.prometheus` is set. Default: `/metrics` on the port named `metrics`, otherwise on the first port that is not public.
   */
  metrics?: Metrics;
  /**
   * Time between SIGTERM and SIGKILL, in seconds.
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: a volume of this component only (`ReadWriteOnce`, standalone mode), or one that all processes with this volume name share (`ReadWriteMany`).
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Annotations of the pods.
   */
  podAnnotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
  /**
   * ServiceAccount of this component only, for workload identity. Default: the ServiceAccount of the app, which has no permissions.
   */
  serviceAccount?: ServiceAccount;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
}
/**
 * A Job that Argo CD runs with each release. It must be idempotent, because every sync runs it.
 */
export interface Job<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value. `$(NAME)` in a value expands to another variable, which must be defined before it.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * When Argo CD runs the job. `Sync`: after databases and caches are healthy and before the pods of the app are updated; if the job fails, the sync ends and the pods are not updated. `PostSync`: after the pods are healthy. PreSync is not available, because it runs before the chart creates Secrets and databases.
   * @default Sync
   */
  phase?: 'Sync' | 'PostSync';
  /**
   * Number of retries after a pod fails.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Maximum duration of the job with all retries, in seconds, so that a job that hangs does not block the release.
   * @default 900
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: volumes shared with components (`ReadWriteMany`), or existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
}
/**
 * A job that Kubernetes runs on a schedule.
 */
export interface CronJob<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * Cron schedule: minute, hour, day of the month, month, day of the week, without seconds.
   */
  schedule: CronSchedule;
  /**
   * IANA time zone of the schedule. Default: the time zone of the kube-controller-manager, usually UTC.
   */
  timeZone?: string;
  /**
   * Whether to suspend the schedule, so that no runs start.
   * @default false
   */
  suspend?: boolean;
  /**
   * What happens if the previous run is still active. `Forbid`: the new run is skipped. `Replace`: the previous run is stopped. `Allow`: both run.
   * @default Forbid
   */
  concurrencyPolicy?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a missed run can still start, in seconds. Default: any time before the next run.
   */
  startingDeadlineSeconds?: number;
  /**
   * Number of successful runs to keep, with their logs.
   * @default 3
   */
  successfulJobsHistoryLimit?: number;
  /**
   * Number of failed runs to keep, with their logs.
   * @default 1
   */
  failedJobsHistoryLimit?: number;
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * Number of retries after a pod fails.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Maximum duration of a run with all retries, in seconds. Default: unlimited.
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: volumes shared with components (`ReadWriteMany`), or existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
}
/**
 * Overrides of the fields of a component.
 */
export interface ComponentOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * `standalone`: exactly one pod, such as a scheduler next to components with several pods. Default: the mode of the environment.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value. `$(NAME)` in a value expands to another variable, which must be defined before it.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * Container ports, by name. Each becomes a port of the Service. A component without ports, such as a worker, has no Service.
   */
  ports?: {
    /**
     * A container port.
     */
    [k: string]: Port;
  };
  /**
   * Service for ports with `exposed`, for protocols that routes do not support, such as SSH, DNS or game servers.
   */
  service?: Service;
  /**
   * Probe that decides whether a pod receives traffic. Without it, a rolling update does not detect a broken release.
   */
  readinessProbe?: Probe;
  /**
   * Probe that decides whether a container is restarted. Default: none, because a liveness probe that fails under load turns a slow app into an outage.
   */
  livenessProbe?: Probe;
  /**
   * Probe that delays the other probes until the app has started. Default, where there is a `readinessProbe` and no `livenessProbe`: the `readinessProbe` every second, and a restart after ten minutes without success.
   */
  startupProbe?: Probe;
  /**
   * Number of pods. Always 1 in standalone mode.
   * @default 2
   */
  replicas?: number;
  /**
   * HorizontalPodAutoscaler, which then controls the number of pods. Not available in standalone mode.
   */
  autoscaling?: Autoscaling;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Metrics endpoint that Prometheus scrapes, if `monitoring.prometheus` is set. Default: `/metrics` on the port named `metrics`, otherwise on the first port that is not public.
   */
  metrics?: Metrics;
  /**
   * Time between SIGTERM and SIGKILL, in seconds.
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: a volume of this component only (`ReadWriteOnce`, standalone mode), or one that all processes with this volume name share (`ReadWriteMany`).
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Annotations of the pods.
   */
  podAnnotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
  /**
   * ServiceAccount of this component only, for workload identity. Default: the ServiceAccount of the app, which has no permissions.
   */
  serviceAccount?: ServiceAccount;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
}
/**
 * Overrides of the fields of a job.
 */
export interface JobOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value. `$(NAME)` in a value expands to another variable, which must be defined before it.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * When Argo CD runs the job. `Sync`: after databases and caches are healthy and before the pods of the app are updated; if the job fails, the sync ends and the pods are not updated. `PostSync`: after the pods are healthy. PreSync is not available, because it runs before the chart creates Secrets and databases.
   * @default Sync
   */
  phase?: 'Sync' | 'PostSync';
  /**
   * Number of retries after a pod fails.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Maximum duration of the job with all retries, in seconds, so that a job that hangs does not block the release.
   * @default 900
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: volumes shared with components (`ReadWriteMany`), or existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
}
/**
 * Overrides of the fields of a cron job.
 */
export interface CronJobOverride<ImageName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.
   */
  image?: ImageName;
  /**
   * Cron schedule: minute, hour, day of the month, month, day of the week, without seconds.
   */
  schedule?: CronSchedule;
  /**
   * IANA time zone of the schedule. Default: the time zone of the kube-controller-manager, usually UTC.
   */
  timeZone?: string;
  /**
   * Whether to suspend the schedule, so that no runs start.
   * @default false
   */
  suspend?: boolean;
  /**
   * What happens if the previous run is still active. `Forbid`: the new run is skipped. `Replace`: the previous run is stopped. `Allow`: both run.
   * @default Forbid
   */
  concurrencyPolicy?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a missed run can still start, in seconds. Default: any time before the next run.
   */
  startingDeadlineSeconds?: number;
  /**
   * Number of successful runs to keep, with their logs.
   * @default 3
   */
  successfulJobsHistoryLimit?: number;
  /**
   * Number of failed runs to keep, with their logs.
   * @default 1
   */
  failedJobsHistoryLimit?: number;
  /**
   * Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).
   */
  command?: readonly string[];
  /**
   * Arguments that replace the CMD of the image (Kubernetes `args`).
   */
  args?: readonly string[];
  /**
   * Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value.
   */
  env?: {
    /**
     * An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.
     */
    [k: string]: EnvValue<Services>;
  };
  /**
   * Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.
   *
   * Items: Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.
   */
  uses?: keyof Services & string[];
  /**
   * Number of retries after a pod fails.
   * @default 2
   */
  backoffLimit?: number;
  /**
   * Maximum duration of a run with all retries, in seconds. Default: unlimited.
   */
  activeDeadlineSeconds?: number;
  /**
   * CPU and memory requests and limits.
   */
  resources?: Resources;
  /**
   * Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.
   * @default 10001
   */
  runAsUser?: number;
  /**
   * Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.
   *
   * Items: Allowed outbound connections.
   */
  egress?: readonly Egress[];
  /**
   * Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.
   *
   * Items: An absolute path in the container.
   */
  writablePaths?: readonly AbsolutePath[];
  /**
   * Persistent volumes, by name: volumes shared with components (`ReadWriteMany`), or existing claims.
   */
  volumes?: {
    /**
     * A persistent volume.
     */
    [k: string]: Volume;
  };
  /**
   * Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.
   */
  files?: {
    /**
     * Content of a file: text, or a key of a Secret.
     */
    [k: string]: FileContent;
  };
  /**
   * Exceptions from the restricted security context. Default: none.
   */
  securityContext?: SecurityContext;
  /**
   * Labels of the nodes to run on.
   */
  nodeSelector?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Tolerations for node taints.
   *
   * Items: A toleration for a node taint.
   */
  tolerations?: readonly Toleration[];
  /**
   * PriorityClass of the pods. Determines which pods are preempted when the nodes are full.
   */
  priorityClassName?: ResourceName;
  /**
   * Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.
   */
  pod?: Partial<
    Omit<
      Kubernetes.PodSpec,
      | 'activeDeadlineSeconds'
      | 'ephemeralContainers'
      | 'nodeSelector'
      | 'priority'
      | 'priorityClassName'
      | 'restartPolicy'
      | 'serviceAccount'
      | 'serviceAccountName'
      | 'tolerations'
    >
  >;
  /**
   * Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.
   */
  container?: Partial<Omit<Kubernetes.Container, 'name' | 'image' | 'command' | 'args' | 'restartPolicy'>>;
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
   * A key of a Secret in the namespace of the app.
   */
  secretKeyRef: SecretKeyRef;
}
/**
 * A key of a Secret in the namespace of the app.
 */
export interface SecretKeyRef {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
   * Transport protocol.
   * @default TCP
   */
  protocol?: 'TCP' | 'UDP';
  /**
   * Whether the port is reachable from outside the cluster through a Service of type `service.type`, with or without a route.
   * @default false
   */
  exposed?: boolean;
}
/**
 * The Service for exposed ports.
 */
export interface Service {
  /**
   * `ClusterIP`: reachable only from inside the cluster. `NodePort`: reachable on a port of every node. `LoadBalancer`: reachable at an external address.
   * @default ClusterIP
   */
  type?: 'ClusterIP' | 'LoadBalancer' | 'NodePort';
  /**
   * Annotations of the Service, for the load balancer controller.
   */
  annotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
  /**
   * `Local`: only nodes with a pod accept traffic, and the pod sees the IP address of the client. Default: `Cluster`.
   */
  externalTrafficPolicy?: 'Cluster' | 'Local';
}
/**
 * A Kubernetes probe, with exactly one of `httpGet`, `tcpSocket`, `exec` and `grpc`.
 */
export interface Probe {
  /**
   * HTTP GET request.
   */
  httpGet?: {
    /**
     * Path of the request.
     */
    path: UrlPath;
    /**
     * Name of a port of the component: lowercase letters, digits and single hyphens, at most 15 characters.
     */
    port: PortName;
    /**
     * Scheme of the request. `HTTPS`: the certificate is not verified.
     * @default HTTP
     */
    scheme?: 'HTTP' | 'HTTPS';
    /**
     * Headers of the request, such as the `Host` that the app expects.
     */
    httpHeaders?: readonly HttpHeader[];
  };
  /**
   * TCP connection.
   */
  tcpSocket?: {
    /**
     * Name of a port of the component: lowercase letters, digits and single hyphens, at most 15 characters.
     */
    port: PortName;
  };
  /**
   * Command that runs in the container.
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
     * Port number.
     */
    port: PortNumber;
    /**
     * Service name in the health check request.
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
   * Interval between probes, in seconds.
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Timeout of a probe, in seconds.
   * @default 2
   */
  timeoutSeconds?: number;
  /**
   * Number of consecutive failures after which the probe has failed.
   * @default 3
   */
  failureThreshold?: number;
}
/**
 * An HTTP header.
 */
export interface HttpHeader {
  /**
   * Name of the header.
   */
  name: string;
  /**
   * Value of the header.
   */
  value: string;
}
/**
 * A HorizontalPodAutoscaler.
 */
export interface Autoscaling {
  /**
   * Minimum number of pods.
   * @default 2
   */
  minReplicas?: number;
  /**
   * Maximum number of pods.
   */
  maxReplicas: number;
  /**
   * Target for the average CPU utilization, as a percentage of the request.
   * @default 70
   */
  targetCPUUtilizationPercentage?: number;
}
/**
 * CPU and memory requests and limits.
 */
export interface Resources {
  /**
   * Resources that the scheduler reserves for each pod.
   */
  requests?: {
    /**
     * CPU request.
     * @default 100m
     */
    cpu?: Quantity;
    /**
     * Memory request.
     * @default 128Mi
     */
    memory?: Quantity;
  };
  /**
   * Maximum resources of each pod. There is no CPU limit by default, because it causes throttling.
   */
  limits?: {
    /**
     * CPU limit. Default: none.
     */
    cpu?: Quantity;
    /**
     * Memory limit.
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
   * Path that the volume is mounted at.
   */
  mountPath: AbsolutePath;
  /**
   * Size of the PersistentVolumeClaim. Without `size` and `existingClaim`, the process mounts the ReadWriteMany volume of this name that another process defines.
   */
  size?: Quantity;
  /**
   * StorageClass. Default: `storageClass` of the cluster.
   */
  storageClass?: ResourceName;
  /**
   * `ReadWriteOnce`: mounted by one pod, in standalone mode. `ReadWriteMany`: mounted by all pods of all processes that name it; the StorageClass must support it.
   * @default ["ReadWriteOnce"]
   */
  accessModes?: readonly ('ReadWriteOnce' | 'ReadWriteMany')[];
  /**
   * Name of a PersistentVolumeClaim that already exists in the namespace. Replaces `size`.
   */
  existingClaim?: ResourceName;
  /**
   * Whether the volume is mounted read-only.
   * @default false
   */
  readOnly?: boolean;
}
/**
 * A toleration for a node taint.
 */
export interface Toleration {
  /**
   * Key of the taint. Default: all taints, which requires operator `Exists`.
   */
  key?: MetadataKey;
  /**
   * `Equal`: the taint must have this value. `Exists`: any value.
   * @default Equal
   */
  operator?: 'Equal' | 'Exists';
  /**
   * Value of the taint.
   */
  value?: LabelValue;
  /**
   * Effect of the taint. Default: all effects.
   */
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /**
   * How long a `NoExecute` taint is tolerated, in seconds. Default: forever.
   */
  tolerationSeconds?: number;
}
/**
 * Exceptions from the restricted security context of a pod. The seccomp profile is always set, and privilege escalation is never allowed.
 */
export interface SecurityContext {
  /**
   * Whether the root file system is read-only. Prefer `writablePaths` to setting it to `false`.
   * @default true
   */
  readOnlyRootFilesystem?: boolean;
  /**
   * Whether the container must not run as root. If `false`, its namespace gets the Pod Security Standard `baseline` instead of `restricted`.
   * @default true
   */
  runAsNonRoot?: boolean;
  /**
   * Numeric group ID of the container and its volumes. Default: `runAsUser`.
   */
  runAsGroup?: number;
  /**
   * Linux capabilities of the container.
   */
  capabilities?: Capabilities;
}
/**
 * Linux capabilities of a container. All others are dropped.
 */
export interface Capabilities {
  /**
   * Capabilities to add. With any except `NET_BIND_SERVICE`, the namespace gets the Pod Security Standard `baseline` instead of `restricted`. Capabilities that `baseline` forbids are not available.
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
 * A ServiceAccount for one component. Its token is not mounted, because the webhook for workload identity mounts its own.
 */
export interface ServiceAccount {
  /**
   * Annotations of the ServiceAccount.
   */
  annotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
  /**
   * Credential endpoint on the node, which the NetworkPolicy allows. gke: GKE metadata server. eks-pod-identity: EKS Pod Identity Agent. Default: gke with the annotation iam.gke.io/gcp-service-account, otherwise none; IRSA and Azure workload identity need only HTTPS.
   */
  identity?: 'gke' | 'eks-pod-identity';
}
/**
 * Allowed outbound connections.
 */
export interface Egress {
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Destination ports; behind a Service of the cluster, the ports of its pods.
   */
  ports: readonly number[];
  /**
   * Transport protocol.
   * @default TCP
   */
  protocol?: 'TCP' | 'UDP';
}
/**
 * An HTTP route from outside the cluster.
 */
export interface Route<ComponentName extends string = any> {
  /**
   * Component that receives the requests.
   */
  component: ComponentName;
  /**
   * Name of a port of the component.
   */
  port: PortName;
  /**
   * Path prefix.
   * @default /
   */
  path?: UrlPath;
  /**
   * Request timeout in an HTTPRoute, as a duration such as `90s` or `1m30s`. An Ingress has no such field; use the annotation of its controller.
   */
  timeout?: string;
  /**
   * Annotations of the HTTPRoute or Ingress.
   */
  annotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * A route in an environment.
 */
export interface EnvironmentRoute {
  /**
   * Host names that the route serves.
   */
  hosts: readonly string[];
  /**
   * Secret of type `kubernetes.io/tls` for an Ingress; a Gateway has its own certificate. Default: the certificate of the ingress controller.
   */
  tlsSecret?: SecretName;
  /**
   * Annotations of the HTTPRoute or Ingress here, which override those of the route.
   */
  annotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * Query parameters of the URL that the chart composes.
 */
export interface UrlParameters {
  /**
   * Value of a query parameter, percent-encoded: letters, digits and `. _ ~ : / @ , + * % -`.
   */
  [k: string]: UrlParameterValue;
}
/**
 * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
 */
export interface UserSecret {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
   * Name of the database. Default: the name of the app, with `_` instead of `-`.
   */
  database?: string;
  /**
   * Extensions that the app requires. Embedded and operator-managed databases create them once, together with the database; for external ones, the set-up runbook contains the commands.
   *
   * Items: Name of a PostgreSQL extension, as in CREATE EXTENSION.
   */
  extensions?: readonly PostgresqlExtension[];
  /**
   * Query parameters of the URL that the chart composes.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart, for development.
 */
export interface EmbeddedPostgresql {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
   */
  secret?: UserSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * A CloudNativePG cluster. The operator creates the Secret.
 */
export interface OperatorPostgresql {
  /**
   * Managed by CloudNativePG.
   */
  provider: 'operator';
  /**
   * Size of the volume of each instance.
   * @default 10Gi
   */
  storage?: Quantity;
  /**
   * Number of PostgreSQL instances.
   * @default 3
   */
  instances?: number;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * An existing server, for example in Amazon RDS.
 */
export interface ExternalPostgresql {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 5432
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Name of the database. Default: `database` of the service.
   */
  database?: string;
  /**
   * Secret with the credentials: user name and password, or the complete URL.
   */
  secret: CredentialsSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
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
   * Major and minor version, in CI and if the service is embedded.
   * @default 8.4
   */
  version?: string;
  /**
   * Name of the database. Default: the name of the app, with `_` instead of `-`.
   */
  database?: string;
  /**
   * Query parameters of the URL that the chart composes.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart, for development.
 */
export interface EmbeddedMysql {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
   */
  secret?: UserSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * An existing server, for example in Amazon RDS or Aurora.
 */
export interface ExternalMysql {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 3306
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Name of the database. Default: `database` of the service.
   */
  database?: string;
  /**
   * Secret with the credentials: user name and password, or the complete URL.
   */
  secret: CredentialsSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * MariaDB, compatible with MySQL. Outputs: host, port, username, password, database, url.
 */
export interface MariadbService {
  /**
   * MariaDB.
   */
  type: 'mariadb';
  /**
   * Major and minor version, in CI and if the service is embedded.
   * @default 11.8
   */
  version?: string;
  /**
   * Name of the database. Default: the name of the app, with `_` instead of `-`.
   */
  database?: string;
  /**
   * Query parameters of the URL that the chart composes.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart, for development.
 */
export interface EmbeddedMariadb {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
   */
  secret?: UserSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * An existing server, for example in Amazon RDS.
 */
export interface ExternalMariadb {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 3306
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Name of the database. Default: `database` of the service.
   */
  database?: string;
  /**
   * Secret with the credentials: user name and password, or the complete URL.
   */
  secret: CredentialsSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
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
   * Major and minor version, in CI and if the service is embedded.
   * @default 8.0
   */
  version?: string;
  /**
   * Name of the database. Default: the name of the app, with `_` instead of `-`.
   */
  database?: string;
  /**
   * Query parameters of the URL that the chart composes.
   */
  parameters?: UrlParameters;
}
/**
 * The official image in a StatefulSet of the chart, for development. It is a single server without a replica set, so it does not support transactions.
 */
export interface EmbeddedMongodb {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
   */
  secret?: UserSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * An existing server, for example in MongoDB Atlas. The chart composes the URL for a user of the `admin` database; for any other URL, such as `mongodb+srv://`, set the key `url` of the Secret.
 */
export interface ExternalMongodb {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 27017
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Whether to connect with TLS (`tls=true` in the URL).
   * @default true
   */
  tls?: boolean;
  /**
   * Name of the database. Default: `database` of the service.
   */
  database?: string;
  /**
   * Secret with the credentials: user name and password, or the complete URL.
   */
  secret: CredentialsSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
  /**
   * Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.
   */
  parameters?: UrlParameters;
}
/**
 * Redis or a compatible server. Embedded services run Valkey. Outputs: host, port, password, url.
 */
export interface RedisService {
  /**
   * Redis or Valkey.
   */
  type: 'redis';
  /**
   * Major version of Valkey, in CI and if the service is embedded.
   * @default 9
   */
  version?: string;
  /**
   * Eviction policy when the memory is full.
   * @default allkeys-lru
   */
  maxmemoryPolicy?: 'noeviction' | 'allkeys-lru' | 'allkeys-lfu' | 'volatile-lru' | 'volatile-ttl';
}
/**
 * Valkey in a StatefulSet of the chart.
 */
export interface EmbeddedRedis {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the password that the service is created with. The chart composes the URL from it, so it must be URL-safe. Default: `<app>-<service>`, with the key `password`.
   */
  secret?: OnlyPasswordSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
}
/**
 * An existing server, for example in Amazon ElastiCache.
 */
export interface ExternalRedis {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 6379
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Whether to connect with TLS (`rediss://`).
   * @default true
   */
  tls?: boolean;
  /**
   * Secret with the password or the complete URL.
   */
  secret?: PasswordSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * Secret with the password that the service is created with. The chart composes the URL from it, so it must be URL-safe. Default: `<app>-<service>`, with the key `password`.
 */
export interface OnlyPasswordSecret {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
   * Major and minor version, in CI and if the service is embedded.
   * @default 1.6
   */
  version?: string;
}
/**
 * The official image in a StatefulSet of the chart. It stores no data, so it has no volume and no Secret. Memcached has no authentication: only its NetworkPolicy protects it, so the cluster must enforce NetworkPolicies.
 */
export interface EmbeddedMemcached {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
}
/**
 * An existing server, for example in Amazon ElastiCache.
 */
export interface ExternalMemcached {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 11211
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * RabbitMQ, with AMQP and the virtual host `/`. Outputs: host, port, username, password, url.
 */
export interface RabbitmqService {
  /**
   * RabbitMQ.
   */
  type: 'rabbitmq';
  /**
   * Major and minor version, in CI and if the service is embedded.
   * @default 4.2
   */
  version?: string;
}
/**
 * The official image in a StatefulSet of the chart, for development.
 */
export interface EmbeddedRabbitmq {
  /**
   * Deployed by the chart.
   */
  provider: 'embedded';
  /**
   * Size of the volume.
   * @default 1Gi
   */
  storage?: Quantity;
  /**
   * Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.
   */
  secret?: UserSecret;
  /**
   * Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.
   */
  dataLoss?: DataLoss;
}
/**
 * An existing server, for example in Amazon MQ or CloudAMQP.
 */
export interface ExternalRabbitmq {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service. Default without TLS: 5672.
   * @default 5671
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Whether to connect with TLS (`amqps://`).
   * @default true
   */
  tls?: boolean;
  /**
   * Secret with the credentials: user name and password, or the complete URL.
   */
  secret: CredentialsSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * An S3-compatible bucket. Outputs: host, port, endpoint, region, bucket, accessKeyId, secretAccessKey.
 */
export interface ObjectStoreService {
  /**
   * Object store.
   */
  type: 'object-store';
}
/**
 * An existing bucket, for example in Amazon S3, Ceph or Garage.
 */
export interface ExternalObjectStore {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 443
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Whether to connect with TLS (`https://` in the endpoint).
   * @default true
   */
  tls?: boolean;
  /**
   * Region of the bucket. Services other than Amazon S3 usually accept the default.
   * @default us-east-1
   */
  region?: string;
  /**
   * Name of the bucket.
   */
  bucket: string;
  /**
   * Secret with the access key.
   */
  secret: AccessKeySecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * Secret with the access key.
 */
export interface AccessKeySecret {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * A mail server that sends the email of the app. Outputs: host, port, username, password.
 */
export interface SmtpService {
  /**
   * SMTP.
   */
  type: 'smtp';
}
/**
 * An existing mail server, for example Amazon SES or a relay of your company.
 */
export interface ExternalSmtp {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   * @default 587
   */
  port?: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Secret with user name and password. Default: none, for a server that requires no login.
   */
  secret?: LoginSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * Secret with user name and password. Default: none, for a server that requires no login.
 */
export interface LoginSecret {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * Any other service with a host and a port, such as Kafka, NATS, ClickHouse, OpenSearch or an API. Outputs: host, port, username, password, token, url.
 */
export interface CustomService {
  /**
   * Another service.
   */
  type: 'custom';
}
/**
 * An existing service.
 */
export interface ExternalCustom {
  /**
   * Managed outside the chart.
   */
  provider: 'external';
  /**
   * Host name or IP address.
   */
  host: Host;
  /**
   * Port of the service.
   */
  port: PortNumber;
  /**
   * Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.
   */
  targetPort?: PortNumber;
  /**
   * Secret with the credentials of the service. Each key is an output; the URL is used unchanged.
   */
  secret?: CustomSecret;
  /**
   * IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.
   */
  cidrs?: Cidrs;
}
/**
 * Secret with the credentials of the service. Each key is an output; the URL is used unchanged.
 */
export interface CustomSecret {
  /**
   * Name of a Secret: lowercase letters, digits, hyphens and dots.
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
 * The fields, providers and outputs of each service type, for the TypeScript types.
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
     * A provider of PostgreSQL in an environment.
     */
    provider: PostgresqlProvider;
    /**
     * An output of PostgreSQL.
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
     * A provider of MySQL in an environment.
     */
    provider: MysqlProvider;
    /**
     * An output of MySQL.
     */
    output: MysqlOutput;
  };
  /**
   * MariaDB.
   */
  mariadb: {
    /**
     * MariaDB, compatible with MySQL. Outputs: host, port, username, password, database, url.
     */
    service: MariadbService;
    /**
     * A provider of MariaDB in an environment.
     */
    provider: MariadbProvider;
    /**
     * An output of MariaDB.
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
     * A provider of MongoDB in an environment.
     */
    provider: MongodbProvider;
    /**
     * An output of MongoDB.
     */
    output: MongodbOutput;
  };
  /**
   * Redis.
   */
  redis: {
    /**
     * Redis or a compatible server. Embedded services run Valkey. Outputs: host, port, password, url.
     */
    service: RedisService;
    /**
     * A provider of Redis in an environment.
     */
    provider: RedisProvider;
    /**
     * An output of Redis.
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
     * A provider of Memcached in an environment.
     */
    provider: MemcachedProvider;
    /**
     * An output of Memcached.
     */
    output: MemcachedOutput;
  };
  /**
   * RabbitMQ.
   */
  rabbitmq: {
    /**
     * RabbitMQ, with AMQP and the virtual host `/`. Outputs: host, port, username, password, url.
     */
    service: RabbitmqService;
    /**
     * A provider of RabbitMQ in an environment.
     */
    provider: RabbitmqProvider;
    /**
     * An output of RabbitMQ.
     */
    output: RabbitmqOutput;
  };
  /**
   * Object store.
   */
  'object-store': {
    /**
     * An S3-compatible bucket. Outputs: host, port, endpoint, region, bucket, accessKeyId, secretAccessKey.
     */
    service: ObjectStoreService;
    /**
     * A provider of an object store in an environment.
     */
    provider: ObjectStoreProvider;
    /**
     * An output of an object store.
     */
    output: ObjectStoreOutput;
  };
  /**
   * SMTP.
   */
  smtp: {
    /**
     * A mail server that sends the email of the app. Outputs: host, port, username, password.
     */
    service: SmtpService;
    /**
     * A provider of a mail server in an environment.
     */
    provider: SmtpProvider;
    /**
     * An output of a mail server.
     */
    output: SmtpOutput;
  };
  /**
   * Another service.
   */
  custom: {
    /**
     * Any other service with a host and a port, such as Kafka, NATS, ClickHouse, OpenSearch or an API. Outputs: host, port, username, password, token, url.
     */
    service: CustomService;
    /**
     * A provider of another service in an environment.
     */
    provider: CustomProvider;
    /**
     * An output of another service.
     */
    output: CustomOutput;
  };
}
/**
 * Monitoring with Prometheus and Grafana.
 */
export interface Monitoring {
  /**
   * Whether to create a ServiceMonitor and a PrometheusRule.
   * @default false
   */
  prometheus?: boolean;
  /**
   * Whether to create a ConfigMap with a Grafana dashboard.
   * @default false
   */
  grafana?: boolean;
  /**
   * Namespace that Prometheus runs in. The NetworkPolicy allows it to scrape the app.
   * @default monitoring
   */
  namespace?: Label;
}
/**
 * An environment that the app is deployed to.
 */
export interface Environment<ClusterName extends string = any, ComponentName extends string = any, EnvironmentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Clusters to deploy to, in the order in which they are synced.
   */
  clusters: readonly ClusterName[];
  /**
   * Mode in this environment. Default: the mode of the app.
   */
  mode?: 'standalone' | 'multi-instance';
  /**
   * Namespace that the app is deployed to. Default: `<app>-<environment>`.
   */
  namespace?: Label;
  /**
   * How new images get into Git. `continuous-deployment`: CD commits every image that CI builds. `continuous-delivery`: images are promoted from another environment, with approval.
   */
  delivery: 'continuous-deployment' | 'continuous-delivery';
  /**
   * How changes in Git are applied. `automatic`: Argo CD syncs them immediately. `manual`: a person syncs them in Argo CD.
   */
  sync: 'automatic' | 'manual';
  /**
   * Environment to promote images from. Required if `delivery` is `continuous-delivery`.
   */
  promoteFrom?: EnvironmentName;
  /**
   * How promotions are approved, and by whom. Required if `delivery` is `continuous-delivery`.
   */
  approval?: Approval;
  /**
   * Source of the secrets in this environment. Default: Kubernetes Secrets.
   */
  secrets?: Secrets;
  /**
   * Overrides of components, by name.
   */
  components?: Partial<Record<ComponentName, ComponentOverride<ImageName, Services>>>;
  /**
   * Overrides of jobs, by name.
   */
  jobs?: Partial<Record<JobName, JobOverride<ImageName, Services>>>;
  /**
   * Overrides of cron jobs, by name.
   */
  cronJobs?: Partial<Record<CronJobName, CronJobOverride<ImageName, Services>>>;
  /**
   * Hosts of routes, by name. A route without hosts is not served.
   */
  routes?: Partial<Record<RouteName, EnvironmentRoute>>;
  /**
   * Providers of auxiliary services in this environment or on this cluster, by service name.
   */
  auxiliaryServices?: ProvidersOf<Services>;
  /**
   * Additional Kubernetes objects in this environment, by name. An object replaces that of the app with the same name.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It is created in the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
  /**
   * Overrides for single clusters of this environment, by name.
   */
  overrides?: Partial<Record<ClusterName, ClusterOverride<ComponentName, ImageName, JobName, CronJobName, RouteName, Services>>>;
}
/**
 * How promotions are approved, and by whom.
 */
export interface Approval {
  /**
   * `pull-request`: a code owner merges the pull request. `github-environment`: a required reviewer approves the deployment. `argo-cd`: the person who syncs approves; Argo CD allows only `groups` to sync.
   */
  by: 'pull-request' | 'github-environment' | 'argo-cd';
  /**
   * GitHub teams or users that approve promotions.
   */
  reviewers: readonly Owner[];
  /**
   * Single sign-on groups that can sync, by their names in Argo CD. Default with `argo-cd`: the teams in `reviewers`, by the names that Dex uses with `teamNameField: slug`, such as `acme:platform`. Otherwise none: only administrators of Argo CD can sync.
   */
  groups?: readonly SignOnGroup[];
  /**
   * Whether the person who starts a promotion is prevented from approving it. Default: true, except where one user owns everything and approves every promotion. The required status `Promotion` enforces it for `pull-request`, GitHub for `github-environment`. Argo CD does not know who started a promotion, so nothing enforces it for `argo-cd`.
   */
  preventSelfReview?: boolean;
}
/**
 * Overrides for one cluster.
 */
export interface ClusterOverride<ComponentName extends string = any, ImageName extends string = any, JobName extends string = any, CronJobName extends string = any, RouteName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Overrides of components, by name.
   */
  components?: Partial<Record<ComponentName, ComponentOverride<ImageName, Services>>>;
  /**
   * Overrides of jobs, by name.
   */
  jobs?: Partial<Record<JobName, JobOverride<ImageName, Services>>>;
  /**
   * Overrides of cron jobs, by name.
   */
  cronJobs?: Partial<Record<CronJobName, CronJobOverride<ImageName, Services>>>;
  /**
   * Hosts of routes, by name.
   */
  routes?: Partial<Record<RouteName, EnvironmentRoute>>;
  /**
   * Providers of auxiliary services in this environment or on this cluster, by service name.
   */
  auxiliaryServices?: ProvidersOf<Services>;
  /**
   * Additional Kubernetes objects on this cluster, by name. An object replaces that of the environment with the same name.
   */
  extraManifests?: {
    /**
     * A Kubernetes object. It is created in the namespace of the environment.
     */
    [k: string]: ExtraManifest;
  };
}
/**
 * A Kubernetes object. It is created in the namespace of the environment.
 */
export interface ExtraManifest {
  /**
   * API group and version.
   */
  apiVersion: string;
  /**
   * Kind of a namespaced object. Secrets are not allowed, because their values would be in Git.
   */
  kind: string;
  /**
   * Name, labels and annotations of the object.
   */
  metadata: ManifestMetadata;
  /**
   * Any JSON value: a string, number, boolean, array or object.
   */
  [k: string]: unknown;
}
/**
 * Metadata of an extra manifest. Its namespace is always that of the environment.
 */
export interface ManifestMetadata {
  /**
   * Name of the object: lowercase letters, digits, hyphens and dots.
   */
  name: string;
  /**
   * Labels of the object.
   */
  labels?: {
    /**
     * Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.
     */
    [k: string]: LabelValue;
  };
  /**
   * Annotations of the object.
   */
  annotations?: {
    /**
     * Value of an annotation.
     */
    [k: string]: MetadataValue;
  };
}
/**
 * A patch for one generated file.
 */
export interface Patch {
  /**
   * ID of the output that generates the file, as in `.gitops-app/manifest.json`: repository, slash, name.
   */
  output: string;
  /**
   * Path of the file in its repository. Required if the output generates several files.
   */
  path?: string;
  /**
   * JSON Patch operations (RFC 6902), applied in order.
   */
  operations: readonly PatchOperation[];
}
/**
 * A JSON Patch operation (RFC 6902).
 */
export interface PatchOperation {
  /**
   * Operation. `test`: the patch applies only if the location has this value.
   */
  op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /**
   * Target location.
   */
  path: JsonPointer;
  /**
   * Source location. Required if `op` is `move` or `copy`; not allowed otherwise.
   */
  from?: JsonPointer;
  /**
   * Value. Required if `op` is `add`, `replace` or `test`; not allowed otherwise.
   */
  value?: unknown;
}
/**
 * Changes that generate refuses until a person has named them. Each word is removed once the change is generated: it is not a setting.
 */
export interface Allow<ComponentName extends string = any, Services extends ServiceTypes = any> {
  /**
   * Components and auxiliary services whose StatefulSet, Deployment or Service a person deletes when the change is merged, because Kubernetes cannot change it in place. `generate` prints the commands.
   */
  recreate?: readonly RecreatedOf<ComponentName, Services>[];
}

/** Kubernetes' own types: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export declare namespace Kubernetes {
  interface AWSElasticBlockStoreVolumeSource {
    fsType?: string;
    partition?: number;
    readOnly?: boolean;
    volumeID: string;
  }
  interface Affinity {
    nodeAffinity?: NodeAffinity;
    podAffinity?: PodAffinity;
    podAntiAffinity?: PodAntiAffinity;
  }
  interface AppArmorProfile {
    localhostProfile?: string;
    type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
  }
  interface AzureDiskVolumeSource {
    cachingMode?: 'None' | 'ReadOnly' | 'ReadWrite';
    diskName: string;
    diskURI: string;
    fsType?: string;
    kind?: 'Dedicated' | 'Managed' | 'Shared';
    readOnly?: boolean;
  }
  interface AzureFileVolumeSource {
    readOnly?: boolean;
    secretName: string;
    shareName: string;
  }
  interface CSIVolumeSource {
    driver: string;
    fsType?: string;
    nodePublishSecretRef?: LocalObjectReference;
    readOnly?: boolean;
    volumeAttributes?: { readonly [key: string]: string };
  }
  interface Capabilities {
    add?: readonly string[];
    drop?: readonly string[];
  }
  interface CephFSVolumeSource {
    monitors: readonly string[];
    path?: string;
    readOnly?: boolean;
    secretFile?: string;
    secretRef?: LocalObjectReference;
    user?: string;
  }
  interface CinderVolumeSource {
    fsType?: string;
    readOnly?: boolean;
    secretRef?: LocalObjectReference;
    volumeID: string;
  }
  interface ClusterTrustBundleProjection {
    labelSelector?: LabelSelector;
    name?: string;
    optional?: boolean;
    path: string;
    signerName?: string;
  }
  interface ConfigMapEnvSource {
    name?: string;
    optional?: boolean;
  }
  interface ConfigMapKeySelector {
    key: string;
    name?: string;
    optional?: boolean;
  }
  interface ConfigMapProjection {
    items?: readonly KeyToPath[];
    name?: string;
    optional?: boolean;
  }
  interface ConfigMapVolumeSource {
    defaultMode?: number;
    items?: readonly KeyToPath[];
    name?: string;
    optional?: boolean;
  }
  interface Container {
    args?: readonly string[];
    command?: readonly string[];
    env?: readonly EnvVar[];
    envFrom?: readonly EnvFromSource[];
    image?: string;
    imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
    lifecycle?: Lifecycle | null;
    livenessProbe?: Probe;
    name: string;
    ports?: readonly ContainerPort[];
    readinessProbe?: Probe;
    resizePolicy?: readonly ContainerResizePolicy[];
    resources?: ResourceRequirements;
    restartPolicy?: string;
    restartPolicyRules?: readonly ContainerRestartRule[];
    securityContext?: SecurityContext;
    startupProbe?: Probe | null;
    stdin?: boolean;
    stdinOnce?: boolean;
    terminationMessagePath?: string;
    terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File';
    tty?: boolean;
    volumeDevices?: readonly VolumeDevice[];
    volumeMounts?: readonly VolumeMount[];
    workingDir?: string;
  }
  interface ContainerPort {
    containerPort: number;
    hostIP?: string;
    hostPort?: number;
    name?: string;
    protocol?: 'SCTP' | 'TCP' | 'UDP';
  }
  interface ContainerResizePolicy {
    resourceName: string;
    restartPolicy: string;
  }
  interface ContainerRestartRule {
    action: string;
    exitCodes?: ContainerRestartRuleOnExitCodes;
  }
  interface ContainerRestartRuleOnExitCodes {
    operator: string;
    values?: readonly number[];
  }
  interface DownwardAPIProjection {
    items?: readonly DownwardAPIVolumeFile[];
  }
  interface DownwardAPIVolumeFile {
    fieldRef?: ObjectFieldSelector;
    mode?: number;
    path: string;
    resourceFieldRef?: ResourceFieldSelector;
  }
  interface DownwardAPIVolumeSource {
    defaultMode?: number;
    items?: readonly DownwardAPIVolumeFile[];
  }
  interface EmptyDirVolumeSource {
    medium?: string;
    sizeLimit?: Quantity;
  }
  interface EnvFromSource {
    configMapRef?: ConfigMapEnvSource;
    prefix?: string;
    secretRef?: SecretEnvSource;
  }
  interface EnvVar {
    name: string;
    value?: string;
    valueFrom?: EnvVarSource;
  }
  interface EnvVarSource {
    configMapKeyRef?: ConfigMapKeySelector;
    fieldRef?: ObjectFieldSelector;
    fileKeyRef?: FileKeySelector;
    resourceFieldRef?: ResourceFieldSelector;
    secretKeyRef?: SecretKeySelector;
  }
  interface EphemeralContainer {
    args?: readonly string[];
    command?: readonly string[];
    env?: readonly EnvVar[];
    envFrom?: readonly EnvFromSource[];
    image?: string;
    imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
    lifecycle?: Lifecycle;
    livenessProbe?: Probe;
    name: string;
    ports?: readonly ContainerPort[];
    readinessProbe?: Probe;
    resizePolicy?: readonly ContainerResizePolicy[];
    resources?: ResourceRequirements;
    restartPolicy?: string;
    restartPolicyRules?: readonly ContainerRestartRule[];
    securityContext?: SecurityContext;
    startupProbe?: Probe;
    stdin?: boolean;
    stdinOnce?: boolean;
    targetContainerName?: string;
    terminationMessagePath?: string;
    terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File';
    tty?: boolean;
    volumeDevices?: readonly VolumeDevice[];
    volumeMounts?: readonly VolumeMount[];
    workingDir?: string;
  }
  interface EphemeralVolumeSource {
    volumeClaimTemplate?: PersistentVolumeClaimTemplate;
  }
  interface ExecAction {
    command?: readonly string[];
  }
  interface FCVolumeSource {
    fsType?: string;
    lun?: number;
    readOnly?: boolean;
    targetWWNs?: readonly string[];
    wwids?: readonly string[];
  }
  interface FieldsV1 {}
  interface FileKeySelector {
    key: string;
    optional?: boolean;
    path: string;
    volumeName: string;
  }
  interface FlexVolumeSource {
    driver: string;
    fsType?: string;
    options?: { readonly [key: string]: string };
    readOnly?: boolean;
    secretRef?: LocalObjectReference;
  }
  interface FlockerVolumeSource {
    datasetName?: string;
    datasetUUID?: string;
  }
  interface GCEPersistentDiskVolumeSource {
    fsType?: string;
    partition?: number;
    pdName: string;
    readOnly?: boolean;
  }
  interface GRPCAction {
    port: number;
    service?: string;
  }
  interface GitRepoVolumeSource {
    directory?: string;
    repository: string;
    revision?: string;
  }
  interface GlusterfsVolumeSource {
    endpoints: string;
    path: string;
    readOnly?: boolean;
  }
  interface HTTPGetAction {
    host?: string;
    httpHeaders?: readonly HTTPHeader[];
    path?: string;
    port: IntOrString;
    scheme?: 'HTTP' | 'HTTPS';
  }
  interface HTTPHeader {
    name: string;
    value: string;
  }
  interface HostAlias {
    hostnames?: readonly string[];
    ip: string;
  }
  interface HostPathVolumeSource {
    path: string;
    type?: '' | 'BlockDevice' | 'CharDevice' | 'Directory' | 'DirectoryOrCreate' | 'File' | 'FileOrCreate' | 'Socket';
  }
  interface ISCSIVolumeSource {
    chapAuthDiscovery?: boolean;
    chapAuthSession?: boolean;
    fsType?: string;
    initiatorName?: string;
    iqn: string;
    iscsiInterface?: string;
    lun: number;
    portals?: readonly string[];
    readOnly?: boolean;
    secretRef?: LocalObjectReference;
    targetPortal: string;
  }
  interface ImageVolumeSource {
    pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
    reference?: string;
  }
  type IntOrString = string | number;
  interface KeyToPath {
    key: string;
    mode?: number;
    path: string;
  }
  interface LabelSelector {
    matchExpressions?: readonly LabelSelectorRequirement[];
    matchLabels?: { readonly [key: string]: string };
  }
  interface LabelSelectorRequirement {
    key: string;
    operator: string;
    values?: readonly string[];
  }
  interface Lifecycle {
    postStart?: LifecycleHandler;
    preStop?: LifecycleHandler | null;
    stopSignal?: 'SIGABRT' | 'SIGALRM' | 'SIGBUS' | 'SIGCHLD' | 'SIGCLD' | 'SIGCONT' | 'SIGFPE' | 'SIGHUP' | 'SIGILL' | 'SIGINT' | 'SIGIO' | 'SIGIOT' | 'SIGKILL' | 'SIGPIPE' | 'SIGPOLL' | 'SIGPROF' | 'SIGPWR' | 'SIGQUIT' | 'SIGRTMAX' | 'SIGRTMAX-1' | 'SIGRTMAX-10' | 'SIGRTMAX-11' | 'SIGRTMAX-12' | 'SIGRTMAX-13' | 'SIGRTMAX-14' | 'SIGRTMAX-2' | 'SIGRTMAX-3' | 'SIGRTMAX-4' | 'SIGRTMAX-5' | 'SIGRTMAX-6' | 'SIGRTMAX-7' | 'SIGRTMAX-8' | 'SIGRTMAX-9' | 'SIGRTMIN' | 'SIGRTMIN+1' | 'SIGRTMIN+10' | 'SIGRTMIN+11' | 'SIGRTMIN+12' | 'SIGRTMIN+13' | 'SIGRTMIN+14' | 'SIGRTMIN+15' | 'SIGRTMIN+2' | 'SIGRTMIN+3' | 'SIGRTMIN+4' | 'SIGRTMIN+5' | 'SIGRTMIN+6' | 'SIGRTMIN+7' | 'SIGRTMIN+8' | 'SIGRTMIN+9' | 'SIGSEGV' | 'SIGSTKFLT' | 'SIGSTOP' | 'SIGSYS' | 'SIGTERM' | 'SIGTRAP' | 'SIGTSTP' | 'SIGTTIN' | 'SIGTTOU' | 'SIGURG' | 'SIGUSR1' | 'SIGUSR2' | 'SIGVTALRM' | 'SIGWINCH' | 'SIGXCPU' | 'SIGXFSZ';
  }
  interface LifecycleHandler {
    exec?: ExecAction;
    httpGet?: HTTPGetAction;
    sleep?: SleepAction;
    tcpSocket?: TCPSocketAction;
  }
  interface LocalObjectReference {
    name?: string;
  }
  interface ManagedFieldsEntry {
    apiVersion?: string;
    fieldsType?: string;
    fieldsV1?: FieldsV1;
    manager?: string;
    operation?: string;
    subresource?: string;
    time?: Time;
  }
  interface NFSVolumeSource {
    path: string;
    readOnly?: boolean;
    server: string;
  }
  interface NodeAffinity {
    preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[];
    requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  }
  interface NodeSelector {
    nodeSelectorTerms: readonly NodeSelectorTerm[];
  }
  interface NodeSelectorRequirement {
    key: string;
    operator: 'DoesNotExist' | 'Exists' | 'Gt' | 'In' | 'Lt' | 'NotIn';
    values?: readonly string[];
  }
  interface NodeSelectorTerm {
    matchExpressions?: readonly NodeSelectorRequirement[];
    matchFields?: readonly NodeSelectorRequirement[];
  }
  interface ObjectFieldSelector {
    apiVersion?: string;
    fieldPath: string;
  }
  interface ObjectMeta {
    annotations?: { readonly [key: string]: string };
    creationTimestamp?: Time;
    deletionGracePeriodSeconds?: number;
    deletionTimestamp?: Time;
    finalizers?: readonly string[];
    generateName?: string;
    generation?: number;
    labels?: { readonly [key: string]: string };
    managedFields?: readonly ManagedFieldsEntry[];
    name?: string;
    namespace?: string;
    ownerReferences?: readonly OwnerReference[];
    resourceVersion?: string;
    selfLink?: string;
    uid?: string;
  }
  interface OwnerReference {
    apiVersion: string;
    blockOwnerDeletion?: boolean;
    controller?: boolean;
    kind: string;
    name: string;
    uid: string;
  }
  interface PersistentVolumeClaimSpec {
    accessModes?: readonly ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[];
    dataSource?: TypedLocalObjectReference;
    dataSourceRef?: TypedObjectReference;
    resources?: VolumeResourceRequirements;
    selector?: LabelSelector;
    storageClassName?: string;
    volumeAttributesClassName?: string;
    volumeMode?: 'Block' | 'Filesystem';
    volumeName?: string;
  }
  interface PersistentVolumeClaimTemplate {
    metadata?: ObjectMeta;
    spec: PersistentVolumeClaimSpec;
  }
  interface PersistentVolumeClaimVolumeSource {
    claimName: string;
    readOnly?: boolean;
  }
  interface PhotonPersistentDiskVolumeSource {
    fsType?: string;
    pdID: string;
  }
  interface PodAffinity {
    preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
    requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  }
  interface PodAffinityTerm {
    labelSelector?: LabelSelector;
    matchLabelKeys?: readonly string[];
    mismatchLabelKeys?: readonly string[];
    namespaceSelector?: LabelSelector;
    namespaces?: readonly string[];
    topologyKey: string;
  }
  interface PodAntiAffinity {
    preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
    requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  }
  interface PodCertificateProjection {
    certificateChainPath?: string;
    credentialBundlePath?: string;
    keyPath?: string;
    keyType: string;
    maxExpirationSeconds?: number;
    signerName: string;
    userAnnotations?: { readonly [key: string]: string };
  }
  interface PodDNSConfig {
    nameservers?: readonly string[];
    options?: readonly PodDNSConfigOption[];
    searches?: readonly string[];
  }
  interface PodDNSConfigOption {
    name?: string;
    value?: string;
  }
  interface PodOS {
    name: string;
  }
  interface PodReadinessGate {
    conditionType: string;
  }
  interface PodResourceClaim {
    name: string;
    resourceClaimName?: string;
    resourceClaimTemplateName?: string;
  }
  interface PodSchedulingGate {
    name: string;
  }
  interface PodSchedulingGroup {
    podGroupName?: string;
  }
  interface PodSecurityContext {
    appArmorProfile?: AppArmorProfile;
    fsGroup?: number;
    fsGroupChangePolicy?: 'Always' | 'OnRootMismatch';
    runAsGroup?: number;
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seLinuxChangePolicy?: string;
    seLinuxOptions?: SELinuxOptions;
    seccompProfile?: SeccompProfile;
    supplementalGroups?: readonly number[];
    supplementalGroupsPolicy?: 'Merge' | 'Strict';
    sysctls?: readonly Sysctl[];
    windowsOptions?: WindowsSecurityContextOptions;
  }
  interface PodSpec {
    activeDeadlineSeconds?: number;
    affinity?: Affinity;
    automountServiceAccountToken?: boolean;
    containers: readonly Container[];
    dnsConfig?: PodDNSConfig;
    dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None';
    enableServiceLinks?: boolean;
    ephemeralContainers?: readonly EphemeralContainer[];
    hostAliases?: readonly HostAlias[];
    hostIPC?: boolean;
    hostNetwork?: boolean;
    hostPID?: boolean;
    hostUsers?: boolean;
    hostname?: string;
    hostnameOverride?: string;
    imagePullSecrets?: readonly LocalObjectReference[];
    initContainers?: readonly Container[];
    nodeName?: string;
    nodeSelector?: { readonly [key: string]: string };
    os?: PodOS;
    overhead?: { readonly [key: string]: Quantity };
    preemptionPolicy?: 'Never' | 'PreemptLowerPriority';
    priority?: number;
    priorityClassName?: string;
    readinessGates?: readonly PodReadinessGate[];
    resourceClaims?: readonly PodResourceClaim[];
    resources?: ResourceRequirements;
    restartPolicy?: 'Always' | 'Never' | 'OnFailure';
    runtimeClassName?: string;
    schedulerName?: string;
    schedulingGates?: readonly PodSchedulingGate[];
    schedulingGroup?: PodSchedulingGroup;
    securityContext?: PodSecurityContext;
    serviceAccount?: string;
    serviceAccountName?: string;
    setHostnameAsFQDN?: boolean;
    shareProcessNamespace?: boolean;
    subdomain?: string;
    terminationGracePeriodSeconds?: number;
    tolerations?: readonly Toleration[];
    topologySpreadConstraints?: readonly TopologySpreadConstraint[] | null;
    volumes?: readonly Volume[];
  }
  interface PortworxVolumeSource {
    fsType?: string;
    readOnly?: boolean;
    volumeID: string;
  }
  interface PreferredSchedulingTerm {
    preference: NodeSelectorTerm;
    weight: number;
  }
  interface Probe {
    exec?: ExecAction;
    failureThreshold?: number;
    grpc?: GRPCAction;
    httpGet?: HTTPGetAction;
    initialDelaySeconds?: number;
    periodSeconds?: number;
    successThreshold?: number;
    tcpSocket?: TCPSocketAction;
    terminationGracePeriodSeconds?: number;
    timeoutSeconds?: number;
  }
  interface ProjectedVolumeSource {
    defaultMode?: number;
    sources?: readonly VolumeProjection[];
  }
  type Quantity = string | number;
  interface QuobyteVolumeSource {
    group?: string;
    readOnly?: boolean;
    registry: string;
    tenant?: string;
    user?: string;
    volume: string;
  }
  interface RBDVolumeSource {
    fsType?: string;
    image: string;
    keyring?: string;
    monitors: readonly string[];
    pool?: string;
    readOnly?: boolean;
    secretRef?: LocalObjectReference;
    user?: string;
  }
  interface ResourceClaim {
    name: string;
    request?: string;
  }
  interface ResourceFieldSelector {
    containerName?: string;
    divisor?: Quantity;
    resource: string;
  }
  interface ResourceRequirements {
    claims?: readonly ResourceClaim[];
    limits?: { readonly [key: string]: Quantity | null };
    requests?: { readonly [key: string]: Quantity };
  }
  interface SELinuxOptions {
    level?: string;
    role?: string;
    type?: string;
    user?: string;
  }
  interface ScaleIOVolumeSource {
    fsType?: string;
    gateway: string;
    protectionDomain?: string;
    readOnly?: boolean;
    secretRef: LocalObjectReference;
    sslEnabled?: boolean;
    storageMode?: string;
    storagePool?: string;
    system: string;
    volumeName?: string;
  }
  interface SeccompProfile {
    localhostProfile?: string;
    type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
  }
  interface SecretEnvSource {
    name?: string;
    optional?: boolean;
  }
  interface SecretKeySelector {
    key: string;
    name?: string;
    optional?: boolean;
  }
  interface SecretProjection {
    items?: readonly KeyToPath[];
    name?: string;
    optional?: boolean;
  }
  interface SecretVolumeSource {
    defaultMode?: number;
    items?: readonly KeyToPath[];
    optional?: boolean;
    secretName?: string;
  }
  interface SecurityContext {
    allowPrivilegeEscalation?: boolean;
    appArmorProfile?: AppArmorProfile;
    capabilities?: Capabilities;
    privileged?: boolean;
    procMount?: 'Default' | 'Unmasked';
    readOnlyRootFilesystem?: boolean;
    runAsGroup?: number;
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seLinuxOptions?: SELinuxOptions;
    seccompProfile?: SeccompProfile;
    windowsOptions?: WindowsSecurityContextOptions;
  }
  interface ServiceAccountTokenProjection {
    audience?: string;
    expirationSeconds?: number;
    path: string;
  }
  interface SleepAction {
    seconds: number;
  }
  interface StorageOSVolumeSource {
    fsType?: string;
    readOnly?: boolean;
    secretRef?: LocalObjectReference;
    volumeName?: string;
    volumeNamespace?: string;
  }
  interface Sysctl {
    name: string;
    value: string;
  }
  interface TCPSocketAction {
    host?: string;
    port: IntOrString;
  }
  type Time = string;
  interface Toleration {
    effect?: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule';
    key?: string;
    operator?: 'Equal' | 'Exists' | 'Gt' | 'Lt';
    tolerationSeconds?: number;
    value?: string;
  }
  interface TopologySpreadConstraint {
    labelSelector?: LabelSelector;
    matchLabelKeys?: readonly string[];
    maxSkew: number;
    minDomains?: number;
    nodeAffinityPolicy?: 'Honor' | 'Ignore';
    nodeTaintsPolicy?: 'Honor' | 'Ignore';
    topologyKey: string;
    whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  }
  interface TypedLocalObjectReference {
    apiGroup?: string;
    kind: string;
    name: string;
  }
  interface TypedObjectReference {
    apiGroup?: string;
    kind: string;
    name: string;
    namespace?: string;
  }
  interface Volume {
    awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
    azureDisk?: AzureDiskVolumeSource;
    azureFile?: AzureFileVolumeSource;
    cephfs?: CephFSVolumeSource;
    cinder?: CinderVolumeSource;
    configMap?: ConfigMapVolumeSource;
    csi?: CSIVolumeSource;
    downwardAPI?: DownwardAPIVolumeSource;
    emptyDir?: EmptyDirVolumeSource;
    ephemeral?: EphemeralVolumeSource;
    fc?: FCVolumeSource;
    flexVolume?: FlexVolumeSource;
    flocker?: FlockerVolumeSource;
    gcePersistentDisk?: GCEPersistentDiskVolumeSource;
    gitRepo?: GitRepoVolumeSource;
    glusterfs?: GlusterfsVolumeSource;
    hostPath?: HostPathVolumeSource;
    image?: ImageVolumeSource;
    iscsi?: ISCSIVolumeSource;
    name: string;
    nfs?: NFSVolumeSource;
    persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
    photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
    portworxVolume?: PortworxVolumeSource;
    projected?: ProjectedVolumeSource;
    quobyte?: QuobyteVolumeSource;
    rbd?: RBDVolumeSource;
    scaleIO?: ScaleIOVolumeSource;
    secret?: SecretVolumeSource;
    storageos?: StorageOSVolumeSource;
    vsphereVolume?: VsphereVirtualDiskVolumeSource;
  }
  interface VolumeDevice {
    devicePath: string;
    name: string;
  }
  interface VolumeMount {
    mountPath: string;
    mountPropagation?: 'Bidirectional' | 'HostToContainer' | 'None';
    name: string;
    readOnly?: boolean;
    recursiveReadOnly?: string;
    subPath?: string;
    subPathExpr?: string;
  }
  interface VolumeProjection {
    clusterTrustBundle?: ClusterTrustBundleProjection;
    configMap?: ConfigMapProjection;
    downwardAPI?: DownwardAPIProjection;
    podCertificate?: PodCertificateProjection;
    secret?: SecretProjection;
    serviceAccountToken?: ServiceAccountTokenProjection;
  }
  interface VolumeResourceRequirements {
    limits?: { readonly [key: string]: Quantity };
    requests?: { readonly [key: string]: Quantity };
  }
  interface VsphereVirtualDiskVolumeSource {
    fsType?: string;
    storagePolicyID?: string;
    storagePolicyName?: string;
    volumePath: string;
  }
  interface WeightedPodAffinityTerm {
    podAffinityTerm: PodAffinityTerm;
    weight: number;
  }
  interface WindowsSecurityContextOptions {
    gmsaCredentialSpec?: string;
    gmsaCredentialSpecName?: string;
    hostProcess?: boolean;
    runAsUserName?: string;
  }
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
/** Names of components and of services. */
export type RecreatedOf<Component extends string, Services extends ServiceTypes> = Component | NameIn<Services>;

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
