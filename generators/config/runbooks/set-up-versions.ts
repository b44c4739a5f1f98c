import { imageArchitectures } from '../../../src/derived/image-architectures.ts';
import { argocdFeatures, argocdUse, type NeededCrd, neededCrds, releaseWith } from '../../../src/derived/needed-versions.ts';
import type { Model, Target } from '../../../src/model/model.ts';
import { argocdCommand } from '../../../src/model/names.ts';
import { clusterOf, environmentOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { inlineCode } from '../../../src/render/markdown.ts';
import { argocdContexts } from './runbook-data.ts';

/** Data of the checks that compare what is installed with what the emitted objects need. */
export function versionData(model: Model) {
  const { argocd, clusters, environments } = model;
  const use = argocdUse(environments);
  return {
    kubernetesVersions: clusters.map(({ name, kubernetesVersion }) => ({ context: name, version: kubernetesVersion })),
    neededArgocd: argocd.version,
    argocdCommands: argocdContexts(model).map((context) => ({ context, command: argocdCommand(model, context) })),
    argocdReasons: argocdFeatures.filter(({ usedBy }) => usedBy(use)).map(({ name, since, older }) => ({ name: inlineCode(name), since, older })),
  };
}

/** The architectures that the nodes of each cluster may have; none where neither the config nor the runner of CI says. */
export function architectureData(model: Model) {
  return model.clusters.flatMap(({ name, architectures }) => {
    const expected = architectures.length > 0 ? architectures : (imageArchitectures(model) ?? []);
    return expected.length === 0 ? [] : [{ context: name, architectures: expected.join(' ') }];
  });
}

/** The kinds that a target has of an operator's API, as arguments of `knows`. */
export interface CrdCheck {
  crd: string;
  version: string;
  /** The release to install. */
  release: string;
  fields: string;
}

/** The checks of the CRDs with these names, for the objects of some targets of one cluster. */
export function crdChecks(model: Model, crds: readonly string[], targets: readonly Target[]): CrdCheck[] {
  const emitted = (crd: string) => crd !== neededCrds.secretStore.crd || targets.some((target) => environmentOf(model, target).secrets.store === 'vault');
  const needed = [...Object.values(neededCrds), ...tokenGenerators(model, targets)].filter(({ crd }) => crds.includes(crd) && emitted(crd));
  return needed.map((each) => {
    const fields = each.fields.map(({ path }) => path).filter((path) => targets.some((target) => uses(target, path)));
    return { crd: each.crd, version: each.version, release: releaseWith(each, fields), fields: fields.map((path) => ` '${path}'`).join('') };
  });
}

/** Whether an object of a target has one of the fields that are checked. */
function uses(target: Target, path: string): boolean {
  if (path === 'spec.rules[].timeouts.request') return target.routes.some(({ timeout }) => timeout !== null);
  if (path === 'spec.bootstrap.initdb.postInitApplicationSQL')
    return target.auxiliaryServices.some((service) => service.type === 'postgresql' && service.provider === 'operator' && service.extensions.length > 0);
  return true;
}

/** The generator of registry tokens; its kind is that of the registry. */
function tokenGenerators(model: Model, targets: readonly Target[]): NeededCrd[] {
  const { tokens } = accessTo(model.registry);
  if (tokens === null || !targets.some((target) => clusterOf(model, target).imagePull.by === 'external-secrets')) return [];
  const { software, since } = neededCrds.externalSecret;
  return [{ crd: tokenCrd(tokens.kind), version: 'v1alpha1', software, since, fields: [], source: 'https://external-secrets.io/v0.16.2/api/generator/' }];
}

/** `ecrauthorizationtokens.generators.external-secrets.io`. */
export function tokenCrd(kind: string): string {
  return `${kind.toLowerCase()}s.generators.external-secrets.io`;
}
