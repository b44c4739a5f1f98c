import { app } from './app.ts';
import { argocd } from './argocd.ts';
import { ci } from './ci.ts';
import { clusters } from './clusters.ts';
import { environments } from './environments.ts';
import { images } from './images.ts';
import { manifests } from './manifests.ts';
import { monitoring } from './monitoring.ts';
import { order } from './order.ts';
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

const definitions: Definitions = {
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
  ...monitoring,
  ...environments,
  ...manifests,
  ...patches,
};

/** schemas/pipeline.schema.json: all that a config can say. */
export const pipelineSchema = {
  ...pipeline,
  $defs: Object.fromEntries(order.map((name) => [name, definitions[name]])),
} as Schema & { $defs: Definitions };
