/** Values of generated files that decide who may do what: a field of the config sets them, and no patch changes them unseen. */
interface Lock {
  /** JSON pointers; `*` is any key. Either what is locked, or with `only` the sole values that are not. */
  paths: readonly string[];
  only?: true;
  /** Only more items may be added to this list. */
  list?: string;
  /** What sets them. */
  instead: string;
}

const values: Lock = {
  paths: ['/environment', '/images', '/secrets'],
  instead: 'images is set by images and registry, secrets by environments.<name>.secrets',
};

/** By output; the other outputs have none. */
const locks: Readonly<Record<string, Lock>> = {
  'app/ci': {
    paths: ['/on', '/permissions', '/jobs/*/permissions', '/jobs/*/environment', '/jobs/*/if', '/jobs/*/needs', '/jobs/*/uses', '/jobs/*/secrets'],
    instead: 'write a workflow of your own beside it',
  },
  'app/ruleset': {
    paths: ['/rules'],
    only: true,
    list: '/rules',
    instead: 'a patch can only add rules, at the end of /rules; ci.requiredChecks adds checks',
  },
  'config/argocd-applications': {
    paths: [
      '/apiVersion',
      '/kind',
      '/metadata/name',
      '/metadata/namespace',
      '/operation',
      '/spec/project',
      '/spec/source',
      '/spec/sources',
      '/spec/sourceHydrator',
      '/spec/destination',
      '/spec/syncPolicy/automated',
      '/spec/syncPolicy/managedNamespaceMetadata',
    ],
    instead: 'they are set by argocd, repositories, and namespace and sync of the environment',
  },
  'config/argocd-projects': {
    paths: ['/spec/namespaceResourceWhitelist'],
    only: true,
    instead: 'a patch can only allow more kinds, in /spec/namespaceResourceWhitelist; the rest is set by clusters, repositories and the environment',
  },
  'config/chart-values': values,
  'config/wrapper-values': values,
  'config/cluster-values': values,
};

const lockOfGenerator = 'CI verifies the generator by it';

/** Files that no patch changes, by output, and what sets their content. */
const lockedOutputs: Readonly<Record<string, string>> = {
  'app/check': 'it runs this check',
  'app/generator-lock': lockOfGenerator,
  'config/argocd-health-checks': 'Argo CD runs it for the objects of all apps',
  'config/generator-lock': lockOfGenerator,
  'config/delivery': 'it says who may deploy what; delivery, promoteFrom, approval and repositories.app.slug set it',
};

/** Why no patch changes a file of an output; undefined: some values of it may be changed. */
export function whyOutputIsLocked(output: string): string | undefined {
  return Object.hasOwn(lockedOutputs, output) ? lockedOutputs[output] : undefined;
}

/**
 * The first locked value that differs between two versions of a file, as parsed data.
 * @returns its JSON pointer, and what sets it instead
 */
export function changedLockedValue(output: string, before: unknown, after: unknown): { pointer: string; instead: string } | undefined {
  const lock = Object.hasOwn(locks, output) ? locks[output] : undefined;
  if (lock === undefined) return undefined;
  const [old, now] = [lockedValues(lock, before), lockedValues(lock, after)];
  const pointer = [...new Set([...old.keys(), ...now.keys()])].find(
    (each) => old.get(each) !== now.get(each) && !(each === lock.list && isLonger(old, now, each)),
  );
  return pointer === undefined ? undefined : { pointer, instead: lock.instead };
}

/** Whether a list has the same items as before, and perhaps more behind them. */
function isLonger(old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, pointer: string): boolean {
  const [before, after] = [old, now].map((values) => JSON.parse(values.get(pointer) ?? 'null') as unknown);
  return Array.isArray(before) && Array.isArray(after) && before.every((item, index) => JSON.stringify(item) === JSON.stringify(after[index]));
}

/** Locked values as JSON, by their JSON pointers. */
function lockedValues({ paths, only, list }: Lock, data: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (only === true) {
    const rest = structuredClone(data);
    for (const path of paths) visit(rest, path.split('/').slice(1), '', (_, parent, key) => Reflect.deleteProperty(parent, key));
    if (list !== undefined) visit(data, list.split('/').slice(1), '', (pointer, parent, key) => found.set(pointer, JSON.stringify(parent[key]) ?? ''));
    return found.set('/', JSON.stringify(rest) ?? '');
  }
  for (const path of paths) visit(data, path.split('/').slice(1), '', (pointer, parent, key) => found.set(pointer, JSON.stringify(parent[key]) ?? ''));
  return found;
}

type Holder = Record<string, unknown>;

function visit(data: unknown, [key = '', ...rest]: readonly string[], pointer: string, found: (pointer: string, parent: Holder, key: string) => unknown): void {
  if (typeof data !== 'object' || data === null) return;
  for (const name of key === '*' ? Object.keys(data) : Object.hasOwn(data, key) ? [key] : [])
    if (rest.length === 0) found(`${pointer}/${name}`, data as Holder, name);
    else visit((data as Holder)[name], rest, `${pointer}/${name}`, found);
}
