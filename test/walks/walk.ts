/** A random walk over the configs of an app: each step is rendered and applied over the objects of the step before. */
import fc from 'fast-check';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model, Target } from '../../src/model/model.ts';
import { podSecurity } from '../../src/model/pod-security.ts';
import { environmentOf, targetsOf } from '../../src/model/queries.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import type { Helm } from '../judges/helm.ts';
import type { KubernetesObject } from '../judges/renders.ts';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { randomFrom } from '../torture/random.ts';
import type { Api } from './api.ts';
import { drawEdit, type Edit } from './edits.ts';
import { type Rendered, renderTarget } from './release.ts';
import { told } from './told.ts';

export interface Tools {
  api: Api;
  helm: Helm;
  /** Folder for charts. */
  work: string;
}

/** What the cluster refuses, or warns of, although generate has said nothing. */
export interface Finding {
  /** What findings of one cause have in common. */
  cause: string;
  said: string;
  edit: string;
  before: PipelineConfig;
  after: PipelineConfig;
}

export interface Walked {
  steps: number;
  /** Objects that were applied. */
  applied: number;
  /** Edits that generate refuses. */
  told: number;
  findings: Finding[];
}

const edits = 6;
/** Targets of a config that are followed: the first of each walk. */
const followed = 2;

/** Objects that a target has in its namespace, by kind and name. */
interface Release {
  namespace: string;
  objects: Map<string, Rendered>;
}

export async function walk(seed: number, { api, helm, work }: Tools): Promise<Walked> {
  const random = randomFrom(seed);
  const [first, ...donors] = fc.sample(arbitraryConfig, { seed, numRuns: 5 });
  if (first === undefined) throw new Error('no config was drawn');
  const result: Walked = { steps: 0, applied: 0, told: 0, findings: [] };
  const releases = new Map<string, Release>();
  let namespaces = 0;

  /** Brings a target to what a config says; gives what the API server has against it. */
  const sync = async (model: Model, target: Target): Promise<Pick<Finding, 'cause' | 'said'>[]> => {
    const { namespace } = environmentOf(model, target);
    const key = [model.app.name, target.environment, target.cluster, namespace].join();
    const release = releases.get(key) ?? { namespace: `walk-${seed}-${namespaces++}`, objects: new Map() };
    const security = podSecurity(target);
    await api.createNamespace(release.namespace, { 'pod-security.kubernetes.io/enforce': security, 'pod-security.kubernetes.io/warn': security });
    const rendered = await renderTarget(helm, model, target, work).catch((error: Error) => error);
    if (rendered instanceof Error) return [{ cause: 'helm template', said: rendered.message }];
    const objects = new Map(rendered.map((each) => [keyOf(each.object), each]));
    const refusals: Pick<Finding, 'cause' | 'said'>[] = [];
    const apply = async ([name, rendered]: [string, Rendered]) => {
      const before = release.objects.get(name);
      if (before?.text === rendered.text) return;
      const { object } = rendered;
      if (before !== undefined && isReplaced(object)) await api.remove(before.object, release.namespace);
      const { said, cause } = await api.apply(rendered, release.namespace);
      result.applied++;
      if (said !== '') refusals.push({ cause: `${object.kind}: ${cause}`, said: `${name}: ${said}` });
    };
    await Promise.all([...objects].map(apply));
    // What is not to be pruned stays, and is met again when it comes back.
    for (const [name, gone] of release.objects)
      if (!objects.has(name)) {
        if (isKept(gone.object)) objects.set(name, gone);
        else await api.remove(gone.object, release.namespace);
      }
    releases.set(key, { ...release, objects });
    return refusals;
  };

  /** Ends a release, so that the next one of this name begins without objects. */
  const clear = async () => {
    for (const { namespace, objects } of releases.values()) for (const { object } of objects.values()) await api.remove(object, namespace);
    releases.clear();
  };

  const visited: PipelineConfig[] = [];
  // As generate reads it: a key may be called constructor.
  let { config } = await validate(first);
  for (let step = 0; step <= edits; step++) {
    const edit: Pick<Edit, 'text' | 'config'> | undefined =
      step === 0
        ? { text: 'begin', config }
        : visited.length > 1 && random.oneIn(4)
          ? { text: 'go back', config: visited.at(-2) as PipelineConfig }
          : await drawEdit(random, config, donors);
    if (edit === undefined) continue;
    const [before, after] = [resolve(config), resolve(edit.config)];
    if (step > 0 && (await told(before, after))) {
      result.told++;
      continue;
    }
    const refusals = (
      await Promise.all(
        targetsOf(after)
          .slice(0, followed)
          .map((target) => sync(after, target)),
      )
    ).flat();
    result.steps++;
    result.findings.push(...refusals.map((refusal) => ({ ...refusal, edit: edit.text, before: config, after: edit.config })));
    if (refusals.length > 0) await clear();
    visited.push(edit.config);
    config = edit.config;
  }
  await clear();
  return result;
}

const keyOf = ({ apiVersion, kind, metadata }: KubernetesObject) => `${apiVersion} ${kind} ${metadata.name}`;

const annotation = ({ metadata }: KubernetesObject, name: string) => metadata.annotations?.[`argocd.argoproj.io/${name}`] ?? '';

/** Argo CD deletes a hook of this policy before it creates the next. */
const isReplaced = (object: KubernetesObject) => annotation(object, 'hook-delete-policy') === 'BeforeHookCreation';

const isKept = (object: KubernetesObject) => annotation(object, 'sync-options').split(',').includes('Prune=false');
