import type { AuxiliaryService } from '../model/model.ts';

/** What a container beside the app can stand for. */
export type ServiceType = AuxiliaryService['type'];

interface KnownImage {
  /** Last part of the image's name. */
  names: readonly string[];
  /** Schemes of its connection URLs, where the config gives one. */
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
  'object-store': { names: ['minio', 'rustfs', 'garage', 'seaweedfs', 's3mock'], schemes: [], version: () => undefined },
  smtp: {
    names: ['mailpit', 'mailhog', 'maildev', 'mailcatcher', 'inbucket', 'smtp4dev', 'postfix', 'smtp', 'exim-relay', 'docker-mailserver'],
    schemes: [],
    version: () => undefined,
  },
};

/** Servers and proxies that apps are put together with: such an image is never the app itself. */
const surroundings = [
  ...['mysql', 'mariadb', 'mongo', 'mongodb', 'clickhouse-server', 'clickhouse', 'cockroach', 'cassandra', 'influxdb', 'neo4j', 'etcd', 'memcached'],
  ...['elasticsearch', 'opensearch', 'kibana', 'meilisearch', 'typesense', 'qdrant', 'weaviate', 'chroma', 'milvus'],
  ...['kafka', 'cp-kafka', 'zookeeper', 'cp-zookeeper', 'redpanda', 'rabbitmq', 'nats', 'mosquitto', 'pgbouncer', 'localstack'],
  ...['nginx', 'traefik', 'caddy', 'haproxy', 'envoy', 'oauth2-proxy', 'cloudflared', 'https-portal', 'nginx-proxy', 'watchtower'],
  ...['prometheus', 'grafana', 'loki', 'jaeger', 'all-in-one', 'otel-collector', 'pgadmin4', 'adminer', 'phpmyadmin', 'busybox', 'alpine', 'mc'],
];

export function isSurrounding(image: string): boolean {
  return surroundings.includes(readImage(image).name);
}

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

/** The port on which it listens everywhere. */
export function typeOfPort(port: string | undefined): ServiceType | undefined {
  return port === '5432' ? 'postgresql' : port === '6379' ? 'redis' : undefined;
}

function types(): ServiceType[] {
  return Object.keys(serviceImages) as ServiceType[];
}
