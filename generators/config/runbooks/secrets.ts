import { definitionOf, serviceName } from '../../../src/auxiliary-services/index.ts';
import { type Reference, references, vaultEntries } from '../../../src/derived/references.ts';
import type { Environment, Model, Target } from '../../../src/model/model.ts';
import { accessTo } from '../../../src/registries/index.ts';

/** Where the value of a key comes from; `printed`: what a command prints. */
export type SecretSource = { by: 'fixed'; value: string } | { by: 'generated' } | { by: 'asked'; prompt: string } | { by: 'printed'; command: string };

/** A Secret, or an entry of Vault, that a person makes. */
export interface NeededSecret {
  name: string;
  /** What it is for, as a comment. */
  purpose: string;
  type: Reference['type'];
  keys: Array<{ key: string; source: SecretSource }>;
}

/** The Secrets that a person makes in the namespace of a target. */
export function neededSecrets(model: Model, target: Target): NeededSecret[] {
  return references(model, target)
    .filter(({ madeBy }) => madeBy === 'person')
    .map(({ name, type, keys, usedBy }) => {
      const pulls = usedBy === 'image pulls';
      return {
        name,
        purpose: pulls ? `image pulls from ${model.registry.host}` : purpose([target], name, usedBy),
        type,
        keys: keys.map(({ key, meaning }) => ({ key, source: pulls ? pullSource(model, key, meaning) : source([target], name, key, meaning) })),
      };
    });
}

/** What a person writes to Vault for an environment. */
export function vaultSecrets(environment: Environment): Array<NeededSecret & { path: string }> {
  return vaultEntries(environment).map(({ path, secret, properties }) => ({
    path,
    name: secret,
    purpose: purpose(environment.targets, secret, properties.map(({ meaning }) => meaning).join(', ')),
    type: 'Opaque',
    keys: properties.map(({ key, meaning }) => ({ key, source: source(environment.targets, secret, key, meaning) })),
  }));
}

/** Services whose credentials a Secret holds. */
function servicesOf(targets: readonly Target[], secret: string) {
  return targets.flatMap(({ auxiliaryServices }) =>
    auxiliaryServices.flatMap((service) => (service.provider !== 'operator' && service.secret?.name === secret ? [service] : [])),
  );
}

function purpose(targets: readonly Target[], secret: string, otherwise: string): string {
  const services = new Map(servicesOf(targets, secret).map((service) => [service.name, `${service.name}: ${serviceName(service)}`]));
  return services.size === 0 ? otherwise : [...services.values()].join(', ');
}

/** What somebody else has set must be asked for, even where another cluster could do with a generated value. */
function source(targets: readonly Target[], secret: string, key: string, meaning: string): SecretSource {
  const found = servicesOf(targets, secret).flatMap((service): SecretSource[] => {
    const role = Object.entries(service.secret?.keys ?? {}).find(([, name]) => name === key)?.[0];
    if (role === undefined) return [];
    if (service.provider === 'external') return [{ by: 'asked', prompt: `${role} of ${service.name} at ${service.host}` }];
    const username = role === 'username' ? definitionOf(service.type).embedded?.username?.(service) : undefined;
    return [username === undefined ? { by: 'generated' } : { by: 'fixed', value: username }];
  });
  return found.find(({ by }) => by === 'asked') ?? found[0] ?? { by: 'asked', prompt: meaning };
}

/** The set-up makes the credential that External Secrets trades for tokens; another is asked for. */
function pullSource({ registry }: Model, key: string, meaning: string): SecretSource {
  const known = accessTo(registry).tokens?.keys.find((each) => each.key === key);
  return known === undefined ? { by: 'asked', prompt: meaning } : { by: 'printed', command: known.printed };
}
