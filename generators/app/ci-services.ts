import { definitionOf, testImages } from '../../src/auxiliary-services/index.ts';
import type { TestService } from '../../src/auxiliary-services/service.ts';
import type { ServiceContainer } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { processesOf } from '../../src/model/queries.ts';

function testServices(model: Model): Map<string, TestService> {
  // MySQL and MariaDB use the same port.
  const seen = new Map<number | undefined, number>();
  return new Map(
    model.auxiliaryServices.flatMap((service) => {
      const { external, testService } = definitionOf(service.type);
      const offset = seen.get(external.port) ?? 0;
      seen.set(external.port, offset + 1);
      const testable = testService?.(service, offset);
      return testable === undefined ? [] : [[service.name, testable] as const];
    }),
  );
}

export function serviceContainers(model: Model): Record<string, ServiceContainer> {
  return Object.fromEntries([...testServices(model)].map(([name, { container }]) => [name, container]));
}

/**
 * The variables that components and jobs read from a service, under the same names. If two processes use one name for
 * different values, the first wins: a job has one environment.
 */
export function serviceEnvironment(model: Model): Record<string, string> {
  const services = testServices(model);
  const variables: Record<string, string> = {};
  for (const process of processesOf(model))
    for (const [name, value] of Object.entries(process.env)) {
      if (!('from' in value) || name in variables) continue;
      const output = services.get(value.from.service)?.outputs[value.from.output];
      if (output !== undefined) variables[name] = output;
    }
  return variables;
}

/** The config asks for the latest patch release, so a digest must not pin one. */
export function imageComment(value: string): string | undefined {
  return testImages.some((image) => value.startsWith(`${image}:`)) ? 'zizmor: ignore[unpinned-images] takes patch releases; test data only' : undefined;
}
