import { definitionOf, serviceTypes } from '../auxiliary-services/index.ts';
import { type ServiceSchema, serviceDefinitions } from '../auxiliary-services/service-schema.ts';
import type { ServiceType } from '../model/model.ts';
import { pipelineSchemaWith } from '../vocabulary/index.ts';

/** What src/auxiliary-services/<type>.ts says of its type. */
async function schemaOf(type: ServiceType): Promise<ServiceSchema> {
  const { schema } = (await import(`../auxiliary-services/${type}.ts`)) as { schema?: () => ServiceSchema };
  if (schema === undefined) throw new Error(`src/auxiliary-services/${type}.ts exports no schema: see ServiceSchema`);
  return schema();
}

const types = await Promise.all(serviceTypes.map(async (type) => [type, { definition: definitionOf(type), schema: await schemaOf(type) }] as const));

/** schemas/pipeline.schema.json. */
export const pipelineSchema = pipelineSchemaWith(serviceDefinitions(new Map(types)));
