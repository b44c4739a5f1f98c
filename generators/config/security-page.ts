import { approvalName } from '../../src/derived/topology.ts';
import type { Environment, Model } from '../../src/model/model.ts';
import { docsPath, workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { listed, tidyMarkdown } from '../../src/render/markdown.ts';
import { renderTemplate } from '../../src/render/template.ts';
import { appSlugs } from './runbooks/set-up-github.ts';

/** The threat model of docs/security.md, with the names of this app. */
export const securityPage: Generator = {
  id: 'config/security-page',
  description: 'Who can change what runs, what holds everybody else back, and where that ends',
  repository: 'config',
  files: (model) => [{ path: `${docsPath(model)}/security.md`, content: tidyMarkdown(renderTemplate('docs/config/security.md', securityData(model))) }],
};

function securityData(model: Model) {
  const { app, repositories, environments } = model;
  const slugs = appSlugs(model);
  return {
    app: app.name,
    appSlug: repositories.app.slug,
    configSlug: repositories.config.slug,
    organization: repositories.config.slug.split('/')[0] ?? '',
    branch: repositories.config.defaultBranch,
    reviewed: repositories.config.requiredApprovals > 0,
    appOwners: named(app.owners),
    configOwners: named(repositories.config.owners),
    environments: environments.map(environmentData),
    dispatchApp: environments.some(({ promoteFrom }) => promoteFrom === null) ? slugs.dispatch : '',
    cdApp: slugs.cd,
    readApp: slugs.read,
    ci: workflows.ci,
    promoted: environments.some(({ promoteFrom }) => promoteFrom !== null),
  };
}

function environmentData({ name, approval, syncGroups, sync }: Environment) {
  return {
    name,
    reviewers: approval === null ? '' : named(approval.reviewers),
    approval: approval === null ? '' : approvalName(approval),
    fourEyes: approval?.preventSelfReview === true,
    groups: sync === 'manual' ? named(syncGroups) : '',
  };
}

function named(names: readonly string[]): string {
  return listed(names.map((name) => `\`${name}\``));
}
