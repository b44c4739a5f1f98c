import { unsetMarker } from '../../config/unset.ts';
import type { Environment, PipelineConfig } from '../../generated/pipeline-config.ts';
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
