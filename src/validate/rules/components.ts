import { isSecret } from '../../config/secret-text.ts';
import type { Component, EnvValue, Image, PipelineConfig, Probe } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { quantity } from '../../text/quantity.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configComponents, configProcesses } from './targets.ts';

export const standaloneScaled: Rule = {
  code: 'STANDALONE_SCALED',
  explanation: {
    meaning: 'A standalone component runs exactly one pod, but `replicas` or `autoscaling` asks for more.',
    remedy: "Remove it, or set `mode: 'multi-instance'`.",
  },
  check: (config) => {
    const components = configComponents(config);
    return components.flatMap(({ name, component, mode, target, pathTo, layerOf }): Finding[] => {
      if (mode !== 'standalone') return [];
      // A value for all environments is only wrong if the component is standalone in every one of them.
      const everywhere = components.every((other) => other.name !== name || other.mode === 'standalone');
      const isSet = (field: 'replicas' | 'autoscaling') => layerOf(field) > (everywhere ? -1 : 0);
      const hint = "A standalone component runs exactly one pod. Remove it, or set mode: 'multi-instance'.";
      const findings: Finding[] = [];
      if (isSet('replicas') && (component.replicas ?? 0) > 1)
        findings.push({
          at: pathTo('replicas'),
          message: `${printPath(pathTo('replicas'))} is ${component.replicas}, but '${name}' is standalone in '${target.environmentName}'`,
          hint,
        });
      if (isSet('autoscaling'))
        findings.push({
          at: pathTo('autoscaling'),
          onName: true,
          message: `${printPath(pathTo('autoscaling'))} is set, but '${name}' is standalone in '${target.environmentName}'`,
          hint,
        });
      return findings;
    });
  },
};

export const replicasWithAutoscaling: Rule = {
  code: 'REPLICAS_WITH_AUTOSCALING',
  explanation: {
    meaning: 'Both `replicas` and `autoscaling` are set.',
    remedy: 'Remove `replicas`.',
  },
  check: (config) =>
    configComponents(config)
      // An environment may use autoscaling although the app sets replicas.
      .filter(
        ({ component, mode, layerOf }) => mode === 'multi-instance' && component.autoscaling !== undefined && layerOf('replicas') >= layerOf('autoscaling'),
      )
      .map(({ component, pathTo }) => ({
        at: pathTo('replicas'),
        message: `${printPath(pathTo('replicas'))} is ${component.replicas}, but autoscaling decides the number of pods`,
        hint: 'Remove replicas; set autoscaling.minReplicas instead.',
      })),
};

export const autoscalingRange: Rule = {
  code: 'AUTOSCALING_RANGE',
  explanation: {
    meaning: '`maxReplicas` is less than `minReplicas`.',
    remedy: 'Raise `maxReplicas`, or lower `minReplicas`.',
  },
  local: true,
  check: (config) =>
    configComponents(config).flatMap(({ component: { autoscaling }, pathTo }) => {
      if (autoscaling === undefined || (autoscaling.minReplicas ?? 2) <= autoscaling.maxReplicas) return [];
      const at = pathTo('autoscaling', 'maxReplicas');
      return [{ at, message: `${printPath(at)} is ${autoscaling.maxReplicas}, less than minReplicas (${autoscaling.minReplicas ?? 2})` }];
    }),
};

export const resourcesRange: Rule = {
  code: 'RESOURCES_RANGE',
  explanation: {
    meaning: 'A request exceeds its limit, which Kubernetes rejects.',
    remedy: 'Raise the limit, or lower the request.',
  },
  check: (config) =>
    configProcesses(config).flatMap(({ process: { resources }, pathTo, layerOf }) =>
      (['cpu', 'memory'] as const).flatMap((resource): Finding[] => {
        const request = resources?.requests?.[resource] ?? (resource === 'cpu' ? '100m' : '128Mi');
        const limit = resources?.limits?.[resource] ?? (resource === 'cpu' ? undefined : '512Mi');
        if (limit === undefined || quantity(request) <= quantity(limit)) return [];
        const kind = layerOf('resources', 'requests', resource) >= 0 ? ('requests' as const) : ('limits' as const);
        const at = pathTo('resources', kind, resource);
        return [
          {
            at,
            message: `${printPath(at)}: the ${resource} request (${request}) exceeds the limit (${limit})`,
            hint: 'Kubernetes rejects such a pod. Raise the limit, or lower the request.',
          },
        ];
      }),
    ),
};

export const plainTextSecret: Rule = {
  code: 'PLAIN_TEXT_SECRET',
  explanation: {
    meaning: 'A variable, a file, a build argument or a URL parameter contains a secret in plain text.',
    remedy: 'Rotate the secret, then read it with `secretKeyRef`.',
  },
  local: true,
  check: (config) => [
    ...buildSecrets(config),
    ...configProcesses(config).flatMap(({ process, pathTo }) =>
      Object.entries<EnvValue>(process.env ?? {})
        .filter(([variable, value]) => typeof value === 'string' && isSecret(variable, value))
        .map(([variable]) => ({
          at: pathTo('env', variable),
          // The value is not printed: it would end up in logs.
          message: `${printPath(pathTo('env', variable))} is a secret in plain text, visible to everybody who can read the repository`,
          hint: `Rotate it, then write ${variable}: { secretKeyRef: { name: '${config.app.name}-${variable.toLowerCase().replaceAll('_', '-')}', key: 'value' } }.`,
          from: [['app', 'name']],
        })),
    ),
    ...configProcesses(config).flatMap(otherContainers),
  ],
};

/** Secrets in the variables of containers that only `pod` has. */
function otherContainers({ layers }: ConfigProcess): Finding[] {
  type Containers = { pod?: Partial<Record<'containers' | 'initContainers', { env?: { name: string; value?: string }[] }[]>> };
  return layers.flatMap(({ path, value }) =>
    (['containers', 'initContainers'] as const).flatMap((list) =>
      ((value as Containers | undefined)?.pod?.[list] ?? []).flatMap(({ env = [] }, container) =>
        env.flatMap(({ name, value: text }, index): Finding[] => {
          const at = [...path, 'pod', list, container, 'env', index];
          if (text === undefined || !isSecret(name, text)) return [];
          const message = `${printPath(at)} is a secret in plain text, visible to everybody who can read the repository`;
          return [{ at, message, hint: 'Rotate it, then write valueFrom: { secretKeyRef: { name: …, key: … } }.' }];
        }),
      ),
    ),
  );
}

/** Names in `$(NAME)`, as Kubernetes expands them; `$$(NAME)` is literal text. */
function referencesIn(text: string): string[] {
  return [...text.matchAll(/(?<!\$)\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g)].map(([, name = '']) => name);
}

/** The chart defines composed variables last, sorted by name; Kubernetes expands only variables defined earlier. */
export const variableOrder: Rule = {
  code: 'VARIABLE_ORDER',
  explanation: {
    meaning: 'A variable references one that is defined after it, which Kubernetes does not expand.',
    remedy: 'Write out the value of the referenced variable.',
  },
  local: true,
  check: (config) =>
    configProcesses(config).flatMap(({ process, pathTo }) => {
      const env = process.env ?? {};
      const isComposed = (name: string) => typeof env[name] === 'string' && env[name].includes('$(');
      return Object.entries<EnvValue>(env).flatMap(([variable, value]): Finding[] => {
        if (typeof value !== 'string') return [];
        const later = referencesIn(value).filter((name) => isComposed(name) && name >= variable);
        return later.map((name) => ({
          at: pathTo('env', variable),
          message: `${printPath(pathTo('env', variable))} references $(${name}), which has references itself and is defined after it`,
          hint: `Kubernetes would leave $(${name}) as it is. Write out the value of ${name} instead.`,
        }));
      });
    }),
};

/** Secrets in build arguments, which everybody can read in the history of the image. */
function buildSecrets(config: PipelineConfig): Finding[] {
  return Object.entries<Image>(config.images ?? {}).flatMap(([name, { args }]) =>
    Object.entries<string>(args ?? {})
      .filter(([variable, value]) => isSecret(variable, value))
      .map(([variable]) => {
        const at = ['images', name, 'args', variable];
        return {
          at,
          message: `${printPath(at)} is a secret in plain text, and remains in the history of the image`,
          hint: 'Rotate it, then mount it in the Dockerfile instead: RUN --mount=type=secret.',
        };
      }),
  );
}

const handlers = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const;
const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;

/** The probes of a component, with the names of their fields. */
export function probesOf(component: Component): { field: (typeof probes)[number]; probe: Probe }[] {
  return probes.flatMap((field) => {
    const probe = component[field];
    return probe === undefined ? [] : [{ field, probe }];
  });
}

export const probeHandler: Rule = {
  code: 'PROBE_HANDLER',
  explanation: {
    meaning: 'A probe has no handler, or more than one.',
    remedy: 'Set exactly one of `httpGet`, `tcpSocket`, `exec` and `grpc`.',
  },
  local: true,
  check: (config) =>
    configComponents(config).flatMap(({ component, pathTo }) =>
      probesOf(component).flatMap(({ field, probe }) => {
        const used = handlers.filter((handler) => probe[handler] !== undefined);
        if (used.length === 1) return [];
        const what = used.length === 0 ? 'no handler' : `${used.length} handlers, ${used.join(' and ')}`;
        return [{ at: pathTo(field), onName: true, message: `${printPath(pathTo(field))} has ${what}`, hint: `Set exactly one of ${handlers.join(', ')}.` }];
      }),
    ),
};
