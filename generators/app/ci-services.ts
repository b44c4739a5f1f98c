import type { AuxiliaryService, Model } from '../../src/model/model.ts';
import type { ServiceContainer } from '../../src/render/workflow.ts';

/** A service of the test job: the same software and version as the app gets, on a port of the runner. */
interface TestService {
  container: ServiceContainer;
  outputs: Record<string, string>;
}

/** Of throw-away databases that live as long as one job. */
const testCredentials = { username: 'ci', password: 'ci' };

function testService(service: AuxiliaryService, offset: number): TestService | null {
  const probe = (command: string) => `--health-cmd "${command}" --health-interval 2s --health-timeout 5s --health-retries 30`;
  switch (service.type) {
    case 'postgresql': {
      const { username, password } = testCredentials;
      const port = String(5432 + offset);
      return {
        container: {
          image: service.extensions.includes('vector')
            ? `docker.io/pgvector/pgvector:pg${service.version}`
            : `docker.io/library/postgres:${service.version}-alpine`,
          env: { POSTGRES_USER: username, POSTGRES_PASSWORD: password, POSTGRES_DB: service.database },
          ports: [`${port}:5432`],
          options: probe(`pg_isready --username ${username} --dbname ${service.database}`),
        },
        outputs: {
          host: 'localhost',
          port,
          username,
          password,
          database: service.database,
          url: `postgresql://${username}:${password}@localhost:${port}/${service.database}`,
        },
      };
    }
    case 'redis': {
      const port = String(6379 + offset);
      return {
        container: { image: `docker.io/valkey/valkey:${service.version}-alpine`, ports: [`${port}:6379`], options: probe('valkey-cli ping') },
        outputs: { host: 'localhost', port, password: '', url: `redis://localhost:${port}/0` },
      };
    }
    // Tests put something in their place.
    case 'object-store':
    case 'smtp':
      return null;
  }
}

function testServices(model: Model): Map<string, TestService> {
  const seen = new Map<AuxiliaryService['type'], number>();
  return new Map(
    model.auxiliaryServices.flatMap((service) => {
      const offset = seen.get(service.type) ?? 0;
      seen.set(service.type, offset + 1);
      const testable = testService(service, offset);
      return testable === null ? [] : [[service.name, testable] as const];
    }),
  );
}

export function serviceContainers(model: Model): Record<string, ServiceContainer> {
  return Object.fromEntries([...testServices(model)].map(([name, { container }]) => [name, container]));
}

/**
 * The variables that components and jobs read from a service, under the same names. Where two of them give one name
 * different meanings, the first one's stands: a job has one environment.
 */
export function serviceEnvironment(model: Model): Record<string, string> {
  const services = testServices(model);
  const variables: Record<string, string> = {};
  for (const process of [...model.components, ...model.jobs])
    for (const [name, value] of Object.entries(process.env)) {
      if (!('from' in value) || name in variables) continue;
      const output = services.get(value.from.service)?.outputs[value.from.output];
      if (output !== undefined) variables[name] = output;
    }
  return variables;
}

/** A digest would pin the version that the config leaves open to its patch releases. */
export function imageComment(value: string): string | undefined {
  return /^docker\.io\/(library\/postgres|pgvector\/pgvector|valkey\/valkey):/.test(value)
    ? 'zizmor: ignore[unpinned-images] patch releases are wanted; holds test data only'
    : undefined;
}
