import { serviceName } from '../../src/auxiliary-services/index.ts';
import { approvalName, phaseName, providerName, sharedHosts, topologyMermaid } from '../../src/derived/topology.ts';
import type { Model, ProvidedService } from '../../src/model/model.ts';
import { chartPath, docsPath, workflows, wrapperFile } from '../../src/model/names.ts';
import { clusterOf, processesOf, servicesUsedBy, targetsOf } from '../../src/model/queries.ts';
import type { Generator, PlanContext } from '../../src/plan/plan.ts';
import { listed, markdownTable, markdownText, tidyMarkdown } from '../../src/render/markdown.ts';
import { renderTemplate } from '../../src/render/template.ts';
import { environmentNotes } from './docs-notes.ts';
import { runbooksOf } from './runbooks/list.ts';

export const sharedReadme: Generator = {
  id: 'config/readme-shared',
  description: 'README of the config repository: what it contains and how it works',
  repository: 'config',
  scope: 'shared',
  files: () => [
    {
      path: 'README.md',
      content: tidyMarkdown(renderTemplate('docs/config/README-shared.md', {})),
      ownership: { class: 'region', region: 'shared', comment: '<!--' },
    },
  ],
};

export const configReadme: Generator = {
  id: 'config/readme',
  description: 'README of the config repository: the app’s own section, with links to its documents',
  repository: 'config',
  files: (model) => {
    const { app, repositories } = model;
    const promotes = model.environments.some(({ promoteFrom }) => promoteFrom !== null);
    const data = { app: app.name, description: descriptionOf(app), appSlug: repositories.app.slug, promotes };
    return [
      {
        path: 'README.md',
        content: tidyMarkdown(renderTemplate('docs/config/README-app.md', data)),
        ownership: { class: 'region', region: app.name, comment: '<!--' },
      },
    ];
  },
};

export const configDocs: Generator = {
  id: 'config/docs',
  description: 'What runs where, and a diagram of the pipeline',
  repository: 'config',
  files: (model, context) => [
    { path: `${docsPath(model)}/README.md`, content: tidyMarkdown(renderTemplate('docs/config/app.md', overview(model, context))) },
    { path: `${docsPath(model)}/architecture.md`, content: tidyMarkdown(renderTemplate('docs/config/architecture.md', architecture(model))) },
  ],
};

/** Empty if the description only repeats the name. */
function descriptionOf({ name, description }: Model['app']): string {
  return description === name ? '' : markdownText(description);
}

function overview(model: Model, context: PlanContext) {
  const { app, repositories, environments, images } = model;
  const shared = environments.flatMap(sharedHosts);
  return {
    app: app.name,
    description: descriptionOf(app),
    repositories: [
      `- App repository: <https://github.com/${repositories.app.slug}>, owned by ${owners(app.owners)}`,
      `- This repository: <https://github.com/${repositories.config.slug}>, owned by ${owners(repositories.config.owners)}`,
      `- ${images.length === 1 ? 'Image' : 'Images'}: ${images.map(({ repository }) => `\`${repository}\``).join(', ')}`,
    ].join('\n'),
    environments: environmentTable(model),
    notes: environmentNotes(model).join('\n'),
    hosts: hostTable(model),
    sharedHosts: listed(shared.map((host) => `\`${host}\``)),
    jobs: model.jobs.map((job) => `- \`${job.name}\`, ${phaseName(job)}`).join('\n'),
    cronJobs: model.cronJobs
      .map((cronJob) => `- \`${cronJob.name}\`, \`${cronJob.schedule}\`${cronJob.timeZone === null ? '' : ` (${cronJob.timeZone})`}`)
      .join('\n'),
    services: serviceTable(model),
    chart: chartPath(model),
    images: markdownTable(
      ['environment', 'file', ...(images.length === 1 ? ['keys'] : ['images'])],
      environments.map((environment) => [
        environment.name,
        `\`${chartPath(model)}/${wrapperFile(environment)}\``,
        images.map(({ name }) => (images.length === 1 ? `\`images.${name}.tag\`, \`images.${name}.digest\`` : `\`images.${name}\``)).join(', '),
      ]),
    ),
    runbooks: runbooksOf(model, context).map(({ name, title, purpose }) => ({ title, file: `${name}.md`, purpose })),
  };
}

function owners(names: readonly string[]): string {
  return listed(names.map((name) => `\`${name}\``));
}

function environmentTable(model: Model): string {
  const rows = model.environments.flatMap((environment) =>
    environment.targets.map((target) => {
      const { name, location } = clusterOf(model, target);
      const delivery = environment.promoteFrom === null ? environment.delivery.replace('-', ' ') : `promotion from ${environment.promoteFrom}`;
      const approval = environment.approval === null ? '–' : approvalName(environment.approval);
      return [environment.name, `${name} (${location})`, environment.namespace, target.applicationName, environment.mode, delivery, approval, environment.sync];
    }),
  );
  return markdownTable(['environment', 'cluster', 'namespace', 'Argo CD Application', 'mode', 'delivery', 'approval', 'sync'], rows);
}

/** Empty without routes. */
function hostTable(model: Model): string {
  const rows = targetsOf(model).flatMap((target) =>
    target.routes.flatMap((route) =>
      route.hosts.map((host) => [`<https://${host}${route.path}>`, target.environment, target.cluster, `${route.component}, port ${route.port}`]),
    ),
  );
  return rows.length === 0 ? '' : markdownTable(['address', 'environment', 'cluster', 'component'], rows);
}

/** Empty without services. */
function serviceTable(model: Model): string {
  const rows = targetsOf(model).flatMap((target) =>
    target.auxiliaryServices.map((service) => [
      service.name,
      `${serviceName(service)}${extensions(service)}`,
      target.environment,
      target.cluster,
      provider(service),
    ]),
  );
  return rows.length === 0 ? '' : markdownTable(['service', 'type', 'environment', 'cluster', 'provider'], rows);
}

/** ` with vector, pg_trgm`; empty without extensions. */
function extensions(service: ProvidedService): string {
  return service.type === 'postgresql' && service.extensions.length > 0 ? ` with ${service.extensions.join(', ')}` : '';
}

function provider(service: ProvidedService): string {
  if (service.provider === 'external') return providerName(service).replace(/at (.*)$/, 'at `$1`');
  const instances = service.provider === 'operator' ? `, ${service.instances} instance${service.instances === 1 ? '' : 's'}` : '';
  return `${service.provider}${instances}${service.storage === null ? '' : `, ${service.storage}`}`;
}

function architecture(model: Model) {
  const { app, repositories, registry, argocd, environments, images, ci } = model;
  const namesOf = (selection: Model['environments']) => listed(selection.map(({ name }) => name));
  const manual = environments.some(({ sync }) => sync === 'manual');
  return {
    app: app.name,
    drawing: topologyMermaid(model),
    legend: `Rounded: host. Cylinder: data store. Slanted: file in this repository.${manual ? ' Dotted: manual sync.' : ''}`,
    configPath: model.configFile,
    appSlug: repositories.app.slug,
    configSlug: repositories.config.slug,
    branch: repositories.app.defaultBranch,
    ci: workflows.ci,
    cd: workflows.cd,
    registry: registry.host,
    tests: ci.jobs === 'full',
    them: images.length === 1 ? 'it' : 'them',
    their: images.length === 1 ? 'its' : 'their',
    imagePlural: images.length === 1 ? '' : 's',
    deployed: namesOf(environments.filter(({ delivery }) => delivery === 'continuous-deployment')),
    promoted: namesOf(environments.filter(({ promoteFrom }) => promoteFrom !== null)),
    argocd:
      argocd.topology === 'per-cluster'
        ? 'one in each cluster'
        : argocd.cluster === null
          ? 'one for all clusters'
          : `on \`${argocd.cluster}\`, for all clusters`,
    chart: chartPath(model),
    users: usersTable(model),
    unprotected: listed(servicesWithoutLogin(model).map((name) => `\`${name}\``)),
  };
}

/** Which processes may connect to which service, in any environment; empty without services. */
function usersTable(model: Model): string {
  const rows = model.auxiliaryServices.map(({ name }) => {
    const processes = targetsOf(model).flatMap((target) => processesOf(target).filter((process) => servicesUsedBy(process).includes(name)));
    return [name, listed([...new Set(processes.map((process) => process.name))])];
  });
  return rows.length === 0 ? '' : markdownTable(['service', 'processes that may connect'], rows);
}

/** Services of the chart that ask for no login. */
function servicesWithoutLogin(model: Model): string[] {
  const services = targetsOf(model).flatMap(({ auxiliaryServices }) => auxiliaryServices);
  return [...new Set(services.flatMap((service) => (service.provider === 'embedded' && service.secret === null ? [service.name] : [])))];
}
