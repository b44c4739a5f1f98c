import { definitionOf, serviceName } from '../../../src/auxiliary-services/index.ts';
import { type Reference, references, vaultEntries } from '../../../src/derived/references.ts';
import type { Environment, Model, Target } from '../../../src/model/model.ts';
import type { EnvValue } from '../../../src/model/processes.ts';
import { processesOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed } from '../../../src/render/markdown.ts';

/** Where the value of a key comes from. `command`: its output. `inUrl`: the chart puts it into a URL. */
export type SecretSource =
  | { by: 'literal'; value: string }
  | { by: 'generated' }
  | { by: 'prompt'; prompt: string; inUrl: boolean }
  | { by: 'command'; command: string };

/** A Secret, or an entry in Vault, that a person creates. */
export interface NeededSecret {
  name: string;
  /** A noun phrase: `credentials of db (PostgreSQL 17)`. */
  purpose: string;
  type: Reference['type'];
  keys: Array<{ key: string; source: SecretSource }>;
}

/** The Secrets that a person creates in the namespace of a target. */
export function neededSecrets(model: Model, target: Target): NeededSecret[] {
  return references(model, target)
    .filter(({ createdBy }) => createdBy === 'person')
    .map(({ name, type, keys, usedBy }) => {
      const pulls = usedBy === 'image pulls';
      return {
        name,
        purpose: pulls
          ? `credential for image pulls from ${model.registry.host}`
          : purposeOf([target], name, `${type === 'kubernetes.io/tls' ? 'TLS certificate of' : 'used by'} ${usedBy}`),
        type,
        keys: keys.map(({ key, meaning }) => ({ key, source: pulls ? pullSource(model, key, meaning) : sourceOf([target], name, key, meaning) })),
      };
    });
}

/** The entries that a person writes to Vault for an environment. */
export function vaultSecrets(environment: Environment): Array<NeededSecret & { path: string }> {
  return vaultEntries(environment).map(({ path, secret, properties }) => ({
    path,
    name: secret,
    purpose: purposeOf(environment.targets, secret, properties.map(({ meaning }) => meaning).join(', ')),
    type: 'Opaque',
    keys: properties.map(({ key, meaning }) => ({ key, source: sourceOf(environment.targets, secret, key, meaning) })),
  }));
}

/** Services whose credentials a Secret holds. */
function servicesOf(targets: readonly Target[], secret: string) {
  return targets.flatMap(({ auxiliaryServices }) =>
    auxiliaryServices.flatMap((service) => (service.provider !== 'operator' && service.secret?.name === secret ? [service] : [])),
  );
}

/** Whether some process reads the URL of a service, which the chart composes where its Secret has none. */
function isInUrl(targets: readonly Target[], { name, secret }: ReturnType<typeof servicesOf>[number]): boolean {
  const reads = (value: EnvValue) => 'from' in value && value.from.service === name && value.from.output === 'url';
  return !('url' in (secret?.keys ?? {})) && targets.some((target) => processesOf(target).some(({ env }) => Object.values(env).some(reads)));
}

function purposeOf(targets: readonly Target[], secret: string, fallback: string): string {
  const services = new Map(servicesOf(targets, secret).map((service) => [service.name, `${service.name} (${serviceName(service)})`]));
  return services.size === 0 ? fallback : `credentials of ${listed([...services.values()])}`;
}

/** The value of an external service exists already: prompt for it, even if an embedded service of another cluster could have a generated one. */
function sourceOf(targets: readonly Target[], secret: string, key: string, meaning: string): SecretSource {
  const sources = servicesOf(targets, secret).flatMap((service): SecretSource[] => {
    const role = Object.entries(service.secret?.keys ?? {}).find(([, name]) => name === key)?.[0];
    if (role === undefined) return [];
    if (service.provider === 'external') return [{ by: 'prompt', prompt: `${role} of ${service.name} at ${service.host}`, inUrl: isInUrl(targets, service) }];
    const username = role === 'username' ? definitionOf(service.type).embedded?.username?.(service) : undefined;
    return [username === undefined ? { by: 'generated' } : { by: 'literal', value: username }];
  });
  return sources.find(({ by }) => by === 'prompt') ?? sources[0] ?? { by: 'prompt', prompt: meaning, inUrl: false };
}

/** The set-up creates the credential that External Secrets exchanges for tokens, and prompts for any other. */
function pullSource({ registry }: Model, key: string, meaning: string): SecretSource {
  const tokenKey = accessTo(registry).tokens?.keys.find((candidate) => candidate.key === key);
  return tokenKey === undefined ? { by: 'prompt', prompt: meaning, inUrl: false } : { by: 'command', command: tokenKey.command };
}

/** Shell that asks for a value and writes it to a file. What would break the URL that it becomes a part of is not written. */
export function promptFor(prompt: string, file: string, inUrl: boolean): string {
  const store = `printf %s "$value" >"${file}"`;
  if (!inUrl) return `read -r -s -p '${prompt}: ' value && echo && ${store}`;
  return [
    `read -r -s -p '${prompt}: ' value && echo`,
    'case $value in',
    "  '' | *[!A-Za-z0-9._~-]*) echo 'Not stored: it becomes part of a URL, so only letters, digits and . _ ~ - are allowed. Change it first.' ;;",
    `  *) ${store} ;;`,
    'esac',
  ].join('\n');
}
