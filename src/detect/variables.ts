import { definitionOf } from '../auxiliary-services/index.ts';
import { isSecret } from '../config/secret-text.ts';
import { isNetworkName, isOnlyLocal, localHosts, namesHost, readUrl, serviceOfUrl } from './connection-url.ts';
import type { Detected } from './detected.ts';
import type { DetectedService } from './detected-service.ts';
import type { Variable } from './env-file.ts';
import { outputOf, partOf, serviceGroups, storeOutput } from './services.ts';
import { isBuiltIn, isForDevelopment, isPlaceholder, isVariableName } from './variable-values.ts';

/** The proposal for a variable. `unset`: its value is valid only on a developer's machine. */
export type ProposedValue =
  | { kind: 'plain'; value: string }
  | { kind: 'output'; service: string; output: string }
  | { kind: 'secret' }
  | { kind: 'unset' }
  | ComponentAddress;

/** The Service of another component, with the text before and after its name: `http://` and `:8080/api`. */
export interface ComponentAddress {
  kind: 'component';
  before: string;
  component: string;
  after: string;
}

/** A component that others connect to, and its hosts in the files of the app. */
export interface Peer {
  name: string;
  hosts: readonly string[];
  port: number;
}

/** Something that the config cannot express. */
export interface Unmapped {
  key: string;
  source: string;
  reason: string;
  /** The folder whose content would be lost. */
  data?: string;
}

export interface ProposedVariables {
  values: Map<string, Detected<ProposedValue>>;
  unmapped: Unmapped[];
}

const secretName =
  /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|PASS$|TOKEN|CREDENTIAL|PRIVATE|SALT$|(?:API|ACCESS|MASTER|ENCRYPTION|SIGNING|AUTH|APP|LICENSE)_?KEY|KEY_BASE|SENTRY_DSN|_KEY$)/i;
/** Metadata of a secret, or a public key. */
const aboutSecret = /PUBLIC|PUBLISHABLE|(?:TTL|EXPIR\w*|SECONDS|TIMEOUT|LIFETIME|LENGTH|LIMIT|COUNT|ALGORITHM|HEADER|NAME|TYPE)$|^(?:MAX|MIN)_/i;
/** The address that the app listens on; also valid in a container. */
const listening = /^(?:0\.0\.0\.0|\[?::\]?)(?::\d+)?$/;
const addressName = /HOST|SERVER|ADDR|ENDPOINT|URL|URI/i;
const jdbc = /^jdbc:/;

/** One proposal per variable. `hosts`: names that only the Compose network resolves. */
export function proposeVariables(
  variables: readonly Variable[],
  services: readonly DetectedService[],
  hosts: readonly string[],
  peers: readonly Peer[] = [],
): ProposedVariables {
  const values = new Map<string, Detected<ProposedValue>>();
  const unmapped: Unmapped[] = [];
  const groups = serviceGroups(variables, services);
  const store = services.filter(({ type }) => type === 'object-store');
  for (const { name, value, pattern, source, secret } of variables.map(withoutSecretFile)) {
    const addUnmapped = (reason: string) => void unmapped.push({ key: name, source, reason });
    const propose = (proposed: ProposedValue) => void values.set(name, { value: proposed, source });
    if (values.has(name)) continue;
    const url = value === undefined && pattern === undefined ? undefined : readUrl(value ?? pattern ?? '');
    const service = url === undefined ? undefined : serviceOfUrl(url, services);
    const part = partOf(name);
    const group = part === undefined ? undefined : groups.get(part.prefix);
    const output = part === undefined || group === undefined ? undefined : outputOf(part.suffix, group.type);
    const stored = store.length === 1 ? storeOutput(name) : undefined;
    const peer = peerOf(name, value ?? '', peers);
    const endpoint = store.find(({ hosts: own }) => url !== undefined && own.includes(url.host));
    if (isBuiltIn(name)) addUnmapped('bundlers inline its value at build time: add it to args of the image too if the Dockerfile declares it as ARG');
    if (!isVariableName(name)) addUnmapped('it is not a valid name of an environment variable');
    else if (service !== undefined && url !== undefined && !definitionOf(service.type).detection.schemes.includes(url.scheme))
      addUnmapped(`the generated URL has no driver: compose it from ${service.name}.host and the other outputs`);
    else if (service !== undefined) {
      propose({ kind: 'output', service: service.name, output: 'url' });
      if (service.type === 'redis' && /^[1-9]\d*$/.test(url?.path ?? ''))
        addUnmapped(`the generated URL selects no database: it was ${url?.path} and is now 0`);
      if (service.type === 'rabbitmq' && !/^(?:%2f)?$/i.test(url?.path ?? ''))
        addUnmapped(`the generated URL has no virtual host: it was ${url?.path} and is now /`);
    } else if (group !== undefined && output === 'host' && /:\d+$/.test(value ?? '')) {
      propose({ kind: 'unset' });
      addUnmapped(`the config provides ${group.name}.host and ${group.name}.port separately`);
    } else if (endpoint !== undefined) propose({ kind: 'output', service: endpoint.name, output: 'endpoint' });
    else if (stored !== undefined && store[0] !== undefined) propose({ kind: 'output', service: store[0].name, output: stored });
    else if (group !== undefined && output !== undefined) propose({ kind: 'output', service: group.name, output });
    else if (peer !== undefined) propose(peer);
    else if (secret === true || isSecret(name, value || 'given') || (secretName.test(name) && !aboutSecret.test(name))) propose({ kind: 'secret' });
    else if (url?.password === true) propose({ kind: 'secret' });
    else if (url === undefined && jdbc.test(value ?? pattern ?? '')) {
      propose({ kind: 'unset' });
      addUnmapped('the config provides no JDBC URL: set it with the host of each environment');
    } else if (value === undefined && pattern === undefined)
      addUnmapped('its value comes from the shell that starts Compose: add it to env if the app needs it');
    else if (value === undefined) propose({ kind: 'unset' });
    else if (value === '') addUnmapped('it has no value');
    else if (isPlaceholder(value)) propose({ kind: 'unset' });
    else if (isForDevelopment(name, value)) addUnmapped(`'${value}' is for development`);
    else if (url !== undefined && (localHosts.includes(url.host) || hosts.includes(url.host) || isNetworkName(url))) propose({ kind: 'unset' });
    else if (listening.test(value)) propose({ kind: 'plain', value });
    else if (addressName.test(name) && [...localHosts, ...hosts].includes(value.replace(/:\d+$/, ''))) propose({ kind: 'unset' });
    else if (isOnlyLocal(value) || namesHost(value, hosts)) propose({ kind: 'unset' });
    else propose({ kind: 'plain', value });
  }
  return { values, unmapped: [...unmapped, ...withoutPassword(values, services)] };
}

/** The Redis of the config always requires a password, which its URL contains; in the Compose file it may have none. */
function withoutPassword(values: ReadonlyMap<string, Detected<ProposedValue>>, services: readonly DetectedService[]): Unmapped[] {
  return services.flatMap(({ name, type }) => {
    const references = [...values].filter(([, { value }]) => type === 'redis' && value.kind === 'output' && value.service === name);
    const known = references.some(([, { value }]) => value.kind === 'output' && ['url', 'password'].includes(value.output));
    const [host] = references.filter(([, { value }]) => value.kind === 'output' && value.output === 'host');
    if (known || host === undefined) return [];
    return [
      {
        key: host[0],
        source: host[1].source,
        reason: `${name} requires a password, which no variable passes to the app: add the variable that it reads, { from: '${name}.password' }`,
      },
    ];
  });
}

/** The address of a component, if the port matches its Service. */
function peerOf(name: string, value: string, peers: readonly Peer[]): ComponentAddress | undefined {
  const [, scheme = '', host = '', port = '', path = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^/:@\s]+)(?::(\d+))?(\/\S*)?$/i.exec(value) ?? [];
  const peer = peers.find((each) => each.hosts.includes(host));
  const named = scheme === '' && port === '' && path === '' && addressName.test(name);
  const same = Number(port) === peer?.port || (port === '' && scheme === 'http://' && peer?.port === 80);
  if (peer === undefined || (!named && !same)) return undefined;
  return { kind: 'component', before: scheme, component: peer.name, after: `${port === '' ? '' : `:${port}`}${path}` };
}

/** `PASSWORD_FILE: /run/secrets/x` refers to a file that Compose mounts; images that support it also read PASSWORD, which comes from a Secret. */
function withoutSecretFile(variable: Variable): Variable {
  const mounted = variable.name.endsWith('_FILE') && variable.value?.startsWith('/run/secrets/') === true;
  return mounted ? { name: variable.name.replace(/_FILE$/, ''), value: undefined, pattern: '${SECRET}', source: variable.source, secret: true } : variable;
}
