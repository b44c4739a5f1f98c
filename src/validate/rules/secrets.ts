import type { Cluster, EnvValue, PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { nameReserved } from './names.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigTarget, configProcesses, configTargets, providers } from './targets.ts';

interface CreatedSecret {
  /** Who creates it, and for what. */
  creator: string;
  remedy: string;
}

/** Secrets that the chart or an operator creates on a target, by name. */
function createdSecrets({ app, clusters }: PipelineConfig, target: ConfigTarget): Map<string, CreatedSecret> {
  const created = new Map<string, CreatedSecret>();
  const pull = (clusters as Record<string, Cluster>)[target.cluster]?.imagePull;
  if (typeof pull === 'object' && 'externalSecrets' in pull)
    created.set(`${app.name}-registry`, { creator: 'the chart creates for image pulls', remedy: 'Choose another name.' });
  for (const { name, value } of providers(target))
    if (value.provider === 'operator')
      created.set(`${app.name}-${name}-app`, { creator: `the operator creates for '${name}'`, remedy: `Read its values with { from: '${name}.password' }.` });
  return created;
}

/** A Secret that the chart or an operator creates must not come from a person or Vault as well: it would have two owners. */
export const secretReserved: Rule = {
  code: 'NAME_RESERVED',
  explanation: nameReserved.explanation,
  local: true,
  check: (config) => {
    const created = new Map(configTargets(config).map((target) => [target, createdSecrets(config, target)]));
    const check = (target: ConfigTarget, name: string, at: Path): Finding[] => {
      const secret = created.get(target)?.get(name);
      return secret === undefined
        ? []
        : [{ at, message: `${printPath(at)} is '${name}', which ${secret.creator}`, hint: secret.remedy, from: [['app', 'name']] }];
    };
    return [
      ...configProcesses(config).flatMap(({ process, target, pathTo }) =>
        (['env', 'files'] as const).flatMap((field) =>
          Object.entries<EnvValue>(process[field] ?? {}).flatMap(([name, value]) =>
            typeof value === 'object' && 'secretKeyRef' in value ? check(target, value.secretKeyRef.name, pathTo(field, name, 'secretKeyRef', 'name')) : [],
          ),
        ),
      ),
      ...configTargets(config).flatMap((target) =>
        providers(target).flatMap(({ value, path }) =>
          'secret' in value && value.secret !== undefined ? check(target, value.secret.name, [...path, 'secret', 'name']) : [],
        ),
      ),
    ];
  },
};
