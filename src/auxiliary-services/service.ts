import type { ServiceContainer } from '../github/workflow.ts';
import type { ProvidedOf, Provider, SecretRole, ServiceOf, ServiceSettings, ServiceType } from '../model/model.ts';

/**
 * All that config, CI, chart and runbooks must know of one type of auxiliary service. Its embedded image stands in
 * templates/chart/templates/services/<type>-embedded.yaml.
 */
export interface ServiceDefinition<Type extends ServiceType = ServiceType> {
  /** In a list of choices: `a database`. */
  description: string;
  /** What a service of this type is called where nobody gave a name. */
  usualName: string;
  /** What a variable can read: `db.url`. */
  outputs: readonly string[];
  /** What the Secret holds; empty: it has none. */
  credentials: readonly SecretRole[];
  /** true: the chart makes a URL of host, port and credentials. */
  composesUrl: boolean;
  /** Fields of its own with their defaults. `database`: the app's name as one. */
  settings(database: string): ServiceSettings[Type];
  /** For people, with what distinguishes it: `PostgreSQL 17`, `bucket shop-files`. */
  name(service: ProvidedOf<Type>): string;
  embedded: EmbeddedDefinition<Type> | null;
  /** Defaults, where an operator can run it. */
  operator: { storage: string; instances: number } | null;
  external: ExternalDefinition;
  detection: DetectionDefinition;
  /** Images of `testService`, without tags. */
  testImages?: readonly string[];
  /** The same software beside the tests of CI, on a port of the runner. Absent: tests put something in its place. */
  testService?(service: ServiceOf<Type>, offset: number): TestService;
}

/** Run by the chart. */
export interface EmbeddedDefinition<Type extends ServiceType> {
  /** Default size of its volume; null: it keeps nothing. */
  storage: string | null;
  /** The user that it is made with; absent: it has none. */
  username?(service: EmbeddedOf<Type>): string;
  /** How its password changes. Absent: it reads the Secret whenever it starts. `file`: the new one, in shell. */
  changePassword?(service: EmbeddedOf<Type>, file: string): PasswordChange;
}

export type EmbeddedOf<Type extends ServiceType> = Extract<ProvidedOf<Type>, { provider: 'embedded' }>;

/** Shell that prints something, and the program in the pod that reads it: no password stands in a command line. */
export interface PasswordChange {
  print: string;
  program: string;
  /** true: the program signs in with what the pod was started with, so the pod must start again before the next change. */
  restart: boolean;
}

/** Run by somebody else. */
export interface ExternalDefinition {
  /** Where it usually listens; undefined: nobody could know. */
  port: number | undefined;
  /** Where it listens without TLS, if elsewhere. */
  portWithoutTls?: number;
  /** Fields beside host and port, with their defaults; undefined: there is none. */
  fields: Record<string, string | boolean | undefined>;
  secret: 'required' | 'optional' | 'none';
  /** What its Secret may hold beside, or in place of, the credentials. */
  moreRoles: readonly SecretRole[];
}

/** By what an app's own files name it. */
export interface DetectionDefinition {
  /** Last parts of the names of its images. */
  images: readonly string[];
  /** As the config takes it, from a tag; undefined: the config's default. */
  version(tag: string): string | undefined;
  /** Schemes of its connection URLs, where the config gives one. */
  schemes: readonly string[];
  /** Schemes that only a driver has: the URL that the config gives is another. */
  drivers?: readonly string[];
  /** The port that nothing else has. */
  port?: number;
  /** Variables of its images that name the database. */
  databaseVariables: readonly string[];
}

/** A service of the test job: the same software and version as the app gets. */
export interface TestService {
  container: ServiceContainer;
  outputs: Record<string, string>;
}

/** Of throw-away databases that live as long as one job. */
export const testCredentials = { username: 'ci', password: 'ci' };

/** What the config adds to a URL; `first` stands before it. */
export function urlParameters(parameters: Readonly<Record<string, string>>, first: '?' | '&'): string {
  const pairs = Object.entries(parameters).map((pair) => pair.join('='));
  return pairs.length === 0 ? '' : `${first}${pairs.join('&')}`;
}

/** Options of a container that is waited for. */
export function healthOptions(command: string): string {
  return `--health-cmd "${command}" --health-interval 2s --health-timeout 5s --health-retries 30`;
}

/** The keys that a Secret gets where nobody gave others. */
export const usualKeys: Record<SecretRole, string> = {
  username: 'username',
  password: 'password',
  token: 'token',
  url: 'url',
  accessKeyId: 'access-key-id',
  secretAccessKey: 'secret-access-key',
};

/** The keys of the Secret that is usual for a type. */
export function usualSecretKeys({ credentials }: ServiceDefinition): Partial<Record<SecretRole, string>> {
  return Object.fromEntries(credentials.map((role) => [role, usualKeys[role]]));
}

/** `MySQL 8.4`; of one that others run, the config does not say the version. */
export function nameWithVersion(title: string): (service: { provider: Provider; version: string }) => string {
  return ({ provider, version }) => (provider === 'external' ? title : `${title} ${version}`);
}

/** `8.4` of a tag like `8.4.2-oracle`. */
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

/** What nothing but the Secret of an external one says. */
export function secretOutputs({ credentials, composesUrl, external }: ServiceDefinition): SecretRole[] {
  return [...credentials, ...external.moreRoles.filter((role) => role !== 'url' || !composesUrl)];
}
