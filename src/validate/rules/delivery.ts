import { defaultImage } from '../../config/default-image.ts';
import { syncGroups } from '../../config/sync-groups.ts';
import type { Environment, PipelineConfig } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { listNames } from '../../text/list-names.ts';
import type { Rule } from './rule.ts';
import { configProcesses } from './targets.ts';

const environmentsOf = (config: PipelineConfig) => Object.entries<Environment>(config.environments);

export const deliveryNeedsPromotion: Rule = {
  code: 'DELIVERY_NEEDS_PROMOTION',
  explanation: {
    meaning: 'An environment with `continuous-delivery` does not say which environment it is promoted from.',
    remedy: 'Add `promoteFrom`.',
  },
  local: true,
  check: (config) =>
    environmentsOf(config)
      .filter(([, { delivery, promoteFrom }]) => delivery === 'continuous-delivery' && promoteFrom === undefined)
      .map(([name]) => ({
        at: ['environments', name, 'delivery'],
        message: `${printPath(['environments', name])} has delivery 'continuous-delivery', but no promoteFrom`,
        hint: `Add promoteFrom with one of: ${listNames(Object.keys(config.environments).filter((other) => other !== name))}.`,
      })),
};

export const deliveryNeedsApproval: Rule = {
  code: 'DELIVERY_NEEDS_APPROVAL',
  explanation: {
    meaning: 'An environment with `continuous-delivery` has no approval. There is no default on purpose.',
    remedy: 'Add `approval`.',
  },
  local: true,
  check: (config) =>
    environmentsOf(config)
      .filter(([, { delivery, approval }]) => delivery === 'continuous-delivery' && approval === undefined)
      .map(([name]) => ({
        at: ['environments', name, 'delivery'],
        message: `${printPath(['environments', name])} has delivery 'continuous-delivery', but no approval`,
        hint: `Add, for example, approval: { by: 'pull-request', reviewers: ['${config.repositories.config.owners[0]}'] }`,
      })),
};

export const deliveryConflict: Rule = {
  code: 'DELIVERY_CONFLICT',
  explanation: {
    meaning: '`promoteFrom` or `approval` has no effect with `continuous-deployment`.',
    remedy: "Remove it, or set `delivery: 'continuous-delivery'`.",
  },
  local: true,
  check: (config) =>
    environmentsOf(config).flatMap(([name, environment]) =>
      environment.delivery === 'continuous-delivery'
        ? []
        : (['promoteFrom', 'approval'] as const)
            .filter((field) => environment[field] !== undefined)
            .map((field) => ({
              at: ['environments', name, field],
              onName: true,
              from: [['environments', name, 'delivery']],
              message: `${printPath(['environments', name, field])} has no effect: continuous-deployment delivers every image of CI without promotion`,
              hint: "Remove it, or set delivery: 'continuous-delivery'.",
            })),
    ),
};

export const approvalWithoutGate: Rule = {
  code: 'APPROVAL_WITHOUT_GATE',
  explanation: {
    meaning: 'Promotions are approved by syncing in Argo CD, but Argo CD syncs automatically, or nobody is allowed to sync.',
    remedy: "Set `sync: 'manual'`, add `approval.groups`, or choose another kind of approval.",
  },
  local: true,
  check: (config) =>
    environmentsOf(config).flatMap(([name, environment]) => {
      if (environment.approval?.by !== 'argo-cd') return [];
      const at = ['environments', name, 'approval', 'by'];
      if (environment.sync === 'automatic') {
        const message = `${printPath(at)} is 'argo-cd', but Argo CD syncs automatically, so nobody approves`;
        return [{ at, message, hint: "Set sync: 'manual', or approve by 'pull-request' or 'github-environment'." }];
      }
      if (syncGroups(environment).length > 0) return [];
      const message = `${printPath(at)} is 'argo-cd', which knows groups of single sign-on but no GitHub users, so nobody is allowed to sync`;
      const from = ['reviewers', 'groups'].map((field) => ['environments', name, 'approval', field]);
      return [{ at, message, hint: "Add approval.groups, for example groups: ['acme:platform'], or add a team to the reviewers.", from }];
    }),
};

export const promotionCycle: Rule = {
  code: 'PROMOTION_CYCLE',
  explanation: {
    meaning: 'Environments are promoted from each other in a cycle, so none is ever deployed first.',
    remedy: "Set `delivery: 'continuous-deployment'` on the first one.",
  },
  local: true,
  check: (config) => {
    const sourceOf = (name: string): string | undefined => (Object.hasOwn(config.environments, name) ? config.environments[name]?.promoteFrom : undefined);
    const reported = new Set<string>();
    return Object.keys(config.environments).flatMap((start) => {
      const chain = [start];
      for (let next = sourceOf(start); next !== undefined && !chain.includes(next); next = sourceOf(next)) chain.push(next);
      if (sourceOf(chain.at(-1) ?? start) !== start || reported.has(start)) return [];
      for (const name of chain) reported.add(name);
      const message =
        chain.length === 1
          ? `${printPath(['environments', start])} is promoted from itself`
          : `environments are promoted in a cycle: ${[...chain, start].map((name) => `'${name}'`).join(' from ')}`;
      const [at = [], ...from] = chain.map((name) => ['environments', name, 'promoteFrom']);
      return [{ at, message, hint: "Set delivery: 'continuous-deployment' on the first environment of the chain.", from }];
    });
  },
};

export const promotionImageMissing: Rule = {
  code: 'PROMOTION_IMAGE_MISSING',
  explanation: {
    meaning: 'An environment runs an image that the environment it is promoted from does not run, so there is no tag to promote.',
    remedy: 'Run the same images in both.',
  },
  check: (config) => {
    const images = new Map<string, Set<string>>();
    for (const { target, process } of configProcesses(config))
      images.set(target.environmentName, (images.get(target.environmentName) ?? new Set()).add(process.image ?? defaultImage(config)));
    return environmentsOf(config).flatMap(([name, { promoteFrom }]) => {
      const source = promoteFrom === undefined ? undefined : images.get(promoteFrom);
      if (source === undefined) return [];
      const missing = [...(images.get(name) ?? [])].filter((image) => !source.has(image));
      if (missing.length === 0) return [];
      return [
        {
          at: ['environments', name, 'promoteFrom'],
          message: `${printPath(['environments', name])} runs ${listNames(missing)}, which '${promoteFrom}' does not run, so there is no tag to promote`,
          hint: `Run the same images in '${promoteFrom}'.`,
        },
      ];
    });
  },
};
