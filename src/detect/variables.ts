import { isSecret } from '../config/rules/components.ts';
import type { Variable } from './env-file.ts';
import type { Fact } from './fact.ts';
import { type ServiceType, typeOfScheme } from './service-images.ts';

/** What a variable is proposed to be. `unset`: its value holds on the developer's machine alone. */
export type ProposedValue = { kind: 'plain'; value: string } | { kind: 'output'; service: string; output: string } | { kind: 'secret' } | { kind: 'unset' };

/** An auxiliary service by the name that the config gets, and the host by which the app's own files know it. */
export interface DetectedService {
  name: string;
  host: string;
  type: ServiceType;
  version?: string;
  database?: string;
  source: string;
}

/** Something that was read and has no place in the config. */
export interface LeftOut {
  key: string;
  source: string;
  why: string;
}

export interface ProposedVariables {
  values: Map<string, Fact<ProposedValue>>;
  left: LeftOut[];
}

const secretName =
  /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|PASS$|TOKEN|CREDENTIAL|PRIVATE|SALT$|(?:API|ACCESS|MASTER|ENCRYPTION|SIGNING|AUTH|APP|LICENSE)_?KEY|KEY_BASE|SENTRY_DSN|_KEY$)/i;
const modeName = /^(?:NODE|RAILS|RACK|APP|FLASK|DJANGO|GO|ASPNETCORE|DOTNET|MIX|PHX|SPRING_PROFILES)_?(?:ENV|ENVIRONMENT|ACTIVE)?$/;
const localHosts = ['localhost', '127.0.0.1', '0.0.0.0', '::1', 'host.docker.internal'];

/** One proposal a variable. `hosts`: names that only the compose file's network knows. */
export function proposeVariables(variables: readonly Variable[], services: readonly DetectedService[], hosts: readonly string[]): ProposedVariables {
  const values = new Map<string, Fact<ProposedValue>>();
  const left: LeftOut[] = [];
  const groups = serviceGroups(variables, services);
  for (const { name, value, source } of variables) {
    const leave = (why: string) => void left.push({ key: name, source, why });
    const propose = (proposed: ProposedValue) => void values.set(name, { value: proposed, source });
    if (values.has(name)) continue;
    const url = value === undefined ? undefined : readUrl(value);
    const service = url === undefined ? undefined : serviceOfUrl(url, services);
    const part = partOf(name);
    const group = part === undefined ? undefined : groups.get(part.prefix);
    const output = part === undefined || group === undefined ? undefined : outputOf(part.suffix, group.type);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) leave('this is no name of an environment variable');
    else if (service !== undefined && url?.scheme.includes('+'))
      leave(`the URL that the config gives has no driver: build it from ${service.name}.host and the others`);
    else if (service !== undefined) {
      propose({ kind: 'output', service: service.name, output: 'url' });
      if (service.type === 'redis' && /^[1-9]\d*$/.test(url?.path ?? ''))
        leave(`the URL that the config gives names no database: it was ${url?.path}, and is 0`);
    } else if (group !== undefined && output !== undefined) propose({ kind: 'output', service: group.name, output });
    else if (isSecret(name, value || 'given') || (secretName.test(name) && !/PUBLIC/i.test(name))) propose({ kind: 'secret' });
    else if (url?.password === true) propose({ kind: 'secret' });
    else if (value === undefined) propose({ kind: 'unset' });
    else if (value === '') leave('it has no value');
    else if (modeName.test(name) && /^(?:dev|development|local|test)$/i.test(value)) leave(`'${value}' is for a developer's machine`);
    else if (url !== undefined && (localHosts.includes(url.host) || hosts.includes(url.host))) propose({ kind: 'unset' });
    else if (/HOST|SERVER|ADDR|ENDPOINT|URL|URI/i.test(name) && [...localHosts, ...hosts].includes(value.replace(/:\d+$/, ''))) propose({ kind: 'unset' });
    else propose({ kind: 'plain', value });
  }
  return { values, left };
}

/** Services that a connection URL of the example file names, where no compose file does. `taken`: names that others have. */
export function servicesOf(variables: readonly Variable[], known: readonly DetectedService[], taken: readonly string[]): DetectedService[] {
  const names: Record<ServiceType, string> = { postgresql: 'db', redis: 'cache' };
  const found = new Map<ServiceType, DetectedService>();
  for (const { value, source } of variables) {
    const url = value === undefined ? undefined : readUrl(value);
    const type = url === undefined ? undefined : typeOfScheme(url.scheme);
    if (url === undefined || type === undefined || found.has(type) || known.some((service) => service.type === type)) continue;
    const database = databaseOf(type, url.path);
    found.set(type, {
      name: taken.includes(names[type]) ? `${names[type]}-${type}` : names[type],
      host: url.host,
      type,
      ...(database === undefined ? {} : { database }),
      source,
    });
  }
  return [...found.values()];
}

/** The name of a database as the config takes it. */
export function databaseOf(type: ServiceType, text: string): string | undefined {
  return type === 'postgresql' && /^[a-z_][a-z0-9_]{0,62}$/.test(text) ? text : undefined;
}

interface ConnectionUrl {
  scheme: string;
  host: string;
  password: boolean;
  path: string;
}

/** A URL as files write it: its parts may hold characters that a strict reader refuses. */
function readUrl(text: string): ConnectionUrl | undefined {
  const [, scheme, user, host, path = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/(?:([^/@\s]*)@)?(\[[^\]]*\]|[^/:?#\s]*)(?::[^/?#\s]*)?(?:\/([^?#\s]*))?/i.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), password: /:./.test(user ?? ''), path };
}

function serviceOfUrl({ scheme, host }: ConnectionUrl, services: readonly DetectedService[]): DetectedService | undefined {
  const type = typeOfScheme(scheme);
  const same = services.filter((service) => service.type === type);
  // On the developer's machine every service of the compose file is localhost.
  return same.find((service) => service.host === host) ?? (localHosts.includes(host) ? same[0] : undefined);
}

function partOf(name: string): { prefix: string; suffix: string } | undefined {
  const [, prefix, suffix] = /^(.*?)_?(HOST|HOSTNAME|SERVER|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DATABASE|DB)$/.exec(name) ?? [];
  return prefix === undefined || suffix === undefined ? undefined : { prefix, suffix };
}

/** `DB_HOST: db` says that DB_PORT, DB_USER and the others are of the same service. */
function serviceGroups(variables: readonly Variable[], services: readonly DetectedService[]): Map<string, DetectedService> {
  return new Map(
    variables.flatMap(({ name, value }): [string, DetectedService][] => {
      const part = partOf(name);
      const service = services.find(({ host }) => host === value);
      return part === undefined || service === undefined || !/^(HOST|HOSTNAME|SERVER)$/.test(part.suffix) ? [] : [[part.prefix, service]];
    }),
  );
}

function outputOf(suffix: string, type: ServiceType): string | undefined {
  const outputs: Record<string, string> = { HOST: 'host', HOSTNAME: 'host', SERVER: 'host', PORT: 'port', PASSWORD: 'password', PASS: 'password' };
  const database: Record<string, string> = { USER: 'username', USERNAME: 'username', NAME: 'database', DATABASE: 'database', DB: 'database' };
  return outputs[suffix] ?? (type === 'postgresql' ? database[suffix] : undefined);
}
