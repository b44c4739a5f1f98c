/** A minimal config, with parts of its text replaced. */
export interface Pieces {
  /** Text before the export. */
  before?: string;
  /** The field `clusters`. */
  clusters?: string;
  /** More fields of the config. */
  fields?: string;
  environments?: string;
  begin?: string;
  end?: string;
}

export const gateway = "gateway: { name: 'public', namespace: 'gateways' }";
export const cluster = `'dev-eu': { location: 'cloud', ${gateway} }`;

export function smallConfig({ before = '', clusters, fields = '', environments, begin, end }: Pieces): string {
  return `import { definePipeline } from './config.js';
${before}
${begin ?? 'export default definePipeline({'}
  app: { name: 'shop', language: 'node', owners: ['@acme/shop'] },
  repositories: { app: { slug: 'acme/shop' }, config: { slug: 'acme/shop-config', owners: ['@acme/platform'] } },
  registry: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' },
  ${clusters ?? `clusters: { ${cluster} }`},
  components: { web: { ports: { http: { containerPort: 8080 } } } },
${fields}  ${environments ?? "environments: { dev: { clusters: ['dev-eu'], delivery: 'continuous-deployment', sync: 'automatic' } }"},
${end ?? '});'}
`;
}
