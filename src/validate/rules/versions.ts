import { argocdFeaturesBeyond, gatedFieldsBeyond } from '../../derived/needed-versions.ts';
import type { ExtraManifest } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { defaultArgocdVersion } from '../../vocabulary/default-versions.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets } from './targets.ts';

export const argocdTooOld: Rule = {
  code: 'ARGOCD_TOO_OLD',
  explanation: {
    meaning: 'The generated Applications have a setting that the declared version of Argo CD ignores.',
    remedy: 'Upgrade Argo CD and raise `argocd.version`, or do not use what needs the setting.',
  },
  check: ({ argocd, environments }) => {
    const version = argocd?.version ?? defaultArgocdVersion;
    const manual = Object.entries(environments).find(([, environment]) => environment.sync === 'manual')?.[0];
    return argocdFeaturesBeyond(version, { manualSync: manual !== undefined }).map(
      ({ name, since, older }): Finding => ({
        at: ['argocd', 'version'],
        message: `argocd.version is '${version}', but ${printPath(['environments', manual ?? ''])} with manual sync needs ${name}, which Argo CD has since ${since}; older versions ${older}`,
        hint: `Upgrade Argo CD to ${since} or later, and set argocd.version to it.`,
      }),
    );
  },
};

/** Only what a config adds by itself: the chart's own objects need no more than the oldest version that can be declared. */
export const kubernetesTooOld: Rule = {
  code: 'KUBERNETES_TOO_OLD',
  explanation: {
    meaning: 'An extra manifest has a field that the declared version of Kubernetes drops without an error.',
    remedy: 'Upgrade the cluster and raise its `kubernetesVersion`, or add the manifest only to clusters that know the field.',
  },
  check: (config) =>
    configTargets(config).flatMap(({ cluster, layers }) => {
      const version = config.clusters[cluster]?.kubernetesVersion ?? '1.33';
      const manifests = new Map(
        [{ path: [], extraManifests: config.extraManifests }, ...layers].flatMap(({ path, extraManifests }) =>
          Object.entries<ExtraManifest>(extraManifests ?? {}).map(([name, manifest]) => [name, { manifest, at: [...path, 'extraManifests', name] }] as const),
        ),
      );
      return [...manifests.values()].flatMap(({ manifest, at }) =>
        gatedFieldsBeyond(version, { ...manifest, kind: manifest.kind }).map(
          ({ path, since }): Finding => ({
            at,
            onName: true,
            message: `${printPath(at)} has ${path}, which Kubernetes has since ${since}, but ${printPath(['clusters', cluster, 'kubernetesVersion'])} is '${version}', which drops it without an error`,
            hint: `Upgrade the cluster to ${since} or later and set kubernetesVersion to it, or remove the field.`,
          }),
        ),
      );
    }),
};
