import type { AddFlag } from '../command-line/add-options.ts';
import type { AuxiliaryService, Component, CronJob, EnvValue, Job, PipelineConfig } from '../generated/pipeline-config.ts';
import { field } from './additions.ts';
import { type KeyNames, keyProblems, knownNames, listOf, type OptionValues, type Question, splitList, textOf, usageProblem } from './answers.ts';
import { hostsFor } from './hosts.ts';
import type { Kind } from './kind.ts';
import { isNamed, type ProviderTarget, providerAdditions, providerProblems, providerQuestions } from './provider.ts';

export const environmentKind: Kind = {
  field: 'environments',
  questions: (name, values, config) => [
    ...questions(config, values).filter(({ flag }) => !values.has(flag)),
    ...providerQuestions(values, targetsOf(name, values, config), config),
  ],
  problems: (name, values, config) => {
    const services: KeyNames = { names: Object.keys(config.auxiliaryServices ?? {}), plural: 'auxiliary services', code: 'UNKNOWN_SERVICE' };
    return [
      ...listProblems(values, 'clusters'),
      ...listProblems(values, 'reviewers'),
      ...keyProblems(values, 'host', { names: Object.keys(config.routes ?? {}), plural: 'routes', code: 'UNKNOWN_ROUTE' }, false),
      ...providerProblems(values, targetsOf(name, values, config), services),
    ];
  },
  additions: (name, values, config) => {
    const at = ['environments', name];
    const [by, secrets] = [textOf(values, 'approval'), textOf(values, 'secrets')];
    return [
      ...field([...at, 'clusters'], 'clusters', listOf(values, 'clusters')),
      ...field([...at, 'mode'], 'mode', textOf(values, 'mode')),
      ...field([...at, 'namespace'], 'namespace', textOf(values, 'namespace')),
      ...field([...at, 'delivery'], 'delivery', textOf(values, 'delivery')),
      ...field([...at, 'sync'], 'sync', textOf(values, 'sync')),
      ...field([...at, 'promoteFrom'], 'promote-from', textOf(values, 'promote-from')),
      ...field([...at, 'approval', 'by'], 'approval', by),
      ...field([...at, 'approval', 'reviewers'], 'reviewers', listOf(values, 'reviewers')),
      ...field([...at, 'secrets'], 'secrets', secrets === undefined ? undefined : { store: secrets }),
      ...Object.keys(config.routes ?? {}).flatMap((route) => field([...at, 'routes', route, 'hosts'], 'host', hostsFor(values, route))),
      ...targetsOf(name, values, config).flatMap((target) => providerAdditions(values, target)),
    ];
  },
};

function questions(config: PipelineConfig, values: OptionValues): Question[] {
  const promoted = textOf(values, 'delivery') === 'continuous-delivery';
  const [clusters, environments] = [Object.keys(config.clusters), Object.keys(config.environments)];
  return [
    {
      flag: 'clusters',
      message: `Clusters (${clusters.join(', ')})`,
      fallback: { value: clusters[0] ?? '', source: 'the first' },
      check: (text) => {
        const unknown = splitList(text).find((name) => !clusters.includes(name));
        return unknown === undefined ? undefined : `unknown cluster '${unknown}'; ${knownNames(unknown, clusters, 'clusters')}`;
      },
    },
    {
      flag: 'delivery',
      message: 'How images are delivered',
      fallback: { value: 'continuous-delivery', source: 'default' },
      choices: [
        { value: 'continuous-deployment', description: 'by CI after each build' },
        { value: 'continuous-delivery', description: 'by promotion with approval' },
      ],
    },
    ...(promoted ? promotionQuestions(config, environments) : []),
    {
      flag: 'sync',
      message: 'How changes are synced',
      fallback: { value: promoted ? 'manual' : 'automatic', source: 'default' },
      choices: [
        { value: 'automatic', description: 'immediately by Argo CD' },
        { value: 'manual', description: 'by a person' },
      ],
    },
  ];
}

function promotionQuestions(config: PipelineConfig, environments: readonly string[]): Question[] {
  return [
    {
      flag: 'promote-from',
      message: 'Environment to promote images from',
      fallback: { value: environments[0] ?? '', source: 'the first' },
      choices: environments.map((value) => ({ value, description: config.environments[value]?.delivery ?? '' })),
    },
    {
      flag: 'approval',
      message: 'How promotions are approved',
      fallback: { value: 'pull-request', source: 'default' },
      choices: [
        { value: 'pull-request', description: 'a code owner merges the pull request' },
        { value: 'github-environment', description: 'a required reviewer approves the deployment' },
        { value: 'argo-cd', description: 'the person who syncs approves' },
      ],
    },
    {
      flag: 'reviewers',
      message: 'Who approves them (@team, @user)',
      fallback: { value: config.repositories.config.owners.join(', '), source: 'config repository' },
    },
  ];
}

function listProblems(values: OptionValues, flag: AddFlag) {
  return values.has(flag) && listOf(values, flag)?.length === 0 ? [usageProblem(`--${flag} is empty`)] : [];
}

/** Its services: those with options, and those that variables of the app refer to. */
function targetsOf(environment: string, values: OptionValues, config: PipelineConfig): ProviderTarget[] {
  const read = servicesRead(config);
  const approved = textOf(values, 'delivery') === 'continuous-delivery';
  const all = (values.get('provider') ?? []).some((text) => !text.includes('='));
  return Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {})
    .map(([service, { type }]) => ({ key: service, service, environment, type, approved }))
    .filter((target) => all || read.has(target.service) || isNamed(values, target));
}

/** Variables that refer to a service need its provider. */
function servicesRead(config: PipelineConfig): Set<string | undefined> {
  const processes: (Component | Job | CronJob)[] = [config.components, config.jobs ?? {}, config.cronJobs ?? {}].flatMap((group) =>
    Object.values<Component | Job | CronJob>(group),
  );
  const values = processes.flatMap(({ env }) => Object.values<EnvValue>(env ?? {}));
  return new Set(values.flatMap((value) => (typeof value === 'object' && 'from' in value ? [value.from.split('.')[0]] : [])));
}
