import { unsetMarker } from '../config/unset.ts';
import type { Component, PipelineConfig } from '../generated/pipeline-config.ts';
import { field } from './additions.ts';
import { keyProblems, type Question, textOf, usageProblem } from './answers.ts';
import { hostsFor } from './hosts.ts';
import type { Kind } from './kind.ts';
import { environmentKeys } from './service.ts';

export const routeKind: Kind = {
  field: 'routes',
  questions: (name, values, config) => {
    const ports = portsOf(config, textOf(values, 'component'));
    const environments = Object.keys(config.environments);
    const components = Object.keys(config.components);
    const all: Question[] = [
      {
        flag: 'component',
        message: 'Component that serves the route',
        fallback: { value: components[0] ?? '', source: 'the first' },
        choices: components.map((value) => ({ value, description: portsOf(config, value).join(', ') || 'no port' })),
      },
      {
        flag: 'port',
        message: 'Port of the component',
        fallback: { value: ports[0] ?? 'http', source: 'the first' },
        ...(ports.length === 0 ? {} : { choices: ports.map((value) => ({ value, description: `of ${textOf(values, 'component')}` })) }),
      },
    ];
    // A route needs a host in at least one environment.
    return [
      ...all.filter(({ flag }) => !values.has(flag)),
      ...(values.has('host')
        ? []
        : [
            {
              flag: 'host' as const,
              message: 'Hosts by environment',
              fallback: { value: environments.map((environment) => `${environment}=${name}.${environment}.${unsetMarker}`).join(' '), source: 'to fill in' },
              several: true,
            },
          ]),
    ];
  },
  problems: (_, values, config) => {
    const ports = (values.get('port') ?? []).filter((port) => port.includes('='));
    return [
      ...ports.map((port) => usageProblem(`--port ${port}: a route refers to a port by name; the component sets its number`)),
      ...keyProblems(values, 'host', environmentKeys(config), false),
    ];
  },
  additions: (name, values, config) => [
    ...field(['routes', name, 'component'], 'component', textOf(values, 'component')),
    ...field(['routes', name, 'port'], 'port', textOf(values, 'port')),
    ...field(['routes', name, 'path'], 'path', textOf(values, 'path')),
    ...Object.keys(config.environments).flatMap((environment) =>
      field(['environments', environment, 'routes', name, 'hosts'], 'host', hostsFor(values, environment)),
    ),
  ],
};

function portsOf(config: PipelineConfig, name: string | undefined): string[] {
  const component: Component | undefined = name === undefined || !Object.hasOwn(config.components, name) ? undefined : config.components[name];
  return Object.keys(component?.ports ?? {});
}
