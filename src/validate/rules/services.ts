import { definitionOf } from '../../auxiliary-services/index.ts';
import { secretOutputs } from '../../auxiliary-services/service.ts';
import type { AuxiliaryService, Component, EnvValue, PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { listNames } from '../../text/list-names.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses, configTargets, providers } from './targets.ts';

export const serviceWithoutProvider: Rule = {
  code: 'SERVICE_WITHOUT_PROVIDER',
  explanation: {
    meaning: 'A process uses a service that has no provider in an environment.',
    remedy: 'Add a provider to the environment.',
  },
  check: (config) =>
    configProcesses(config).flatMap(({ process, target, pathTo }) => {
      const provided = new Set(providers(target).map(({ name }) => name));
      return usesOf(process).flatMap(({ service, keys }): Finding[] => {
        if (provided.has(service) || !Object.hasOwn(config.auxiliaryServices ?? {}, service)) return [];
        const at = ['environments', target.environmentName];
        return [
          {
            at: target.environment.auxiliaryServices === undefined ? at : [...at, 'auxiliaryServices'],
            onName: true,
            message: `'${service}' has no provider in environment '${target.environmentName}' on cluster '${target.cluster}', but ${printPath(pathTo(...keys))} ${keys[0] === 'env' ? 'reads' : 'names'} it`,
            hint: `Add, for example, auxiliaryServices: { ${service}: { ${exampleProvider(config, service)} } } to the environment.`,
          },
        ];
      });
    }),
};

/** The auxiliary services that a process uses, and the keys of the field that says so. */
function usesOf({ env, uses }: Pick<Component, 'env' | 'uses'>): { service: string; keys: string[] }[] {
  return [
    ...Object.entries<EnvValue>(env ?? {}).flatMap(([variable, value]) => {
      const service = typeof value === 'object' && 'from' in value ? value.from.split('.')[0] : undefined;
      return service === undefined ? [] : [{ service, keys: ['env', variable] }];
    }),
    ...(uses ?? []).map((service) => ({ service, keys: ['uses'] })),
  ];
}

/** Only a warning: the service runs, though nobody is let in. */
export const serviceUnused: Rule = {
  code: 'SERVICE_UNUSED',
  explanation: {
    meaning: 'No process uses a service that an environment provides, so its NetworkPolicy lets nobody in.',
    remedy: 'Read one of its outputs in a variable, or add its name to `uses` of the processes that connect to it.',
  },
  severity: 'warning',
  check: (config) => {
    /** The environments in which no process uses a service, by its name. */
    const unused = new Map<string, Set<string>>();
    const isKnown = (name: string) => Object.hasOwn(config.auxiliaryServices ?? {}, name);
    for (const target of configTargets(config)) {
      const processes = configProcesses(config).filter((process) => process.target === target);
      const used = new Set(processes.flatMap(({ process }) => usesOf(process).map(({ service }) => service)));
      // A misspelled name may mean a service that looks unused; without processes, all of them do.
      if (processes.length === 0 || ![...used].every(isKnown)) continue;
      for (const { name } of providers(target))
        if (!used.has(name) && isKnown(name)) unused.set(name, (unused.get(name) ?? new Set()).add(target.environmentName));
    }
    return [...unused].map(
      ([name, environments]): Finding => ({
        at: ['auxiliaryServices', name],
        onName: true,
        message: `no process uses '${name}' in ${listNames([...environments])}, so none may connect to it there`,
        hint: `Read one of its outputs in env, or add uses: ['${name}'] to the processes that connect to it.`,
      }),
    );
  },
};

function exampleProvider(config: PipelineConfig, name: string): string {
  const type = typeOf(config, name);
  return type !== undefined && definitionOf(type).embedded === null ? "provider: 'external', host: '…'" : "provider: 'embedded'";
}

export const outputWithoutSecret: Rule = {
  code: 'OUTPUT_WITHOUT_SECRET',
  explanation: {
    meaning: 'A variable reads a credential of an external service, but the Secret of its provider has no key for it.',
    remedy: 'Add the key to the provider, or read another output, such as `url`.',
  },
  check: (config) => {
    // One problem for each missing key, however many variables read it.
    const missing = new Map<string, { at: Path; service: string; output: string; readers: Set<string> }>();
    for (const { process, target, pathTo } of configProcesses(config))
      for (const [variable, value] of Object.entries<EnvValue>(process.env ?? {})) {
        const [service = '', output = ''] = typeof value === 'object' && 'from' in value ? value.from.split('.') : [];
        const provider = providers(target).find(({ name }) => name === service);
        if (provider?.value.provider !== 'external' || !isSecretOutput(config, service, output)) continue;
        if ('secret' in provider.value && Object.hasOwn(provider.value.secret?.keys ?? {}, output)) continue;
        const key = `${printPath(provider.path)} ${output}`;
        const entry = missing.get(key) ?? { at: provider.path, service, output, readers: new Set<string>() };
        missing.set(key, entry);
        entry.readers.add(printPath(pathTo('env', variable)));
      }
    return [...missing.values()].map(({ at, service, output, readers }): Finding => {
      const [first = '', ...others] = readers;
      const reads = others.length === 0 ? `${first} reads` : `${first} and ${others.length} more read`;
      return {
        at,
        onName: true,
        message: `${printPath(at)} has no Secret key for ${output}, but ${reads} '${service}.${output}'`,
        hint: `Add secret: { name: '…', keys: { ${output}: '…' } } to the provider. If it needs none, set the variable to '' in this environment: env: { …: '' }.`,
      };
    });
  },
};

/** Whether an output of an external service can only come from its Secret. */
function isSecretOutput(config: PipelineConfig, name: string, output: string): boolean {
  const type = typeOf(config, name);
  return type !== undefined && secretOutputs(definitionOf(type)).some((role) => role === output);
}

function typeOf(config: PipelineConfig, name: string): AuxiliaryService['type'] | undefined {
  const service: AuxiliaryService | undefined = config.auxiliaryServices?.[name];
  return service?.type;
}

/** Extensions shipped with PostgreSQL: https://www.postgresql.org/docs/current/contrib.html. */
const contribExtensions = [
  'amcheck',
  'autoinc',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dblink',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'file_fdw',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_trgm',
  'pg_visibility',
  'pgcrypto',
  'pgrowlocks',
  'pgstattuple',
  'plpgsql',
  'postgres_fdw',
  'seg',
  'sslinfo',
  'tablefunc',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
  'xml2',
];

export const extensionNotInImage: Rule = {
  code: 'EXTENSION_NOT_IN_IMAGE',
  explanation: {
    meaning: 'The image of a database that runs in the cluster does not include the extension.',
    remedy: 'Use an external database that has it.',
  },
  check: (config) =>
    configTargets(config).flatMap((target) =>
      providers(target).flatMap(({ name, value: { provider } }): Finding[] => {
        const service: AuxiliaryService | undefined = config.auxiliaryServices?.[name];
        if (provider === 'external' || service?.type !== 'postgresql') return [];
        return (service.extensions ?? []).flatMap((extension, index) =>
          extension === 'vector' || contribExtensions.includes(extension)
            ? []
            : [
                {
                  at: ['auxiliaryServices', name, 'extensions', index],
                  message: `'${extension}' is not in the image that provider '${provider}' runs in '${target.environmentName}'`,
                  hint: "The image ships PostgreSQL's contrib extensions and pgvector. For others, use provider 'external'.",
                },
              ],
        );
      }),
    ),
};

/** A service that stores data only in memory has nothing to lose. */
function keepsData(config: PipelineConfig, name: string): boolean {
  const type = typeOf(config, name);
  return type === undefined || definitionOf(type).embedded?.storage !== null;
}

export const embeddedDataLoss: Rule = {
  code: 'EMBEDDED_DATA_LOSS',
  explanation: {
    meaning: 'An environment that needs approval uses an embedded service that keeps data. It has no backup and no failover.',
    remedy: "Use another provider, or set `dataLoss: 'accepted'`.",
  },
  check: (config) =>
    configTargets(config).flatMap((target) =>
      target.environment.approval === undefined
        ? []
        : providers(target)
            .filter(({ name, value }) => value.provider === 'embedded' && keepsData(config, name) && !('dataLoss' in value && value.dataLoss === 'accepted'))
            .map(({ name, path }) => ({
              at: [...path, 'provider'],
              message: `'${name}' is embedded in '${target.environmentName}', which requires approval, but has no backup and no failover`,
              hint: "Use another provider, or set dataLoss: 'accepted' if its data may be lost.",
            })),
    ),
};

export const secretConflict: Rule = {
  code: 'SECRET_CONFLICT',
  explanation: {
    meaning: 'Two services use the same Secret with different keys.',
    remedy: 'Give each service its own Secret.',
  },
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
            message: `'${name}' and '${other.service}' use Secret '${secret.name}' with different keys: ${keys} and ${other.keys}`,
            hint: 'Give each service its own Secret.',
          },
        ];
      });
    }),
};
