import type { Model } from '../model/model.ts';
import { githubEnvironment } from '../model/names.ts';
import { podSecurity } from '../model/pod-security.ts';
import { targetsOf } from '../model/queries.ts';
import type { ErrorCode, Problem } from '../problems/errors.ts';
import { type Path, pointerOf } from '../problems/path.ts';
import { pathsOverlap } from '../text/paths-overlap.ts';

/** Something that can belong to only one app of a config repository. */
interface Claim {
  /** What it is; together with `id`, what two apps must not share. */
  kind: 'Application' | 'AppProject' | 'namespace' | 'pod security' | 'host' | 'Vault path' | 'image repository' | 'CI identity';
  id: string;
  /** Two apps may share it as long as this is the same. */
  value?: string;
  /** A noun phrase for the message. */
  what: string;
  at: Path;
  onName?: boolean;
  code: ErrorCode;
  hint: string;
}

/**
 * What this app claims although another one has it. A claim that the saved model has too is a warning: the app that was
 * there first keeps working, and the one that adds the claim is rejected.
 * @param saved returns this app's own saved model, if there is one
 */
export function claimProblems(model: Model, peer: Model, saved: () => Model | undefined = () => undefined): Problem[] {
  const contested = conflicts(model, peer);
  const before = contested.length === 0 ? undefined : saved();
  const established = new Set((before === undefined ? [] : conflicts(before, peer)).map(keyOf));
  // A namespace that two apps begin to share is rejected for that alone.
  const isRejected = ({ kind, id }: Claim) => kind === 'pod security' && !established.has(keyOf({ kind: 'namespace', id }));
  return contested
    .filter((claim) => !isRejected(claim))
    .map(({ code, what, at, onName, hint, ...claim }) => ({
      code,
      severity: established.has(keyOf(claim)) ? ('warning' as const) : ('error' as const),
      pointer: pointerOf(at),
      ...(onName === undefined ? {} : { onName }),
      message: `'${model.app.name}' and '${peer.app.name}' in the same config repository both use ${what}, which can belong to only one app`,
      hint,
    }));
}

/** The names of the apps that a model may have to share something with, among those that were added before. */
export type ClaimRegister = (model: Model) => string[];

/** A register of what the apps of a config repository claim: very many apps are not compared each with each other. */
export function claimRegister(): ClaimRegister {
  const owners = new Map<string, Set<string>>();
  return (model) => {
    const { name } = model.app;
    const claims = claimsOf(model);
    const found = claims.flatMap(({ kind, id }) =>
      // Another app may claim the path, one above it, or one below it.
      kind === 'Vault path' ? [...pathAndAbove(id).map((path) => `own ${path}`), `below ${id}`] : [keyOf({ kind, id })],
    );
    const others = new Set(found.flatMap((key) => [...(owners.get(key) ?? [])]));
    for (const { kind, id } of claims)
      for (const key of kind === 'Vault path' ? [`own ${id}`, ...pathAndAbove(id).map((path) => `below ${path}`)] : [keyOf({ kind, id })])
        owners.set(key, (owners.get(key) ?? new Set()).add(name));
    others.delete(name);
    return [...others];
  };
}

/** `a/b/c`, `a/b` and `a`. */
function pathAndAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

const keyOf = ({ kind, id }: Pick<Claim, 'kind' | 'id'>) => `${kind} ${id}`;

function conflicts(model: Model, peer: Model): Claim[] {
  const theirs = claimsOf(peer);
  const keys = new Set(theirs.map(keyOf));
  const paths = theirs.filter(({ kind }) => kind === 'Vault path').map(({ id }) => id);
  // A renamed app pushes the same images as before, from the same repository; it keeps its secrets, and takes its hosts over.
  const sameSource = model.repositories.app.slug.toLowerCase() === peer.repositories.app.slug.toLowerCase();
  return claimsOf(model).filter(({ kind, id, value }) => {
    if (sameSource && sharedByRenamed.includes(kind)) return false;
    // Two Applications that set different labels on one namespace undo each other's, and the stricter ones forbid the pods of the other app.
    if (kind === 'pod security') return theirs.some((claim) => claim.kind === kind && claim.id === id && claim.value !== value);
    // The policy of a path allows everything below it.
    if (kind === 'Vault path') return paths.some((path) => pathsOverlap(path, id));
    return keys.has(keyOf({ kind, id }));
  });
}

const sharedByRenamed: readonly Claim['kind'][] = ['host', 'Vault path', 'image repository', 'CI identity'];

function claimsOf(model: Model): Claim[] {
  return [...environmentClaims(model), ...hostClaims(model), ...imageClaims(model)];
}

function environmentClaims(model: Model): Claim[] {
  const code = 'OWNED_BY_ANOTHER_APP';
  return model.environments.flatMap((environment): Claim[] => {
    const { name, namespace, secrets, targets } = environment;
    const at = ['environments', name];
    const project = githubEnvironment(model, environment);
    return [
      ...targets.map(({ applicationName, cluster }): Claim => {
        const what = `the Argo CD Application '${applicationName}'`;
        // Without a hub each cluster has its own Argo CD, but the names of the Application's files stay the same.
        return { kind: 'Application', id: applicationName, what, at, onName: true, code: 'NAME_DUPLICATE', hint: `Rename the environment or '${cluster}'.` };
      }),
      {
        kind: 'AppProject',
        id: project,
        what: `the AppProject and the GitHub environment '${project}'`,
        at,
        onName: true,
        code: 'NAME_DUPLICATE',
        hint: 'Rename the app or the environment.',
      },
      ...targets.map(
        ({ cluster }): Claim => ({
          kind: 'namespace',
          id: `${clusterId(model, cluster)}/${namespace}`,
          what: `the namespace '${namespace}' on cluster '${cluster}'`,
          at: [...at, 'namespace'],
          onName: true,
          code,
          hint: `Set environments.${name}.namespace to a namespace of this app alone.`,
        }),
      ),
      ...targets.map(
        (target): Claim => ({
          kind: 'pod security',
          id: `${clusterId(model, target.cluster)}/${namespace}`,
          value: podSecurity(target),
          what: `the namespace '${namespace}' on cluster '${target.cluster}' with different pod security standards ('${podSecurity(target)}' here), so that Argo CD sets its labels back and forth`,
          at: [...at, 'namespace'],
          onName: true,
          code,
          hint: `Set environments.${name}.namespace to a namespace of this app alone, or make securityContext of both apps meet one standard.`,
        }),
      ),
      ...(secrets.store === 'vault'
        ? [
            {
              kind: 'Vault path' as const,
              id: secrets.path,
              what: `the Vault path '${secrets.path}', or one below or above it`,
              at: [...at, 'secrets', 'path'],
              onName: true,
              code: code as ErrorCode,
              hint: `Set environments.${name}.secrets.path to a path of this environment alone.`,
            },
          ]
        : []),
    ];
  });
}

function hostClaims(model: Model): Claim[] {
  return targetsOf(model).flatMap(({ environment, cluster, routes }) =>
    routes.flatMap(({ name, path, hosts }) =>
      hosts.map(
        (host): Claim => ({
          kind: 'host',
          id: `${clusterId(model, cluster)} ${host.toLowerCase()}${path}`,
          what: `'${host}${path}' on cluster '${cluster}'`,
          at: ['environments', environment, 'routes', name],
          code: 'HOST_DUPLICATE',
          hint: 'Give one of them another host or path.',
        }),
      ),
    ),
  );
}

function imageClaims({ images, registry }: Model): Claim[] {
  const code = 'OWNED_BY_ANOTHER_APP';
  const repositories = images.map(
    ({ name, repository }): Claim => ({
      kind: 'image repository',
      id: repository,
      what: `the image repository '${repository}'`,
      at: ['images', name, 'repository'],
      onName: true,
      code,
      hint: `Set images.${name}.repository to a repository that only CI of this app pushes to.`,
    }),
  );
  const identity = (id: string, field: string): Claim => ({
    kind: 'CI identity',
    id,
    what: `'${id}' to push images`,
    at: ['registry', field],
    code,
    hint: `Set registry.${field} to an identity of this app alone: the set-up of one app replaces what the other’s has allowed.`,
  });
  if (registry.type === 'ecr') return [...repositories, identity(`arn:aws:iam::${registry.account}:role/${registry.role}`, 'role')];
  if (registry.type === 'gar') return [...repositories, identity(`${registry.serviceAccount}@${registry.project}`, 'serviceAccount')];
  return repositories;
}

/** A cluster as Argo CD knows it: two apps may have different names for one. */
function clusterId({ argocd, clusters }: Model, name: string): string {
  if (argocd.topology === 'per-cluster') return name;
  return name === argocd.cluster ? 'in-cluster' : (clusters.find((cluster) => cluster.name === name)?.argocdName ?? name);
}
