import type { Registry } from '../model/model.ts';
import { acr } from './acr.ts';
import { dockerhub } from './dockerhub.ts';
import { ecr } from './ecr.ts';
import { gar } from './gar.ts';
import { ghcr } from './ghcr.ts';
import { harbor } from './harbor.ts';
import type { RegistryAccess } from './registry.ts';

/** The access to a registry; each type has its own file. */
export function accessTo(registry: Registry): RegistryAccess {
  switch (registry.type) {
    case 'ecr':
      return ecr(registry);
    case 'ghcr':
      return ghcr(registry);
    case 'gar':
      return gar(registry);
    case 'acr':
      return acr(registry);
    case 'dockerhub':
      return dockerhub(registry);
    case 'harbor':
      return harbor(registry);
  }
}
