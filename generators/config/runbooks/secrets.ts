import { definitionOf, serviceName } from '../../../src/auxiliary-services/index.ts';
import { type Reference, references, vaultEntries } from '../../../src/derived/references.ts';
import type { Environment, Model, Target } from '../../../src/model/model.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed } from '../../../src/render/markdown.ts';

/** Where the value of a key comes from. `command`: its output. */
export type SecretSource = { by: 'literal'; value: string } | { by: 'generated' } | { by: 'prompt'; prompt: string } | { by: 'command'; command: string };

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

function purposeOf(targets: readonly Target[], secret: string, fallback: string): string {
  const services = new Map(servicesOf(targets, secret).map((service) => [service.name, `${service.name} (${serviceName(service)})`]));
  return services.size === 0 ? fallback : `credentials of ${listed([...services.values()])}`;
}

/** The value of an external service exists already: prompt for it, even if an embedded service of another cluster could have a generated one. */
function sourceOf(targets: readonly Target[], secret: string, key: string, meaning: string): SecretSource {
  const sources = servicesOf(targets, secret).flatMap((service): SecretSource[] => {
    const role = Object.entries(service.secret?.keys ?? {}).find(([, name]) => name === key)?.[0];
    if (role === undefined) return [];
    if (service.provider === 'external') return [{ by: 'prompt', prompt: `${role} of ${service.name} at ${service.host}` }];
    const username = role === 'username' ? definitionOf(service.type).embedded?.username?.(service) : undefined;
    return [username === undefined ? { by: 'generated' } : { by: 'literal', value: username }];
  });
  return sources.find(({ by }) => by === 'prompt') ?? sources[0] ?? { by: 'prompt', prompt: meaning };
}

/** The set-up creates the credential that External Secrets exchanges for tokens, and prompts for any other. */
function pullSource({ registry }: Model, key: string, meaning: string): SecretSource {
  const tokenKey = accessTo(registry).tokens?.keys.find((candidate) => candidate.key === key);
  return tokenKey === undefined ? { by: 'prompt', prompt: meaning } : { by: 'command', command: tokenKey.command };
}
