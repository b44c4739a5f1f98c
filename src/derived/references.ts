/** Secrets that a release refers to but does not create: a person, an operator or Vault provides them. */
import type { Environment, Model, SecretReference, Target } from '../model/model.ts';
import { clusterOf, environmentOf, processesOf } from '../model/queries.ts';
import { accessTo } from '../registries/index.ts';
import { listed } from '../render/markdown.ts';

export interface Reference {
  kind: 'Secret';
  name: string;
  namespace: string;
  cluster: string;
  environment: string;
  /** Type of the Secret. */
  type: 'Opaque' | 'kubernetes.io/dockerconfigjson' | 'kubernetes.io/tls';
  keys: { key: string; meaning: string }[];
  /** `operator`: created automatically, from an object of the chart. */
  createdBy: 'person' | 'operator';
  /** Names of the services or processes that need it, or its use. */
  usedBy: string;
}

/** An entry that Vault must contain for an environment: one for each Secret. */
export interface VaultEntry {
  /** Path in the key-value engine: `shop/prod/shop-db`. */
  path: string;
  secret: string;
  properties: { key: string; meaning: string }[];
}

type Keys = Map<string, { keys: Map<string, string>; usedBy: string[] }>;

/** Secrets of the app and its services on a target, by name, without those of CloudNativePG. */
function appSecrets(target: Pick<Target, 'components' | 'jobs' | 'cronJobs' | 'auxiliaryServices'>): Keys {
  const secrets: Keys = new Map();
  const add = (name: string, key: string, meaning: string, usedBy: string) => {
    const secret = secrets.get(name) ?? { keys: new Map<string, string>(), usedBy: [] };
    secret.keys.set(key, meaning);
    if (!secret.usedBy.includes(usedBy)) secret.usedBy.push(usedBy);
    secrets.set(name, secret);
  };
  for (const service of target.auxiliaryServices) {
    const secret: SecretReference | null = service.provider === 'operator' ? null : service.secret;
    for (const [role, key] of Object.entries(secret?.keys ?? {}))
      if (secret !== null) add(secret.name, key, `${role} of ${service.name}${role === 'password' ? ', URL-safe' : ''}`, service.name);
  }
  // Several processes may read one key, usually in the same variable.
  const readers = new Map<string, { name: string; key: string; variable: string; processes: string[] }>();
  for (const process of processesOf(target))
    for (const [variable, value] of [...Object.entries(process.env), ...Object.entries(process.files)]) {
      if (!('secretKeyRef' in value)) continue;
      const { name, key } = value.secretKeyRef;
      const reader = readers.get(`${name}/${key}`) ?? { name, key, variable, processes: [] };
      reader.processes.push(process.name);
      readers.set(`${name}/${key}`, reader);
    }
  for (const { name, key, variable, processes } of readers.values())
    for (const process of processes) add(name, key, `${variable} of ${listed(processes)}`, process);
  return secrets;
}

/** Secrets that must exist before a target can run, and that its chart does not create. */
export function references(model: Model, target: Target): Reference[] {
  const environment = environmentOf(model, target);
  const cluster = clusterOf(model, target);
  const common = {
    kind: 'Secret' as const,
    namespace: environment.namespace,
    cluster: target.cluster,
    environment: target.environment,
    createdBy: 'person' as const,
  };
  const result: Reference[] = [];
  if (environment.secrets.store === 'kubernetes')
    for (const [name, { keys, usedBy }] of appSecrets(target))
      result.push({ ...common, name, type: 'Opaque', keys: [...keys].map(([key, meaning]) => ({ key, meaning })), usedBy: listed(usedBy) });
  for (const service of target.auxiliaryServices)
    if (service.provider === 'operator') {
      const keys = ['username', 'password', 'uri'].map((key) => ({ key, meaning: `created by CloudNativePG for ${service.name}` }));
      result.push({ ...common, createdBy: 'operator', name: `${model.app.name}-${service.name}-app`, type: 'Opaque', keys, usedBy: service.name });
    }
  const { imagePull } = cluster;
  if (imagePull.by === 'secret')
    result.push({
      ...common,
      name: imagePull.secret,
      type: 'kubernetes.io/dockerconfigjson',
      keys: [{ key: '.dockerconfigjson', meaning: `credential of ${model.registry.host}` }],
      usedBy: 'image pulls',
    });
  if (imagePull.by === 'external-secrets') {
    const keys = (accessTo(model.registry).tokens?.keys ?? []).map(({ key, meaning }) => ({ key, meaning }));
    result.push({ ...common, name: imagePull.secret, type: 'Opaque', keys, usedBy: 'image pulls' });
  }
  if (cluster.routing?.kind === 'ingress')
    for (const { name, tlsSecret } of target.routes)
      if (tlsSecret !== null && !result.some((reference) => reference.name === tlsSecret)) {
        const keys = [
          { key: 'tls.crt', meaning: 'certificate chain' },
          { key: 'tls.key', meaning: 'private key' },
        ];
        result.push({ ...common, name: tlsSecret, type: 'kubernetes.io/tls', keys, usedBy: `route ${name}` });
      }
  return result;
}

/** Entries that Vault must contain before an environment can run; empty if its secrets do not come from Vault. */
export function vaultEntries(environment: Environment): VaultEntry[] {
  const { secrets } = environment;
  if (secrets.store !== 'vault') return [];
  const entries = new Map<string, VaultEntry>();
  for (const target of environment.targets)
    for (const [secret, { keys }] of appSecrets(target)) {
      const entry = entries.get(secret) ?? { path: `${secrets.path}/${secret}`, secret, properties: [] };
      for (const [key, meaning] of keys) if (!entry.properties.some((property) => property.key === key)) entry.properties.push({ key, meaning });
      entries.set(secret, entry);
    }
  return [...entries.values()];
}
