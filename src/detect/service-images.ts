import type { AuxiliaryService } from '../model.ts';

/** What a container beside the app can stand for; object stores and mail servers are named by hand. */
export type ServiceType = Extract<AuxiliaryService['type'], 'postgresql' | 'redis'>;

interface KnownImage {
  /** Last part of the image's name. */
  names: readonly string[];
  /** Schemes of its connection URLs. */
  schemes: readonly string[];
  /** As the config takes it, from a tag; undefined: the config's default. */
  version: (tag: string) => string | undefined;
}

/** Images of the services that the config knows. */
export const serviceImages: Record<ServiceType, KnownImage> = {
  postgresql: {
    names: ['postgres', 'postgresql', 'postgis', 'pgvector', 'timescaledb', 'timescaledb-ha'],
    schemes: ['postgres', 'postgresql'],
    version: (tag) => /(?:^|pg)(1[4-8])(?!\d)/.exec(tag)?.[1],
  },
  redis: {
    names: ['redis', 'valkey', 'redis-stack', 'redis-stack-server', 'keydb', 'dragonfly'],
    schemes: ['redis', 'rediss'],
    // Versions are Valkey's where we run it; those of Redis say nothing about it.
    version: () => undefined,
  },
};

/** Name without registry, tag and digest; and the tag. */
export function readImage(image: string): { name: string; tag: string } {
  const [, path = image, tag = ''] = /^((?:.*\/)?[^/:@]+)(?::([^@]+))?(?:@.*)?$/.exec(image) ?? [];
  return { name: path.split('/').at(-1) ?? path, tag };
}

export function typeOfImage(image: string): ServiceType | undefined {
  const { name } = readImage(image);
  return types().find((type) => serviceImages[type].names.includes(name));
}

/** `postgresql+asyncpg` is the scheme of a driver, and of PostgreSQL. */
export function typeOfScheme(scheme: string): ServiceType | undefined {
  const base = scheme.split('+')[0] ?? scheme;
  return types().find((type) => serviceImages[type].schemes.includes(base));
}

function types(): ServiceType[] {
  return Object.keys(serviceImages) as ServiceType[];
}
