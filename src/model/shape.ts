import type { Model } from './model.ts';

/** One line of printable text. */
const line = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;
const name = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** The expected shape of a value: a string that matches a pattern, any string, list or object, a name that may be absent, a list of a shape, or an object with these fields. */
type Shape = RegExp | 'text' | 'list' | 'object' | 'anything' | 'name or null' | readonly [Shape] | { readonly [field: string]: Shape };

const repository = { slug: /^[A-Za-z0-9-]+\/[A-Za-z0-9_.-]+$/, owner: line, name: line, defaultBranch: line, owners: [line] } satisfies Shape;

const shape: Readonly<Record<keyof Model, Shape>> = {
  schemaVersion: 'anything',
  app: { name, renamedFrom: 'name or null', description: 'text', language: name, owners: [line] },
  repositories: { app: { ...repository, ignoreFiles: [/^\.(?!git)[a-z]+ignore$/] }, config: { ...repository, cdApp: /^[a-z0-9]+(-[a-z0-9]+)*$/ } },
  registry: { type: name, host: line },
  images: [{ name, path: line, repository: line, context: line, dockerfile: line, args: 'object', command: 'list' }],
  argocd: { namespace: name, topology: name, version: line, monitoring: 'object' },
  ci: { jobs: name, versions: 'list', commands: 'object', workingDirectory: line },
  clusters: [
    {
      name,
      location: name,
      argocdName: line,
      kubernetesVersion: line,
      architectures: 'list',
      dns: 'object',
      apiServer: 'object',
      operators: 'object',
      monitoring: { labels: 'object', namespaceLabels: 'object', dashboardLabels: 'object' },
      imagePull: 'object',
      mirrors: 'object',
    },
  ],
  components: [{ name }],
  jobs: [{ name }],
  cronJobs: [{ name }],
  routes: [{ name, component: name, port: line, path: line }],
  auxiliaryServices: [{ name, type: name }],
  monitoring: { namespace: name },
  extraManifests: 'list',
  environments: [{ name: line, namespace: name, delivery: name, sync: name, targets: [{ environment: line, cluster: name, applicationName: line }] }],
  patches: [{ output: line, path: 'anything', operations: [{ op: name, path: line }] }],
  generator: { package: /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/ },
  unset: [{ pointer: line, value: line }],
  configFile: /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
};

/** Whether a value has the outer structure of a model, and safe text wherever messages and commands print it. */
export function hasShapeOfModel(value: unknown): value is Model {
  return fits(value, shape);
}

function fits(value: unknown, expected: Shape): boolean {
  if (expected === 'anything') return true;
  if (expected === 'name or null') return value === null || fits(value, name);
  if (expected === 'text') return typeof value === 'string';
  if (expected === 'list') return Array.isArray(value);
  if (expected instanceof RegExp) return typeof value === 'string' && expected.test(value);
  if (isList(expected)) return Array.isArray(value) && value.every((item) => fits(item, expected[0]));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return expected === 'object' || Object.entries(expected).every(([field, inner]) => fits((value as Record<string, unknown>)[field], inner));
}

const isList = (expected: Shape): expected is readonly [Shape] => Array.isArray(expected);
