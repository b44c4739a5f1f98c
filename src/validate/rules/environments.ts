import type { Environment, PipelineConfig } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { pathsOverlap } from '../../text/paths-overlap.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, servedRoutes } from './targets.ts';

export const hostDuplicate: Rule = {
  code: 'HOST_DUPLICATE',
  explanation: {
    meaning: 'Two environments or two apps use the same host, or two routes use the same host and path.',
    remedy: 'Give each its own host or path.',
  },
  local: true,
  check: (config) => {
    const findings: Finding[] = [];
    const environments = new Map<string, string>();
    for (const target of configTargets(config)) {
      const paths = new Map<string, string>();
      for (const { name, value, path } of servedRoutes(target))
        for (const [index, host] of value.hosts.entries()) {
          const at = [...path, 'hosts', index];
          const other = environments.get(host.toLowerCase()) ?? target.environmentName;
          environments.set(host.toLowerCase(), other);
          if (other !== target.environmentName)
            findings.push({ at, message: `${printPath(at)} is '${host}', which environment '${other}' uses too`, hint: 'Give each environment its own host.' });
          const address = `${host.toLowerCase()}${(Object.hasOwn(config.routes ?? {}, name) ? config.routes?.[name]?.path : undefined) ?? '/'}`;
          const route = paths.get(address) ?? name;
          paths.set(address, route);
          if (route !== name)
            findings.push({
              at,
              message: `${printPath(at)} assigns '${address}' to route '${name}', but route '${route}' uses it too`,
              hint: 'Give one of the routes another host or path.',
              from: [name, route].map((other) => ['routes', other, 'path']),
            });
        }
    }
    return findings;
  },
};

const namespaceOf = (config: PipelineConfig, name: string, namespace: string | undefined) => namespace ?? `${config.app.name}-${name}`;

export const namespaceShared: Rule = {
  code: 'NAMESPACE_SHARED',
  explanation: {
    meaning: 'Two environments share a namespace on one cluster, so one would overwrite the other.',
    remedy: 'Give each its own namespace.',
  },
  local: true,
  check: (config) => {
    const owners = new Map<string, string>();
    return configTargets(config).flatMap(({ environmentName, environment, cluster }): Finding[] => {
      const namespace = namespaceOf(config, environmentName, environment.namespace);
      const key = `${cluster}/${namespace}`;
      const owner = owners.get(key) ?? environmentName;
      owners.set(key, owner);
      if (owner === environmentName) return [];
      return [
        {
          at: ['environments', environmentName, ...(environment.namespace === undefined ? [] : ['namespace'])],
          onName: environment.namespace === undefined,
          message: `environments '${owner}' and '${environmentName}' share namespace '${namespace}' on cluster '${cluster}'`,
          hint: `Give each its own namespace; the default is '${config.app.name}-${environmentName}'.`,
          from: [['app', 'name'], ...[owner, environmentName].map((name) => ['environments', name, 'namespace'])],
        },
      ];
    });
  },
};

export const routeWithoutHosts: Rule = {
  code: 'ROUTE_WITHOUT_HOSTS',
  explanation: {
    meaning: 'No environment sets hosts for the route, so nothing is rendered for it.',
    remedy: 'Set its hosts in an environment, or remove it.',
  },
  severity: 'warning',
  check: (config) => {
    const served = new Set(configTargets(config).flatMap((target) => servedRoutes(target).map(({ name }) => name)));
    return Object.keys(config.routes ?? {})
      .filter((name) => !served.has(name))
      .map((name) => ({
        at: ['routes', name],
        onName: true,
        message: `no environment sets hosts for route '${name}', so it is not served`,
        hint: `Set environments.<name>.routes.${name}.hosts, or remove the route.`,
      }));
  },
};

export const vaultPathShared: Rule = {
  code: 'VAULT_PATH_SHARED',
  explanation: {
    meaning: 'Two environments use the same Vault path, or one path is below the other: each could read the secrets of the other.',
    remedy: 'Give each its own path; the default is `<app>/<environment>`.',
  },
  local: true,
  check: (config) => {
    const paths = Object.entries<Environment>(config.environments).flatMap(([name, { secrets }]) =>
      secrets?.store === 'vault' ? [{ name, path: secrets.path ?? `${config.app.name}/${name}`, isSet: secrets.path !== undefined }] : [],
    );
    return paths.flatMap(({ name, path, isSet }, index): Finding[] => {
      const other = paths.find((each, position) => position !== index && pathsOverlap(each.path, path) && (isSet || each.isSet));
      // Of two, the later one is reported; a default is nobody's mistake.
      if (other === undefined || !isSet || (other.isSet && paths.indexOf(other) > index)) return [];
      const at = ['environments', name, 'secrets', 'path'];
      return [
        {
          at,
          message: `${printPath(at)} is '${path}', but environment '${other.name}' reads '${other.path}': each could read the secrets of the other`,
          hint: `Give each its own path; the default is '${config.app.name}/${name}'.`,
          from: [
            ['app', 'name'],
            ['environments', other.name, 'secrets', 'path'],
          ],
        },
      ];
    });
  },
};
