import { type Model, targetsOf } from '../../../src/model/model.ts';
import { applicationFile, argocdPath, configRepositoryName, healthCheckFile, projectFile } from '../../../src/model/names.ts';
import type { PlanContext } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed, markdownTable, tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';
import { hasOperatorDatabase, healthCheckKey } from '../argocd/health-checks.ts';
import { projectName } from '../argocd/project.ts';
import { argocdCommand, argocdContexts, runbookFacts, targetFacts } from './runbook-data.ts';
import { clusterFacts, usesExternalSecrets } from './set-up-clusters.ts';
import { databaseFacts, needsExtensions } from './set-up-databases.ts';
import { accessFacts, appSlugs, githubAppFacts, ruleFacts } from './set-up-github.ts';
import { needsSecrets, secretFacts } from './set-up-secrets.ts';

/** The Argo CD that is installed where there is none: the one that the output is tested with. */
const argocdVersion = 'v3.5.7';

interface Step {
  title: string;
  /** Below templates/docs/runbooks/set-up/. */
  template: string;
  data: object;
}

/** The runbook of day one: its steps in the order in which each finds what it needs. */
export function setUpRunbook(model: Model, context: PlanContext): string {
  const facts = runbookFacts(model, context);
  const steps = stepsOf(model, facts);
  const shared = { ...facts, firstCiNumber: steps.findIndex(({ template }) => template === 'first-ci') + 1 };
  const numbered = steps.map(({ title, template, data }, index) => ({
    number: index + 1,
    title,
    text: tidyMarkdown(renderTemplate(`docs/runbooks/set-up/${template}.md`, { ...shared, ...data })).trimEnd(),
  }));
  return tidyMarkdown(renderTemplate('docs/runbooks/set-up.md', { ...facts, ...headFacts(model), steps: numbered }));
}

function stepsOf(model: Model, { promoted, environments }: ReturnType<typeof runbookFacts>): Step[] {
  const { repositories } = model;
  const { setUp } = accessTo(model.registry);
  const targets = environments.flatMap((environment) => environment.targets);
  const syncs = syncFacts(model);
  const promotes = promoted.length > 0;
  const steps: Step[] = [
    { title: 'Repositories', template: 'repositories', data: {} },
    { title: 'Code owners', template: 'code-owners', data: accessFacts(model) },
    { title: 'GitHub Apps', template: 'github-apps', data: githubAppFacts(model) },
    { title: 'Branch rules', template: 'rules', data: ruleFacts(model) },
    { title: setUp.title, template: setUp.template, data: setUp.data(model) },
    { title: 'Argo CD', template: 'argocd', data: argocdFacts(model) },
    { title: 'Argo CD reads the config repository', template: 'credential', data: credentialFacts(model) },
    { title: 'Clusters', template: 'clusters', data: clusterFacts(model) },
    ...(needsSecrets(model) ? [{ title: 'Secrets', template: 'secrets', data: secretFacts(model) }] : []),
    ...(needsExtensions(model) ? [{ title: 'Databases elsewhere', template: 'databases', data: databaseFacts(model) }] : []),
    { title: model.argocd.bootstrap ? 'Root Application' : 'Applications', template: 'root', data: { ...rootFacts(model), targets } },
    ...(syncs.length > 0 ? [{ title: 'Who may sync', template: 'who-may-sync', data: { syncs, argocdContexts: argocdContexts(model).join(' ') } }] : []),
    { title: 'First CI', template: 'first-ci', data: {} },
    ...(promotes ? [{ title: 'First promotion', template: 'first-promotion', data: { targets } }] : []),
    { title: 'End', template: 'end', data: { configSlug: repositories.config.slug } },
  ];
  return steps;
}

function headFacts(model: Model) {
  const { repositories, clusters, argocd, environments } = model;
  const { setUp } = accessTo(model.registry);
  const outside = argocd.topology === 'hub' && argocd.cluster === null;
  const names = clusters.map(({ name }) => name);
  const needsHelm = environments.some(({ targets }) => targets.some((target) => usesExternalSecrets(model, target))) || model.monitoring.prometheus;
  const operator = environments.some(({ targets }) => targets.some((target) => target.auxiliaryServices.some(({ provider }) => provider === 'operator')));
  const vault = environments.some(({ secrets }) => secrets.store === 'vault');
  const tools = ['argocd', ...setUp.tools, 'curl', 'gh', 'git', ...(needsHelm || operator ? ['helm'] : []), 'jq', 'kubectl', 'openssl'];
  const hasHosts = environments.some(({ targets }) => targets.some(({ routes }) => routes.length > 0));
  const [first = ''] = names;
  return {
    unset:
      model.unset.length === 0
        ? ''
        : markdownTable(
            ['place in the config', 'is now'],
            model.unset.map(({ pointer, value }) => [`\`${pointer.slice(1).replaceAll('/', '.')}\``, `\`${value}\``]),
          ),
    owner: repositories.config.owner,
    registryRights: setUp.rights,
    registrySignedIn: setUp.signedIn,
    clusterNames: `${names.length === 1 ? 'the cluster' : 'the clusters'} ${listed(names)}`,
    tools: [...tools, ...(hasHosts ? ['dig'] : []), ...(needsExtensions(model) ? ['psql'] : []), ...(vault ? ['vault'] : [])].sort().join(' '),
    hubOutside: outside,
    firstContext: first,
    contexts: [...new Set([...names, ...(outside ? ['argocd'] : [])])].join(' '),
    versions: `It worked when every cluster answers with at least its version: ${listed(clusters.map(({ name, kubernetesVersion }) => `${name} ${kubernetesVersion}`))}.`,
  };
}

function argocdFacts(model: Model) {
  const { argocd, clusters } = model;
  const contexts = argocdContexts(model);
  const healthChecks = healthCheckFacts(model);
  return {
    healthChecks,
    healthCheckKey,
    healthCheckPaths: listed(healthChecks.map(({ path }) => `\`${path}\``)),
    severalHealthChecks: healthChecks.length > 1,
    hub: argocd.topology === 'hub' ? (argocd.cluster ?? '') : '',
    bootstrap: argocd.bootstrap,
    argocdVersion,
    argocdContexts: contexts.join(' '),
    argocdPath: argocdPath(model, ''),
    argocds: contexts.map((context) => ({ context, cluster: context === 'argocd' ? '' : context, command: argocdCommand(model, context) })),
    registered:
      argocd.topology === 'hub'
        ? clusters.filter(({ name }) => name !== argocd.cluster).map(({ name, argocdName }) => ({ context: name, name: argocdName }))
        : [],
  };
}

/** Each Argo CD that needs health checks, with the file that has them. */
function healthCheckFacts(model: Model): { context: string; path: string }[] {
  const found = targetsOf(model)
    .filter(hasOperatorDatabase)
    .map((target) => ({ context: targetFacts(model, target).argocdContext, path: healthCheckFile(model, target.cluster) }));
  return [...new Map(found.map((each) => [each.context, each])).values()];
}

function credentialFacts(model: Model) {
  const { config } = model.repositories;
  const contexts = argocdContexts(model);
  return {
    owner: config.owner,
    configName: configRepositoryName(model),
    repoUrl: `https://github.com/${config.slug}.git`,
    readApp: appSlugs(model).read,
    argocdContexts: contexts.join(' '),
    argocds: contexts.map((context) => ({ command: argocdCommand(model, context) })),
  };
}

/** Each project in which only some may sync, with the Argo CD that has it. */
function syncFacts(model: Model) {
  return model.environments
    .filter(({ syncGroups }) => syncGroups.length > 0)
    .map((environment) => {
      const targets = environment.targets.map((target) => targetFacts(model, target));
      return {
        name: environment.name,
        groups: listed(environment.syncGroups.map((group) => `\`${group}\``)),
        project: projectName(model, environment),
        // One Application of each Argo CD: what its policy says of a project it says of all Applications in it.
        targets: [...new Map(targets.map((target) => [target.argocdContext, target])).values()],
      };
    });
}

function rootFacts(model: Model) {
  const { argocd, clusters } = model;
  const roots =
    argocd.topology === 'hub'
      ? [{ context: argocd.cluster ?? 'argocd', path: `${argocdPath(model, '')}/bootstrap/root.yaml` }]
      : clusters.map(({ name }) => ({ context: name, path: `${argocdPath(model, name)}/bootstrap/root.yaml` }));
  const applies = argocdContexts(model).map((context) => {
    const own = targetsOf(model).filter((target) => targetFacts(model, target).argocdContext === context);
    const projects = own.map((target) => projectFile(model, target));
    const paths = [...new Set([...projects, ...own.map((target) => applicationFile(model, target))])];
    return [`kubectl --context ${context} apply --server-side`, ...paths.map((path) => `  --filename ${path}`)].join(' \\\n');
  });
  return { bootstrap: argocd.bootstrap, roots, applies, argocdPath: argocd.topology === 'hub' ? argocdPath(model, '') : 'argocd/<cluster>' };
}
