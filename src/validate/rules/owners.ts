import { soleMaintainer } from '../../config/sole-maintainer.ts';
import { unsetMarker } from '../../config/unset.ts';
import type { Environment, PipelineConfig } from '../../generated/pipeline-config.ts';
import { soleUser } from '../../model/owners.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { listNames } from '../../text/list-names.ts';
import type { Rule } from './rule.ts';

/** Everybody who is asked to review, and the repositories they review in. */
function reviewersOf({ app, repositories, environments }: PipelineConfig): { names: readonly string[]; at: Path; slugs: string[] }[] {
  const both = [repositories.app.slug, repositories.config.slug];
  return [
    { names: app.owners, at: ['app', 'owners'], slugs: both },
    { names: repositories.config.owners, at: ['repositories', 'config', 'owners'], slugs: both },
    ...Object.entries<Environment>(environments).flatMap(([name, { approval }]) =>
      approval === undefined || approval.by === 'argo-cd'
        ? []
        : [{ names: approval.reviewers, at: ['environments', name, 'approval', 'reviewers'], slugs: [repositories.config.slug] }],
    ),
  ];
}

/** GitHub ignores a team of another organization, and then anybody can approve. */
export const teamOutsideOrganization: Rule = {
  code: 'TEAM_OUTSIDE_ORGANIZATION',
  explanation: {
    meaning:
      'A team can only review in repositories of its own organization. GitHub ignores a team of another one in CODEOWNERS, and anybody can approve instead.',
    remedy: 'Name a team of the organization that owns the repository, or users.',
  },
  severity: 'warning',
  check: (config) =>
    reviewersOf(config).flatMap(({ names, at, slugs }) =>
      names.flatMap((name, index) => {
        const [organization = '', team] = name.slice(1).split('/');
        const outside = slugs.filter((slug) => ![slug, name].some((text) => text.includes(unsetMarker)) && !isOf(slug, organization));
        if (team === undefined || outside.length === 0) return [];
        return [
          {
            at: [...at, index],
            message: `${printPath([...at, index])} is '${name}', which cannot review in ${listNames(outside)}: GitHub accepts only teams of the organization that owns the repository`,
            hint: 'Name a team of that organization, or users.',
          },
        ];
      }),
    ),
};

function isOf(slug: string, organization: string): boolean {
  return slug.toLowerCase().startsWith(`${organization.toLowerCase()}/`);
}

/** GitHub does not let authors approve their own pull requests. */
export const soleOwner: Rule = {
  code: 'SOLE_OWNER',
  explanation: {
    meaning:
      'One user is the only owner, and nobody can approve their own pull request. If that user owns everything, the rulesets require no approval, and whoever starts a promotion may approve it: the checks still hold. Otherwise, their own changes to what they alone own can never be merged.',
    remedy: 'Name a second owner, or a team. Or set `requiredApprovals` of the repository, to say that this is intended.',
  },
  severity: 'warning',
  check: (config) => {
    const { app, repositories } = config;
    const sole = soleMaintainer(config);
    const unset = [...app.owners, ...repositories.config.owners].some((owner) => owner.includes(unsetMarker));
    if (unset || repositories.config.requiredApprovals !== undefined) return [];
    const hint = 'Name a second owner, or a team; or set repositories.config.requiredApprovals, if this is intended.';
    if (sole !== undefined)
      return [
        {
          at: ['repositories', 'config', 'owners'],
          message: `${sole} owns everything and approves every promotion, so the rulesets require no approval: whoever may push could merge alone`,
          hint,
        },
      ];
    const owner = soleUser(repositories.config.owners);
    if (owner === undefined) return [];
    return [
      {
        at: ['repositories', 'config', 'owners'],
        message: `${owner} alone owns the config repository, and cannot approve their own pull requests: nobody could merge them`,
        hint,
      },
    ];
  },
};

/** A personal account has no teams, and only repositories of organizations have merge queues. */
export const personalAccount: Rule = {
  code: 'PERSONAL_ACCOUNT',
  explanation: {
    meaning: 'A repository of a personal account cannot have a merge queue or runner groups: only those of organizations have them.',
    remedy: 'Remove the setting, or move the repository to an organization.',
  },
  check: (config) => {
    const { app, repositories, ci } = config;
    const users = new Set([...app.owners, ...repositories.config.owners].map((owner) => owner.toLowerCase()));
    return (['app', 'config'] as const).flatMap((role) => {
      const { slug, mergeQueue } = repositories[role];
      // A user who is an owner and has the name of the account is the account.
      if (!users.has(`@${slug.split('/')[0]?.toLowerCase()}`)) return [];
      const runsOn = role === 'app' ? ci?.runsOn : repositories.config.runsOn;
      const hint = 'Remove it, or move the repository to an organization.';
      const message = (what: string) => `${slug} belongs to a personal account, which has no ${what}`;
      return [
        ...(mergeQueue === true ? [{ at: ['repositories', role, 'mergeQueue'], message: message('merge queue'), hint }] : []),
        ...(typeof runsOn === 'object' && 'group' in runsOn
          ? [{ at: role === 'app' ? ['ci', 'runsOn'] : ['repositories', 'config', 'runsOn'], message: message('runner groups'), hint }]
          : []),
      ];
    });
  },
};
