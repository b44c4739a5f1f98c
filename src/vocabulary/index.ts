import { allow } from './allow.ts';
import { app } from './app.ts';
import { argocd } from './argocd.ts';
import { ci } from './ci.ts';
import { clusters } from './clusters.ts';
import { environments } from './environments.ts';
import { images } from './images.ts';
import { manifests } from './manifests.ts';
import { monitoring } from './monitoring.ts';
import { patches } from './patches.ts';
import { pipeline } from './pipeline.ts';
import { processParts } from './process-parts.ts';
import { processes } from './processes.ts';
import { registries } from './registries.ts';
import { repositories } from './repositories.ts';
import { routes } from './routes.ts';
import { scalars } from './scalars.ts';
import type { Definitions, Schema } from './schema.ts';
import { services } from './services.ts';

export type PipelineSchema = Schema & { $defs: Definitions };

/** All that a config can say; `serviceTypes` are the definitions of the types of auxiliary services. */
export function pipelineSchemaWith(serviceTypes: Definitions): PipelineSchema {
  return {
    ...pipeline,
    $defs: {
      ...scalars,
      ...app,
      ...repositories,
      ...registries,
      ...images,
      ...ci,
      ...argocd,
      ...clusters,
      ...processes,
      ...processParts,
      ...routes,
      ...services,
      ...serviceTypes,
      ...monitoring,
      ...environments,
      ...manifests,
      ...patches,
      ...allow,
    },
  };
}
