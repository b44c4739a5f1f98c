import type { Model } from '../../../src/model/model.ts';
import { applicationFile, argocdAlertFile, argocdCommand, argocdPath, configRepositoryName, healthCheckFile, projectFile } from '../../../src/model/names.ts';
import { targetsOf } from '../../../src/model/queries.ts';
import type { PlanContext } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { inlineCode, listed, markdownTable, tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';
import { repositoryUrl } from '../argocd/destination.ts';
import { hasOperatorDatabase, healthCheckKey } from '../argocd/health-checks.ts';
import { projectName } from '../argocd/project.ts';
import { revisionSetting } from '../argocd/root.ts';
import { installedVersions } from './installed-versions.ts';
import { usesExternalSecrets } from './operators.ts';
import { argocdContexts, runbookData, targetData } from './runbook-data.ts';
import { clusterData } from './set-up-clusters.ts';
import { databaseData, needsExtensions } from './set-up-databases.ts';
import { appSlugs, codeOwnerData, githubAppData, repositoryData, ruleData } from './set-up-github.ts';
import { argocdSelectionsOf } from './set-up-monitoring.ts';
import { needsSecrets, secretData } from './set-up-secrets.ts';
import { versionData } from './set-up-versions.ts';

interface Step {
  title: string;
  /** Below templates/docs/runbooks/set-up/. */
  template: string;
  data: object;
}

/** The runbook for day one; each step depends on those before it. */
export function setUpRunbook(model: Model, context: PlanContext): string {
  const data = runbookData(model, context);
  const steps = stepsOf(model, data);
  const shared = { ...data, firstCiNumber: steps.findIndex(({ template }) => template === 'first-ci') + 1 };
  const numbered = steps.map(({ title, template, data: stepData }, index) => ({
    number: index + 1,
    title,
    text: tidyMarkdown(renderTemplate(`docs/runbooks/set-up/${template}.md`, { ...shared, ...stepData })).trimEnd(),
  }));
  return tidyMarkdown(renderTemplate('docs/runbooks/set-up.md', { ...data, ...headData(model), steps: numbered }));
}

function stepsOf(model: Model, { promoted, environments }: ReturnType<typeof runbookData>): Step[] {
  const { repositories } = model;
  const { setUp } = accessTo(model.registry);
  const targets = environments.flatMap((environment) => environment.targets);
  const syncs = syncData(model);
  const promotes = promoted.length > 0;
  const steps: Step[] = [
    { title: 'Repositories', template: 'repositories', data: repositoryData(model) },
    { title: 'Code owners', template: 'code-owners', data: codeOwnerData(model) },
    { title: 'GitHub Apps', template: 'github-apps', data: githubAppData(model) },
    { title: 'Branch rules', template: 'rules', data: ruleData(model) },
    { title: setUp.title, template: setUp.template, data: setUp.data(model) },
    { title: 'Argo CD', template: 'argocd', data: argocdData(model) },
    { title: 'Argo CD access to the config repository', template: 'credential', data: credentialData(model) },
    { title: 'Clusters', template: 'clusters', data: clusterData(model) },
    ...(needsSecrets(model) ? [{ title: 'Secrets', template: 'secrets', data: secretData(model) }] : []),
    ...(needsExtensions(model) ? [{ title: 'External databases', template: 'databases', data: databaseData(model) }] : []),
    { title: model.argocd.bootstrap ? 'Root Application' : 'Applications', template: 'root', data: { ...rootData(model), targets } },
    ...(syncs.length > 0
      ? [
          {
            title: 'Sync permissions',
            template: 'who-may-sync',
            data: { syncs, anyGroups: syncs.some(({ groups }) => groups !== ''), argocdContexts: argocdContexts(model).join(' ') },
          },
        ]
      : []),
    { title: 'First CI', template: 'first-ci', data: {} },
    ...(promotes ? [{ title: 'First promotion', template: 'first-promotion', data: { targets } }] : []),
    { title: 'Clean up', template: 'end', data: { configSlug: repositories.config.slug } },
  ];
  return steps;
}

function headData(model: Model) {
  const { repositories, clusters, argocd, environments } = model;
  const { setUp } = accessTo(model.registry);
  const hubOutside = argocd.topology === 'hub' && argocd.cluster === null;
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
            ['setting', 'current value'],
            model.unset.map(({ pointer, value }) => [`\`${pointer.slice(1).replaceAll('/', '.')}\``, `\`${value}\``]),
          ),
    owner: repositories.config.owner,
    registryRights: setUp.rights,
    registrySignedIn: setUp.loginCheck,
    clusterNames: `${names.length === 1 ? 'the cluster' : 'the clusters'} ${listed(names.map(inlineCode))}`,
    tools: [...tools, ...(hasHosts ? ['dig'] : []), ...(needsExtensions(model) ? ['psql'] : []), ...(vault ? ['vault'] : [])].sort().join(' '),
    hubOutside,
    monitored: model.monitoring.prometheus,
    firstContext: first,
    contexts: [...new Set([...names, ...(hubOutside ? ['argocd'] : [])])].join(' '),
    ...versionData(model),
  };
}

function argocdData(model: Model) {
  const { argocd, clusters } = model;
  const contexts = argocdContexts(model);
  const healthChecks = healthCheckData(model);
  return {
    ...versionData(model),
    healthChecks,
    healthCheckKey,
    healthCheckPaths: listed(healthChecks.map(({ path }) => `\`${path}\``)),
    severalHealthChecks: healthChecks.length > 1,
    hub: argocd.topology === 'hub' ? (argocd.cluster ?? '') : '',
    bootstrap: argocd.bootstrap,
    revisionSetting,
    argocdVersion: installedVersions.argocd.version,
    argocdContexts: contexts.join(' '),
    argocdPath: argocdPath(model, ''),
    argocds: contexts.map((context) => ({
      context,
      cluster: context === 'argocd' ? '' : context,
      command: argocdCommand(model, context),
      folder: argocdPath(model, context),
    })),
    registered:
      argocd.topology === 'hub'
        ? clusters.filter(({ name }) => name !== argocd.cluster).map(({ name, argocdName }) => ({ context: name, name: argocdName }))
        : [],
  };
}

/** Each Argo CD that needs health checks, with the file that has them. */
function healthCheckData(model: Model): { context: string; path: string }[] {
  const checks = targetsOf(model)
    .filter(hasOperatorDatabase)
    .map((target) => ({ context: targetData(model, target).argocdContext, path: healthCheckFile(model, target.cluster) }));
  return [...new Map(checks.map((check) => [check.context, check])).values()];
}

function credentialData(model: Model) {
  const { config } = model.repositories;
  const contexts = argocdContexts(model);
  return {
    owner: config.owner,
    configName: configRepositoryName(model),
    repoUrl: repositoryUrl(model),
    readApp: appSlugs(model).read,
    argocdContexts: contexts.join(' '),
    argocds: contexts.map((context) => ({ command: argocdCommand(model, context) })),
  };
}

/** Each AppProject whose Applications a person syncs, with its Argo CD. */
function syncData(model: Model) {
  return model.environments
    .filter(({ sync }) => sync === 'manual')
    .map((environment) => {
      const targets = environment.targets.map((target) => targetData(model, target));
      return {
        name: environment.name,
        groups: listed(environment.syncGroups.map((group) => `\`${group}\``)),
        project: projectName(model, environment),
        // One Application for each Argo CD: the policy is the same for all Applications of a project.
        targets: [...new Map(targets.map((target) => [target.argocdContext, target])).values()],
      };
    });
}

function rootData(model: Model) {
  const { argocd } = model;
  const roots = argocdContexts(model).map((context) => ({ context, folder: argocdPath(model, context) }));
  const applies = argocdContexts(model).map((context) => {
    const targets = targetsOf(model).filter((target) => targetData(model, target).argocdContext === context);
    const projects = targets.map((target) => projectFile(model, target));
    const paths = [...new Set([...projects, ...targets.map((target) => applicationFile(model, target))])];
    return [`kubectl --context ${context} apply --server-side`, ...paths.map((path) => `  --filename ${path}`)].join(' \\\n');
  });
  const alerts = model.monitoring.prometheus
    ? targetsOf(model).map((target) => {
        const { argocdContext: context } = targetData(model, target);
        const selections = argocdSelectionsOf(model, context, target.cluster);
        return { context, folder: argocdPath(model, context), path: argocdAlertFile(model, target.cluster), selections };
      })
    : [];
  return {
    bootstrap: argocd.bootstrap,
    roots,
    applies,
    alertFiles: [...new Map(alerts.map((alert) => [alert.path, alert])).values()],
    argocdPath: argocd.topology === 'hub' ? argocdPath(model, '') : 'argocd/<cluster>',
  };
}
