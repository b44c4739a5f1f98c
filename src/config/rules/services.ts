import { printPath } from '../path.ts';
import type { EnvValue } from '../pipeline-config.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses, configTargets, providers } from './targets.ts';

export const serviceWithoutProvider: Rule = {
  code: 'SERVICE_WITHOUT_PROVIDER',
  check: (config) =>
    configProcesses(config).flatMap(({ process, target, pathTo }) => {
      const provided = new Set(providers(target).map(({ name }) => name));
      return Object.entries<EnvValue>(process.env ?? {}).flatMap(([variable, value]): Finding[] => {
        const service = typeof value === 'object' && 'from' in value ? value.from.split('.')[0] : undefined;
        if (service === undefined || provided.has(service) || !Object.hasOwn(config.auxiliaryServices ?? {}, service)) return [];
        const at = ['environments', target.environmentName];
        return [
          {
            at: target.environment.auxiliaryServices === undefined ? at : [...at, 'auxiliaryServices'],
            onName: true,
            message: `'${service}' has no provider in environment '${target.environmentName}' on cluster '${target.cluster}', but ${printPath(pathTo('env', variable))} needs it`,
            hint: `Add, for example, auxiliaryServices: { ${service}: { provider: 'embedded' } } to the environment.`,
          },
        ];
      });
    }),
};

export const embeddedDataLoss: Rule = {
  code: 'EMBEDDED_DATA_LOSS',
  check: (config) =>
    configTargets(config).flatMap((target) =>
      target.environment.approval === undefined
        ? []
        : providers(target)
            .filter(({ value }) => value.provider === 'embedded' && value.dataLoss !== 'accepted')
            .map(({ name, path }) => ({
              at: [...path, 'provider'],
              message: `'${name}' is embedded in '${target.environmentName}', which needs approval: it has no backup and no failover`,
              hint: "Use provider 'operator' or 'external', or write dataLoss: 'accepted' where its data may be lost.",
            })),
    ),
};

export const secretConflict: Rule = {
  code: 'SECRET_CONFLICT',
  check: (config) =>
    configTargets(config).flatMap((target) => {
      const secrets = new Map<string, { service: string; keys: string }>();
      return providers(target).flatMap(({ name, value, path }): Finding[] => {
        const secret = 'secret' in value ? value.secret : undefined;
        if (secret === undefined) return [];
        const keys = Object.values(secret.keys).sort().join(', ');
        const other = secrets.get(secret.name) ?? { service: name, keys };
        secrets.set(secret.name, other);
        if (other.keys === keys) return [];
        return [
          {
            at: [...path, 'secret', 'name'],
            message: `Secret '${secret.name}' has the keys ${keys} for '${name}', and ${other.keys} for '${other.service}'`,
            hint: 'Give each service its own Secret.',
          },
        ];
      });
    }),
};
