import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';

export function resolveRegistry(input: PipelineConfig): model.Registry {
  const { registry } = input;
  switch (registry.type) {
    case 'ecr': {
      const { account, region, role } = registry;
      const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
      return { type: 'ecr', host: `${account}.dkr.ecr.${region}.${domain}`, account, region, role };
    }
    case 'ghcr':
      // GHCR rejects upper case, which owners on GitHub may have.
      return { type: 'ghcr', host: 'ghcr.io', owner: (registry.owner ?? input.repositories.app.slug.split('/')[0] ?? '').toLowerCase() };
    case 'gar': {
      const { project, location, repository, workloadIdentityProvider, serviceAccount } = registry;
      return { type: 'gar', host: `${location}-docker.pkg.dev`, project, location, repository, workloadIdentityProvider, serviceAccount };
    }
    case 'acr': {
      const { name, tenantId, subscriptionId } = registry;
      return { type: 'acr', host: `${name}.azurecr.io`, name, tenantId, subscriptionId };
    }
    case 'dockerhub':
      return { type: 'dockerhub', host: 'docker.io', namespace: registry.namespace, username: registry.username ?? registry.namespace };
    case 'harbor': {
      const { host, project } = registry;
      return { type: 'harbor', host, project, username: registry.username ?? `robot$${project}+ci` };
    }
  }
}

/** The path between the host and the name of an image: empty, or ending in a slash. */
export function pathPrefix(registry: model.Registry): string {
  switch (registry.type) {
    case 'ecr':
    case 'acr':
      return '';
    case 'ghcr':
      return `${registry.owner}/`;
    case 'gar':
      return `${registry.project}/${registry.repository}/`;
    case 'dockerhub':
      return `${registry.namespace}/`;
    case 'harbor':
      return `${registry.project}/`;
  }
}
