import { definitionOf, serviceTypes } from '../auxiliary-services/index.ts';
import type { ServiceType } from '../model/model.ts';

/** Third-party servers and proxies: such an image is never the app itself. */
const surroundings = [
  ...['clickhouse-server', 'clickhouse', 'cockroach', 'cassandra', 'influxdb', 'neo4j', 'etcd'],
  ...['elasticsearch', 'opensearch', 'kibana', 'meilisearch', 'typesense', 'qdrant', 'weaviate', 'chroma', 'milvus'],
  ...['kafka', 'cp-kafka', 'zookeeper', 'cp-zookeeper', 'redpanda', 'nats', 'mosquitto', 'pgbouncer', 'localstack'],
  ...['nginx', 'traefik', 'caddy', 'haproxy', 'envoy', 'oauth2-proxy', 'cloudflared', 'https-portal', 'nginx-proxy', 'watchtower'],
  ...['prometheus', 'grafana', 'loki', 'jaeger', 'all-in-one', 'otel-collector', 'pgadmin4', 'adminer', 'phpmyadmin', 'busybox', 'alpine', 'mc'],
  ...['zipkin', 'kafka-ui', 'kafdrop', 'akhq', 'cp-schema-registry', 'mongo-express', 'redis-commander', 'redisinsight', 'pgweb', 'flower'],
];

/** Reverse proxies, which the Gateway or Ingress of the cluster replaces. */
const fronts = ['nginx', 'traefik', 'caddy', 'haproxy', 'envoy', 'https-portal', 'nginx-proxy'];

export function isFrontServer(image: string): boolean {
  return fronts.includes(readImage(image).name);
}

export function isSurrounding(image: string): boolean {
  return surroundings.includes(readImage(image).name);
}

/** Name without registry, tag and digest; and the tag. */
export function readImage(image: string): { name: string; tag: string } {
  const [, path = image, tag = ''] = /^((?:.*\/)?[^/:@]+)(?::([^@]+))?(?:@.*)?$/.exec(image) ?? [];
  return { name: path.split('/').at(-1) ?? path, tag };
}

/** The service type of an image. */
export function typeOfImage(image: string): ServiceType | undefined {
  const { name } = readImage(image);
  return serviceTypes.find((type) => definitionOf(type).detection.images.includes(name));
}

/** Most likely type first: MariaDB also uses the scheme of MySQL. `postgresql+asyncpg` names a driver of PostgreSQL. */
export function typesOfScheme(scheme: string): ServiceType[] {
  const base = scheme.split('+')[0] ?? scheme;
  return serviceTypes.filter((type) => {
    const { schemes, drivers = [] } = definitionOf(type).detection;
    return [...schemes, ...drivers].includes(base);
  });
}

/** Types with this default port, most likely first. */
export function typesOfPort(port: string | undefined): ServiceType[] {
  return serviceTypes.filter((type) => String(definitionOf(type).detection.port ?? '') === (port ?? 'none'));
}
