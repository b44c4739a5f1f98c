import { isSecret } from '../config/rules/components.ts';
import type { Variable } from './env-file.ts';
import type { Fact } from './fact.ts';
import { type ServiceType, typeOfPort, typeOfScheme } from './service-images.ts';

/** What a variable is proposed to be. `unset`: its value holds on the developer's machine alone. */
export type ProposedValue = { kind: 'plain'; value: string } | { kind: 'output'; service: string; output: string } | { kind: 'secret' } | { kind: 'unset' };

/** An auxiliary service by the name that the config gets, and the hosts by which the app's own files know it. */
export interface DetectedService {
  name: string;
  hosts: readonly string[];
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
/** Where the app itself listens, which is the same in a container. */
const listening = /^(?:0\.0\.0\.0|\[?::\]?)(?::\d+)?$/;
const debug = /(?:^|_)DEBUG$/i;
const jdbc = /^jdbc:/;
const modeName = /^(?:NODE|RAILS|RACK|APP|FLASK|DJANGO|GO|ASPNETCORE|DOTNET|MIX|PHX|SPRING_PROFILES)_?(?:ENV|ENVIRONMENT|ACTIVE)?$/;
const localHosts = ['localhost', '127.0.0.1', '0.0.0.0', '::1', 'host.docker.internal'];

/** One proposal a variable. `hosts`: names that only the compose file's network knows. */
export function proposeVariables(variables: readonly Variable[], services: readonly DetectedService[], hosts: readonly string[]): ProposedVariables {
  const values = new Map<string, Fact<ProposedValue>>();
  const left: LeftOut[] = [];
  const groups = serviceGroups(variables, services);
  const store = services.filter(({ type }) => type === 'object-store');
  for (const { name, value, pattern, source, secret } of variables.map(withoutMount)) {
    const leave = (why: string) => void left.push({ key: name, source, why });
    const propose = (proposed: ProposedValue) => void values.set(name, { value: proposed, source });
    if (values.has(name)) continue;
    const url = value === undefined && pattern === undefined ? undefined : readUrl(value ?? pattern ?? '');
    const service = url === undefined ? undefined : serviceOfUrl(url, services);
    const part = partOf(name);
    const group = part === undefined ? undefined : groups.get(part.prefix);
    const output = part === undefined || group === undefined ? undefined : outputOf(part.suffix, group.type);
    const stored = store.length === 1 ? storeOutput(name) : undefined;
    const endpoint = store.find(({ hosts: own }) => url !== undefined && own.includes(url.host));
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) leave('this is no name of an environment variable');
    else if (service !== undefined && url?.scheme.includes('+'))
      leave(`the URL that the config gives has no driver: build it from ${service.name}.host and the others`);
    else if (service !== undefined) {
      propose({ kind: 'output', service: service.name, output: 'url' });
      if (service.type === 'redis' && /^[1-9]\d*$/.test(url?.path ?? ''))
        leave(`the URL that the config gives names no database: it was ${url?.path}, and is 0`);
    } else if (group !== undefined && output === 'host' && /:\d+$/.test(value ?? '')) {
      propose({ kind: 'unset' });
      leave(`the config gives ${group.name}.host and ${group.name}.port apart`);
    } else if (endpoint !== undefined) propose({ kind: 'output', service: endpoint.name, output: 'endpoint' });
    else if (stored !== undefined && store[0] !== undefined) propose({ kind: 'output', service: store[0].name, output: stored });
    else if (group !== undefined && output !== undefined) propose({ kind: 'output', service: group.name, output });
    else if (secret === true || isSecret(name, value || 'given') || (secretName.test(name) && !/PUBLIC/i.test(name))) propose({ kind: 'secret' });
    else if (url?.password === true) propose({ kind: 'secret' });
    else if (url === undefined && jdbc.test(value ?? pattern ?? '')) {
      propose({ kind: 'unset' });
      leave('the config gives no URL of JDBC: write it with the host of each environment');
    } else if (value === undefined && pattern === undefined) leave('whoever starts compose gives its value: add it to env where the app needs it');
    else if (value === undefined) propose({ kind: 'unset' });
    else if (value === '') leave('it has no value');
    else if ((modeName.test(name) && /^(?:dev|development|local|test)$/i.test(value)) || (debug.test(name) && /^(?:true|1|yes|on)$/i.test(value)))
      leave(`'${value}' is for a developer's machine`);
    else if (url !== undefined && (localHosts.includes(url.host) || hosts.includes(url.host))) propose({ kind: 'unset' });
    else if (listening.test(value)) propose({ kind: 'plain', value });
    else if (/HOST|SERVER|ADDR|ENDPOINT|URL|URI/i.test(name) && [...localHosts, ...hosts].includes(value.replace(/:\d+$/, ''))) propose({ kind: 'unset' });
    else propose({ kind: 'plain', value });
  }
  return { values, left };
}

/** `PASSWORD_FILE: /run/secrets/x` names a file that compose mounts; images that read it take PASSWORD as well, which is a key of a Secret. */
function withoutMount(variable: Variable): Variable {
  const mounted = variable.name.endsWith('_FILE') && variable.value?.startsWith('/run/secrets/') === true;
  return mounted ? { name: variable.name.replace(/_FILE$/, ''), value: undefined, pattern: '${SECRET}', source: variable.source, secret: true } : variable;
}

/** Services that a connection URL, or the address of a mail server, names where no compose file does. `taken`: names that others have. */
export function servicesOf(variables: readonly Variable[], known: readonly DetectedService[], taken: readonly string[]): DetectedService[] {
  const names: Record<ServiceType, string> = { postgresql: 'db', redis: 'cache', 'object-store': 'files', smtp: 'mail' };
  const found = new Map<ServiceType, DetectedService>();
  for (const { name, value, source } of variables) {
    const url = value === undefined ? undefined : readUrl(value);
    const part = partOf(name);
    const local = part !== undefined && hostParts.includes(part.suffix) && localHosts.includes(value ?? '');
    const mail = mailServer.test(name) && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value ?? '');
    const type = mail ? 'smtp' : local ? typeOfPort(portBeside(part.prefix, variables)) : url === undefined ? undefined : typeOfScheme(url.scheme);
    if (type === undefined || found.has(type) || known.some((service) => service.type === type)) continue;
    const database = databaseOf(type, url?.path ?? '');
    found.set(type, {
      name: taken.includes(names[type]) ? `${names[type]}-${type}` : names[type],
      hosts: [url?.host ?? value ?? ''],
      type,
      ...(database === undefined ? {} : { database }),
      source,
    });
  }
  return [...found.values()];
}

const mailServer = /(?:^|_)(?:SMTP|MAIL|EMAIL|MAILER)_(?:HOST|HOSTNAME|SERVER|ADDRESS)$/i;

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
  return same.find((service) => service.hosts.includes(host)) ?? (localHosts.includes(host) ? same[0] : undefined);
}

const parts = 'HOST|HOSTNAME|SERVER|ADDRESS|PORT|USER|USERNAME|USER_NAME|LOGIN|PASSWORD|PASSWD|PASS|NAME|DATABASE|DB|DBNAME';
const partPattern = new RegExp(`^(.*?)_*(${parts})$`, 'i');

function partOf(name: string): { prefix: string; suffix: string } | undefined {
  const [, prefix, suffix] = partPattern.exec(name) ?? [];
  return prefix === undefined || suffix === undefined ? undefined : { prefix: prefix.toUpperCase(), suffix: suffix.toUpperCase() };
}

/** `DB_HOST: db` says that DB_PORT, DB_USER and the others are of the same service; so do an address as a URL, and a port of this machine. */
function serviceGroups(variables: readonly Variable[], services: readonly DetectedService[]): Map<string, DetectedService> {
  const groups = new Map<string, DetectedService>();
  const only = (type: ServiceType | undefined) => {
    const same = services.filter((service) => service.type === type);
    return same.length === 1 ? same[0] : undefined;
  };
  for (const { name, value, pattern } of variables) {
    const part = partOf(name);
    const text = value ?? pattern ?? '';
    const host = part !== undefined && hostParts.includes(part.suffix) ? text.replace(/:\d+$/, '') : undefined;
    const url = /^(.*?)_*(?:URL|URI)$/i.exec(name);
    const service =
      host === undefined
        ? services.find(({ hosts }) => url !== null && hosts.includes(readUrl(text.replace(/^jdbc:/, ''))?.host ?? ''))
        : localHosts.includes(host) || host.startsWith('/')
          ? only(mailServer.test(name) ? 'smtp' : typeOfPort(portBeside(part?.prefix ?? '', variables)))
          : services.find(({ hosts }) => hosts.includes(host));
    const prefix = part?.prefix ?? url?.[1]?.toUpperCase();
    if (service !== undefined && prefix !== undefined && !groups.has(prefix)) groups.set(prefix, service);
  }
  return groups;
}

/** `DB_PORT` for `DB`. */
function portBeside(prefix: string, variables: readonly Variable[]): string | undefined {
  return variables.find(({ name }) => partOf(name)?.prefix === prefix && partOf(name)?.suffix === 'PORT')?.value;
}

const hostParts = ['HOST', 'HOSTNAME', 'SERVER', 'ADDRESS'];

const passwords = { PASSWORD: 'password', PASSWD: 'password', PASS: 'password' };
const users = { USER: 'username', USERNAME: 'username', USER_NAME: 'username', LOGIN: 'username' };
const addresses = { HOST: 'host', HOSTNAME: 'host', SERVER: 'host', ADDRESS: 'host', PORT: 'port' };
const outputs: Record<ServiceType, Record<string, string>> = {
  postgresql: { ...addresses, ...users, ...passwords, NAME: 'database', DATABASE: 'database', DB: 'database', DBNAME: 'database' },
  redis: { ...addresses, ...passwords },
  'object-store': addresses,
  smtp: { ...addresses, ...users, ...passwords },
};

function outputOf(suffix: string, type: ServiceType): string | undefined {
  return outputs[type][suffix];
}

/** Variables that only an object store can mean, where the app has one. */
function storeOutput(name: string): string | undefined {
  const [, what = ''] = /(?:^|_)(?:AWS|S3|MINIO)_(?:\w+_)??(ACCESS_KEY(?:_ID)?|SECRET(?:_ACCESS)?_KEY|BUCKET(?:_NAME)?|REGION)$/.exec(name) ?? [];
  if (what === '') return undefined;
  return what.startsWith('BUCKET') ? 'bucket' : what === 'REGION' ? 'region' : what.startsWith('SECRET') ? 'secretAccessKey' : 'accessKeyId';
}
