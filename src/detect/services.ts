import { definitionOf, serviceTypes } from '../auxiliary-services/index.ts';
import type { ServiceType } from '../model/model.ts';
import { localHosts, namesHost, readUrl } from './connection-url.ts';
import type { DetectedService } from './detected-service.ts';
import { isPort } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import { typesOfPort, typesOfScheme } from './service-images.ts';

/** Services that only a connection URL or the address of a mail server refers to. `usedNames` are not available. */
export function servicesOf(variables: readonly Variable[], known: readonly DetectedService[], usedNames: readonly string[]): DetectedService[] {
  const found = new Map<ServiceType, DetectedService>();
  for (const { name, value, source } of variables) {
    const url = value === undefined ? undefined : readUrl(value);
    const part = partOf(name);
    const local = part !== undefined && hostParts.includes(part.suffix) && localHosts.includes(value ?? '');
    const mail = mailServer.test(name) && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value ?? '');
    const types: ServiceType[] = mail ? ['smtp'] : local ? typesOfPort(portBeside(part.prefix, variables)) : url === undefined ? [] : typesOfScheme(url.scheme);
    const [type] = types;
    if (type === undefined || found.has(type) || known.some((service) => types.includes(service.type))) continue;
    const { defaultName } = definitionOf(type);
    const database = databaseOf(type, url?.path ?? '');
    const isUsed = [...usedNames, ...[...found.values()].map((service) => service.name)].includes(defaultName);
    found.set(type, {
      name: isUsed ? `${defaultName}-${type}` : defaultName,
      hosts: [url?.host ?? value ?? ''],
      type,
      ...(database === undefined ? {} : { database }),
      source,
    });
  }
  return [...found.values()];
}

/** Other servers that variables of the app refer to, with their ports. Omits servers without a known port. */
export function addressesOf(others: readonly DetectedService[], variables: readonly Variable[]): DetectedService[] {
  return others.flatMap((service) => {
    const ports = variables.flatMap(({ name, value, pattern = value ?? '' }) => {
      const part = partOf(name);
      const url = readUrl(pattern);
      if (url !== undefined && service.hosts.includes(url.host)) return [portIn(pattern, url.host) ?? service.port ?? (url.scheme === 'http' ? 80 : undefined)];
      if (namesHost(pattern, service.hosts)) return service.hosts.map((host) => portIn(pattern, host)).filter((port) => port !== undefined);
      if (part === undefined || !hostParts.includes(part.suffix) || !service.hosts.includes(pattern)) return [];
      const port = Number(portBeside(part.prefix, variables));
      return [isPort(port) ? port : service.port];
    });
    const port = ports.find((each) => each !== undefined);
    return port === undefined ? [] : [{ ...service, port }];
  });
}

/** `9092` of `kafka:9092` */
function portIn(text: string, host: string): number | undefined {
  const ports = text.split(`${host}:`).map((after) => Number.parseInt(after, 10));
  return ports.slice(1).find(isPort);
}

const mailServer = /(?:^|_)(?:SMTP|MAIL|EMAIL|MAILER)_(?:HOST|HOSTNAME|SERVER|ADDRESS)$/i;

/** A database name that is valid in the config. */
export function databaseOf(type: ServiceType, text: string): string | undefined {
  return 'database' in definitionOf(type).settings('') && /^[a-z_][a-z0-9_]{0,62}$/.test(text) ? text : undefined;
}

const parts = 'HOST|HOSTNAME|SERVER|ADDRESS|PORT|USER|USERNAME|USER_NAME|LOGIN|PASSWORD|PASSWD|PASS|NAME|DATABASE|DB|DBNAME';
const partPattern = new RegExp(`^(.*?)_*(${parts})$`, 'i');

/** Django has EMAIL_HOST_USER beside EMAIL_HOST: treat it as the user of EMAIL. */
export function partOf(name: string): { prefix: string; suffix: string } | undefined {
  const [, prefix, suffix] = partPattern.exec(name.replace(/^(EMAIL)_HOST_(?=USER$|PASSWORD$)/i, '$1_')) ?? [];
  return prefix === undefined || suffix === undefined ? undefined : { prefix: prefix.toUpperCase(), suffix: suffix.toUpperCase() };
}

/** `DB_HOST: db` assigns DB_PORT, DB_USER and others to the same service; so does a URL, or a default port on localhost. */
export function serviceGroups(variables: readonly Variable[], services: readonly DetectedService[]): Map<string, DetectedService> {
  const groups = new Map<string, DetectedService>();
  const only = (types: readonly ServiceType[]) => {
    const same = services.filter(({ type }) => types.includes(type));
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
        : localHosts.includes(host) || host.startsWith('/') || (host === '' && mailServer.test(name))
          ? only(mailServer.test(name) ? ['smtp'] : typesOfPort(portBeside(part?.prefix ?? '', variables)))
          : services.find(({ hosts }) => hosts.includes(host));
    const prefix = part?.prefix ?? url?.[1]?.toUpperCase();
    if (service !== undefined && prefix !== undefined && !groups.has(prefix)) groups.set(prefix, service);
  }
  // POSTGRES_PASSWORD also configures the image of the database.
  for (const type of serviceTypes)
    for (const variable of definitionOf(type).detection.databaseVariables) {
      const [prefix, service] = [partOf(variable)?.prefix, only(serviceTypes.filter((each) => hasVariable(each, variable)))];
      if (prefix !== undefined && service !== undefined && !groups.has(prefix)) groups.set(prefix, service);
    }
  return groups;
}

const hasVariable = (type: ServiceType, variable: string) => definitionOf(type).detection.databaseVariables.some((each) => each === variable);

/** `DB_PORT` for `DB`. */
function portBeside(prefix: string, variables: readonly Variable[]): string | undefined {
  return variables.find(({ name }) => partOf(name)?.prefix === prefix && partOf(name)?.suffix === 'PORT')?.value;
}

const hostParts = ['HOST', 'HOSTNAME', 'SERVER', 'ADDRESS'];

/** Outputs by the suffix of a variable's name. */
const meanings: Record<string, readonly string[]> = {
  host: hostParts,
  port: ['PORT'],
  username: ['USER', 'USERNAME', 'USER_NAME', 'LOGIN'],
  password: ['PASSWORD', 'PASSWD', 'PASS'],
  database: ['NAME', 'DATABASE', 'DB', 'DBNAME'],
};

export function outputOf(suffix: string, type: ServiceType): string | undefined {
  // A custom service has its credentials only in a Secret.
  const outputs = type === 'custom' ? ['host', 'port'] : definitionOf(type).outputs;
  return outputs.find((output) => meanings[output]?.includes(suffix));
}

/** Variables that can only refer to an object store. */
export function storeOutput(name: string): string | undefined {
  const [, what = ''] = /(?:^|_)(?:AWS|S3|MINIO)_(?:\w+_)??(ACCESS_KEY(?:_ID)?|SECRET(?:_ACCESS)?_KEY|BUCKET(?:_NAME)?|REGION)$/.exec(name) ?? [];
  if (what === '') return undefined;
  return what.startsWith('BUCKET') ? 'bucket' : what === 'REGION' ? 'region' : what.startsWith('SECRET') ? 'secretAccessKey' : 'accessKeyId';
}
