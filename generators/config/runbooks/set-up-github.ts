import { generatorToken, isGitHubPackages } from '../../../src/github/generator-access.ts';
import { isHosted } from '../../../src/github/workflow.ts';
import type { Model, Repository } from '../../../src/model/model.ts';
import { checkNames, githubAppSlug, githubApps, githubEnvironment } from '../../../src/model/names.ts';
import { soleUser } from '../../../src/model/owners.ts';
import { inlineCode, listed, markdownTable } from '../../../src/render/markdown.ts';

/** A GitHub App that the set-up creates. */
interface AppRegistration {
  slug: string;
  purpose: string;
  /** Repository permissions, by their names in the URL parameters of GitHub's form. */
  permissions: Record<string, 'read' | 'write'>;
  /** Empty if no workflow uses the App. */
  variable: string;
  secret: string;
  /** Repository that holds variable and secret. */
  slugOfRepository: string;
  /** GitHub environment that holds the secret, and the only branch that may use it. */
  environment: string;
  branch: string;
}

/** Slugs of the Apps. */
export function appSlugs({ repositories }: Model): { dispatch: string; cd: string; read: string } {
  const { name, cdApp } = repositories.config;
  return { dispatch: githubAppSlug(name, 'dispatch'), cd: cdApp, read: githubAppSlug(name, 'read') };
}

function registrations(model: Model): AppRegistration[] {
  const { repositories, environments } = model;
  const slugs = appSlugs(model);
  const pullRequests = environments.some(({ approval }) => approval?.by === 'pull-request');
  const { dispatch, cd } = githubApps;
  return [
    ...(dispatches(model)
      ? [
          {
            slug: slugs.dispatch,
            purpose: `lets CI of \`${repositories.app.slug}\` start CD`,
            permissions: { actions: 'write' as const },
            variable: dispatch.clientIdVariable,
            secret: dispatch.privateKeySecret,
            slugOfRepository: repositories.app.slug,
            environment: dispatch.environment,
            branch: repositories.app.defaultBranch,
          },
        ]
      : []),
    {
      slug: slugs.cd,
      purpose: `lets CD commit images${pullRequests ? ', open pull requests' : ''} and report the check \`${checkNames.promotion}\``,
      permissions: { contents: 'write', statuses: 'write', ...(pullRequests ? { pull_requests: 'write' as const } : {}) },
      variable: cd.clientIdVariable,
      secret: cd.privateKeySecret,
      slugOfRepository: repositories.config.slug,
      environment: cd.environment,
      branch: repositories.config.defaultBranch,
    },
    {
      slug: slugs.read,
      purpose: 'lets Argo CD read the repository',
      permissions: { contents: 'read' },
      variable: '',
      secret: '',
      slugOfRepository: '',
      environment: '',
      branch: '',
    },
  ];
}

/** Whether CI starts CD. */
export function dispatches({ environments }: Model): boolean {
  return environments.some(({ delivery }) => delivery === 'continuous-deployment');
}

export function githubAppData(model: Model) {
  const { config } = model.repositories;
  const apps = registrations(model);
  const access = { read: 'read', write: 'read and write' };
  const permissionNames: Record<string, string> = { actions: 'Actions', contents: 'Contents', pull_requests: 'Pull requests', statuses: 'Commit statuses' };
  return {
    owner: config.owner,
    dispatch: dispatches(model),
    apps,
    table: markdownTable(
      ['App', 'purpose', `repository permissions on \`${config.slug}\``, 'variable and secret'],
      apps.map(({ slug, purpose, permissions, variable, secret }) => [
        `\`${slug}\``,
        purpose,
        Object.entries(permissions)
          .map(([name, value]) => `${permissionNames[name]}: ${access[value]}`)
          .join(', '),
        variable === '' ? '–' : `\`${variable}\`, \`${secret}\``,
      ]),
    ),
    links: apps.map((app) => `- [Create ${app.slug}](${registrationUrl(model, app)})`).join('\n'),
  };
}

/** URL of GitHub's form, with the fields filled in. */
function registrationUrl({ repositories }: Model, { slug, permissions }: AppRegistration): string {
  const parameters = { name: slug, url: `https://github.com/${repositories.config.slug}`, public: 'false', webhook_active: 'false', ...permissions };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const { owner, owners } = repositories.config;
  // A user who owns the repository and has the name of the account is the account.
  const settings = owners.some((name) => name.toLowerCase() === `@${owner.toLowerCase()}`) ? 'settings' : `organizations/${owner}/settings`;
  return `https://github.com/${settings}/apps/new?${query.join('&')}`;
}

/** Who needs write access to each repository: GitHub ignores code owners without it. */
export function codeOwnerData({ app, repositories, environments }: Model) {
  const approvers = environments.flatMap(({ approval }) => approval?.reviewers ?? []);
  const grants = [
    ...grantsOf(repositories.config, [...repositories.config.owners, ...app.owners, ...approvers]),
    ...grantsOf(repositories.app, [...app.owners, ...repositories.config.owners]),
  ];
  return { teams: grants.filter(({ kind }) => kind === 'team'), users: grants.filter(({ kind }) => kind === 'user') };
}

function grantsOf({ slug, owner: repositoryOwner }: Repository, owners: readonly string[]) {
  return [...new Set(owners)].flatMap((owner) => {
    const [name = '', team] = owner.slice(1).split('/');
    if (team !== undefined) return [{ kind: 'team', slug, organization: name, name: team }];
    // The owner of a repository cannot be its collaborator.
    return name.toLowerCase() === repositoryOwner.toLowerCase() ? [] : [{ kind: 'user', slug, organization: '', name }];
  });
}

export function ruleData(model: Model) {
  const environments = model.environments.filter(({ approval }) => approval?.by === 'github-environment');
  return {
    owner: model.repositories.config.owner,
    cdApp: appSlugs(model).cd,
    signedCommits: model.repositories.config.signedCommits,
    reviewed: model.repositories.config.requiredApprovals > 0,
    withoutApprovals: slugs(model, ({ requiredApprovals }) => requiredApprovals === 0),
    mergeQueues: slugs(model, ({ mergeQueue }) => mergeQueue),
    soleOwner: soleOwner(model),
    noRequiredTests: model.ci.jobs === 'build-only' && model.ci.requiredChecks.length === 0,
    githubEnvironments: environments.map((environment) => ({
      name: environment.name,
      environment: githubEnvironment(model, environment),
      ids: reviewerIds(environment.approval?.reviewers ?? []),
      preventSelfReview: String(environment.approval?.preventSelfReview ?? true),
    })),
  };
}

/** The one user whose changes to the config repository need an approval that only they could give, as Markdown; or empty. */
function soleOwner({ repositories: { config } }: Model): string {
  const owner = soleUser(config.owners);
  return config.requiredApprovals === 0 || owner === undefined ? '' : inlineCode(owner);
}

/** The repositories that match, as Markdown; empty if there are none. */
function slugs({ repositories: { app, config } }: Model, matches: (repository: Repository) => boolean): string {
  return listed([app, config].filter(matches).map(({ slug }) => inlineCode(slug)));
}

export function repositoryData({ generator, ci, repositories }: Model) {
  const { package: name, registry } = generator;
  const own = [
    ...(isHosted(ci.runsOn) ? [] : [`all of ${inlineCode(repositories.app.slug)}`]),
    ...(isHosted(repositories.config.runsOn) ? [] : [`all of ${inlineCode(repositories.config.slug)}`]),
  ];
  return {
    generatorRegistry: registry ?? '',
    generatorOfJob: registry !== null && isGitHubPackages(registry),
    generatorPackage: name,
    generatorScope: name.split('/')[0],
    generatorToken,
    ownRunners: listed(own),
  };
}

/** Shell that sets `$reviewers` to the IDs of the reviewers. */
function reviewerIds(reviewers: readonly string[]): string {
  const lines = reviewers.map((reviewer) => {
    const [owner = '', team] = reviewer.slice(1).split('/');
    return team === undefined
      ? `  gh api users/${owner} --jq '{type: "User", id: .id}'`
      : `  gh api orgs/${owner}/teams/${team} --jq '{type: "Team", id: .id}'`;
  });
  return ['reviewers=$({', ...lines, '} | jq --slurp .)'].join('\n');
}
