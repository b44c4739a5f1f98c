/** Judges the Argo CD objects of a config repository by what they promise: which Application applies what, where and when. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, Target } from '../../src/model/model.ts';
import { argocdPath, chartPath, valueFiles } from '../../src/model/names.ts';
import { clusterOf, environmentOf, targetsOf } from '../../src/model/queries.ts';
import type { Data } from './pods.ts';
import { type KubernetesObject, parseObjects } from './renders.ts';

/** An object with the path of its file, relative to the repository. */
export interface FiledObject {
  path: string;
  object: KubernetesObject;
}

/** Every object below `argocd/` of a config repository. */
export function readArgocd(root: string): FiledObject[] {
  const folder = join(root, 'argocd');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  return files.sort().flatMap((file) => {
    const path = `argocd/${file.replaceAll('\\', '/')}`;
    return parseObjects(readFileSync(join(root, path), 'utf8')).map((object) => ({ path, object }));
  });
}

const inCluster = 'https://kubernetes.default.svc';

/** Findings on the Applications of one app; `root` is the config repository. */
export function judgeApplications(objects: readonly FiledObject[], model: Model, root: string): string[] {
  const targets = targetsOf(model);
  const own = objects.filter(({ object }) => object.kind === 'Application' && sourcesOf(object).some((source) => source.path === chartPath(model)));
  const extra = own.filter(({ object }) => !targets.some((target) => target.applicationName === object.metadata.name));
  return [
    ...extra.map(({ object }) => `${object.metadata.name}: is no environment on a cluster of ${model.app.name}`),
    ...targets.flatMap((target) => {
      const found = own.filter(({ object }) => object.metadata.name === target.applicationName);
      const [application] = found;
      if (application === undefined || found.length > 1) return [`${target.applicationName}: stands in ${found.length} files`];
      return judgeApplication(application, target, model, root, objects).map((finding) => `${target.applicationName}: ${finding}`);
    }),
  ];
}

function sourcesOf(object: KubernetesObject): Data[] {
  const { spec } = object as Data;
  return spec.source === undefined ? (spec.sources ?? []) : [spec.source];
}

function judgeApplication({ path, object }: FiledObject, target: Target, model: Model, root: string, objects: readonly FiledObject[]): string[] {
  const findings: string[] = [];
  const refuse = (what: string, condition: boolean) => {
    if (condition) findings.push(what);
  };
  const { spec } = object as Data;
  const { sync, namespace } = environmentOf(model, target);
  const sources = sourcesOf(object);
  const source = sources.find((candidate) => candidate.path === chartPath(model));
  const helm = source.helm ?? {};
  const files: string[] = helm.valueFiles ?? [];
  refuse('has a key automated, but a person syncs it', sync === 'manual' && mentions(object, 'automated'));
  refuse('does not sync by itself', sync === 'automatic' && spec.syncPolicy?.automated?.enabled === false);
  refuse('does not sync by itself', sync === 'automatic' && spec.syncPolicy?.automated === undefined);
  refuse(`reads ${sources.length} sources`, sources.length !== 1);
  for (const file of files) if (!existsSync(join(root, source.path, file))) findings.push(`its values file ${file} does not exist`);
  refuse(`reads ${files.join(', ')}, not ${valueFiles(target).join(', ')}`, files.join() !== valueFiles(target).join());
  refuse('ignores missing values files', helm.ignoreMissingValueFiles === true);
  for (const key of ['parameters', 'fileParameters', 'values', 'valuesObject']) refuse(`sets ${key}, which hides what CD writes`, helm[key] !== undefined);
  refuse(`its release is ${helm.releaseName}`, helm.releaseName !== model.app.name);
  refuse(
    `reads ${source.repoURL}`,
    !String(source.repoURL)
      .replace(/\.git$/, '')
      .endsWith(`/${model.repositories.config.slug}`),
  );
  refuse(`reads ${source.targetRevision}`, source.targetRevision !== `refs/heads/${model.repositories.config.defaultBranch}`);
  refuse(`deploys to namespace ${spec.destination.namespace}`, spec.destination.namespace !== namespace);
  refuse(`deploys to ${JSON.stringify(spec.destination)}`, !isDestination(spec.destination, target, model));
  refuse(`stands in ${path}`, !path.startsWith(`${argocdPath(model, target.cluster)}/applications/`));
  refuse(`stands in namespace ${object.metadata.namespace}`, object.metadata.namespace !== model.argocd.namespace);
  findings.push(...judgeProject(spec, source, object, objects, path));
  return findings;
}

/** Whether a key of this name stands anywhere. */
function mentions(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, child]) => name === key || mentions(child, key));
}

function isDestination(destination: Data, target: Target, model: Model): boolean {
  const local = model.argocd.topology === 'per-cluster' || model.argocd.cluster === target.cluster;
  if (local) return destination.server === inCluster && destination.name === undefined;
  return destination.name === clusterOf(model, target).argocdName && destination.server === undefined;
}

/** The Application's project exists beside it and permits exactly what it does. */
function judgeProject(spec: Data, source: Data, application: KubernetesObject, objects: readonly FiledObject[], path: string): string[] {
  const folder = path.slice(0, path.indexOf('/applications/'));
  const project = objects.find(
    ({ path: other, object }) => object.kind === 'AppProject' && object.metadata.name === spec.project && other.startsWith(`${folder}/`),
  );
  if (project === undefined) return [`its project ${spec.project} does not stand beside it`];
  const { sourceRepos = [], destinations = [] } = (project.object as Data).spec;
  const findings: string[] = [];
  if (!sourceRepos.includes(source.repoURL)) findings.push(`its project does not permit ${source.repoURL}`);
  const { server, name, namespace } = spec.destination;
  if (
    !destinations.some((permitted: Data) => permitted.namespace === namespace && (server === undefined ? permitted.name === name : permitted.server === server))
  )
    findings.push(`its project does not permit ${JSON.stringify(spec.destination)}`);
  for (const permitted of [...sourceRepos, ...destinations.flatMap((each: Data) => [each.namespace, each.server ?? each.name])])
    if (String(permitted).includes('*')) findings.push(`its project permits ${permitted}`);
  if (project.object.metadata.namespace !== application.metadata.namespace) findings.push('its project stands in another namespace');
  return findings;
}

/** Findings on the root Applications: every folder they read exists, and none reads examples. */
export function judgeRoots(objects: readonly FiledObject[], root: string): string[] {
  return objects.flatMap(({ path, object }) => {
    if (object.kind !== 'Application') return [];
    return sourcesOf(object)
      .filter((source) => source.helm === undefined && source.path !== undefined)
      .flatMap((source) => {
        const folder = join(root, source.path);
        if (!existsSync(folder) || !statSync(folder).isDirectory()) return [`${path}: reads ${source.path}, which does not exist`];
        const { include, exclude, recurse } = source.directory ?? {};
        const read = readdirSync(folder, { recursive: recurse === true, encoding: 'utf8' }).filter(
          (file) => /\.ya?ml$/.test(file) && taken(file, include, exclude),
        );
        const findings = read.filter((file) => file.includes('.example.')).map((file) => `${path}: applies the example ${file}`);
        return read.length === 0 ? [...findings, `${path}: reads nothing`] : findings;
      });
  });
}

/** Argo CD's globs over the path below the folder: `*` crosses slashes too, `{a,b}` chooses. */
function taken(file: string, include: string | undefined, exclude: string | undefined): boolean {
  return (include === undefined || glob(include).test(file)) && (exclude === undefined || !glob(exclude).test(file));
}

function glob(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^$()|[\]\\]/g, '\\$&')
    .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`)
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
