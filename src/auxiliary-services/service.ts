import type { ServiceContainer } from '../github/workflow.ts';
import type { ProvidedOf, Provider, SecretRole, ServiceOf, ServiceSettings, ServiceType } from '../model/model.ts';

/**
 * Everything that differs by type of auxiliary service, for config, CI, chart and runbooks. Its embedded image is in
 * templates/chart/templates/auxiliary-services/<type>-embedded.yaml.
 */
export interface ServiceDefinition<Type extends ServiceType = ServiceType> {
  /** For a prompt: `a relational database`. */
  description: string;
  /** Default name of a service of this type. */
  defaultName: string;
  /** Outputs that a variable can refer to: `db.url`. */
  outputs: readonly string[];
  /** Credentials in its Secret; empty if it has none. */
  credentials: readonly SecretRole[];
  /** Whether the chart composes a URL from host, port and credentials. */
  composesUrl: boolean;
  /** Its own fields with their defaults. `database` is the default database name, from the app's name. */
  settings(database: string): ServiceSettings[Type];
  /** Display name with version or bucket: `PostgreSQL 17`, `bucket shop-files`. */
  name(service: ProvidedOf<Type>): string;
  embedded: EmbeddedDefinition<Type> | null;
  /** Defaults if an operator runs it; null if none can. */
  operator: { storage: string; instances: number } | null;
  external: ExternalDefinition;
  detection: DetectionDefinition;
  /** Images of `testService`, without tags. */
  testImages?: readonly string[];
  /** The same software as a service container of CI's tests, on a port of the runner. Absent if tests have to mock it. */
  testService?(service: ServiceOf<Type>, offset: number): TestService;
}

/** Run by the chart. */
export interface EmbeddedDefinition<Type extends ServiceType> {
  /** Default size of its volume; null if it stores no data. */
  storage: string | null;
  /** The user that is created with it; absent if it has none. */
  username?(service: EmbeddedOf<Type>): string;
  /** How to change its password. Absent if it reads the Secret at each start. `file`: path of the new password, in shell. */
  changePassword?(service: EmbeddedOf<Type>, file: string): PasswordChange;
}

export type EmbeddedOf<Type extends ServiceType> = Extract<ProvidedOf<Type>, { provider: 'embedded' }>;

/** Shell that prints a statement, and the program in the pod that reads it, so that no password appears in a command line. */
export interface PasswordChange {
  print: string;
  program: string;
  /** true if the program logs in with the password from the pod's start, so that the pod must restart before the next change. */
  restart: boolean;
}

/** Run outside the cluster. */
export interface ExternalDefinition {
  /** Default port; undefined if there is none. */
  port: number | undefined;
  /** Default port without TLS, if different. */
  portWithoutTls?: number;
  /** Fields besides host and port, with their defaults; undefined for no default. */
  fields: Record<string, string | boolean | undefined>;
  secret: 'required' | 'optional' | 'none';
  /** Roles that its Secret may contain in addition to, or instead of, the credentials. */
  moreRoles: readonly SecretRole[];
}

/** How it is recognized in an app's own files. */
export interface DetectionDefinition {
  /** Last path segments of its images. */
  images: readonly string[];
  /** Version in the config's notation, from a tag; undefined for the config's default. */
  version(tag: string): string | undefined;
  /** Schemes of its connection URLs. */
  schemes: readonly string[];
  /** Schemes that only a driver uses; the URL from the config has a different one. */
  drivers?: readonly string[];
  /** Its well-known port. */
  port?: number;
  /** Variables of its images that contain the database name. */
  databaseVariables: readonly string[];
}

/** A service container of the test job, with the same software and version as in a cluster. */
export interface TestService {
  container: ServiceContainer;
  outputs: Record<string, string>;
}

/** Credentials of temporary databases that exist for one job. */
export const testCredentials = { username: 'ci', password: 'ci' };

/** Parameters that the config adds to a URL, after the separator `first`. */
export function urlParameters(parameters: Readonly<Record<string, string>>, first: '?' | '&'): string {
  const pairs = Object.entries(parameters).map((pair) => pair.join('='));
  return pairs.length === 0 ? '' : `${first}${pairs.join('&')}`;
}

/** Options of a container with a health check. */
export function healthOptions(command: string): string {
  return `--health-cmd "${command}" --health-interval 2s --health-timeout 5s --health-retries 30`;
}

/** Default keys of a Secret. */
export const defaultKeys: Record<SecretRole, string> = {
  username: 'username',
  password: 'password',
  token: 'token',
  url: 'url',
  accessKeyId: 'access-key-id',
  secretAccessKey: 'secret-access-key',
};

/** Default keys of the Secret of a type. */
export function defaultSecretKeys({ credentials }: ServiceDefinition): Partial<Record<SecretRole, string>> {
  return Object.fromEntries(credentials.map((role) => [role, defaultKeys[role]]));
}

/** `MySQL 8.4`; without a version if it is external, because the config does not know it. */
export function nameWithVersion(title: string): (service: { provider: Provider; version: string }) => string {
  return ({ provider, version }) => (provider === 'external' ? title : `${title} ${version}`);
}

/** `8.4` from a tag like `8.4.2-oracle`. */
export function minorVersion(tag: string): string | undefined {
  return /^(\d+\.\d+)(?!\d)/.exec(tag)?.[1];
}

/** As names of schemas have it: `ObjectStore`. */
export function typeName(type: ServiceType): string {
  return type.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function providersOf({ embedded, operator }: ServiceDefinition): Provider[] {
  return [...(embedded === null ? [] : (['embedded'] as const)), ...(operator === null ? [] : (['operator'] as const)), 'external'];
}

/** Roles whose values come only from the Secret of an external service. */
export function secretOutputs({ credentials, composesUrl, external }: ServiceDefinition): SecretRole[] {
  return [...credentials, ...external.moreRoles.filter((role) => role !== 'url' || !composesUrl)];
}
