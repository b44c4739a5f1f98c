import type { Cluster, EnvValue, PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { nameReserved } from './names.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigTarget, configProcesses, configTargets, providers } from './targets.ts';

/** Secrets that the chart or an operator makes on a target, and what makes them. */
function madeSecrets({ app, clusters }: PipelineConfig, target: ConfigTarget): Map<string, { maker: string; instead: string }> {
  const made = new Map<string, { maker: string; instead: string }>();
  const pull = (clusters as Record<string, Cluster>)[target.cluster]?.imagePull;
  if (typeof pull === 'object' && 'externalSecrets' in pull)
    made.set(`${app.name}-registry`, { maker: 'the chart makes it for image pulls', instead: 'Choose another name.' });
  for (const { name, value } of providers(target))
    if (value.provider === 'operator')
      made.set(`${app.name}-${name}-app`, { maker: `the operator of '${name}' makes it`, instead: `Read what it holds: { from: '${name}.password' }.` });
  return made;
}

/** A Secret that is made anyway must not be asked of a person, nor of Vault: two would own it. */
export const secretReserved: Rule = {
  code: 'NAME_RESERVED',
  explanation: nameReserved.explanation,
  local: true,
  check: (config) => {
    const made = new Map(configTargets(config).map((target) => [target, madeSecrets(config, target)]));
    const find = (target: ConfigTarget, name: string, at: Path): Finding[] => {
      const secret = made.get(target)?.get(name);
      return secret === undefined
        ? []
        : [{ at, message: `${printPath(at)} cannot be '${name}': ${secret.maker}`, hint: secret.instead, from: [['app', 'name']] }];
    };
    return [
      ...configProcesses(config).flatMap(({ process, target, pathTo }) =>
        (['env', 'files'] as const).flatMap((field) =>
          Object.entries<EnvValue>(process[field] ?? {}).flatMap(([name, value]) =>
            typeof value === 'object' && 'secretKeyRef' in value ? find(target, value.secretKeyRef.name, pathTo(field, name, 'secretKeyRef', 'name')) : [],
          ),
        ),
      ),
      ...configTargets(config).flatMap((target) =>
        providers(target).flatMap(({ value, path }) =>
          'secret' in value && value.secret !== undefined ? find(target, value.secret.name, [...path, 'secret', 'name']) : [],
        ),
      ),
    ];
  },
};
