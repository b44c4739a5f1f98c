import { argocdFeaturesBeyond, argocdUse, gatedFieldsBeyond } from '../../derived/needed-versions.ts';
import type { ExtraManifest } from '../../generated/pipeline-config.ts';
import { type Path, pointerOf, printPath } from '../../problems/path.ts';
import { listNames } from '../../text/list-names.ts';
import { defaultArgocdVersion } from '../../vocabulary/default-versions.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses, configTargets } from './targets.ts';

export const argocdTooOld: Rule = {
  code: 'ARGOCD_TOO_OLD',
  explanation: {
    meaning: 'The generated Applications have a setting that the declared version of Argo CD ignores.',
    remedy: 'Upgrade Argo CD and raise `argocd.version`, or do not use what needs the setting.',
  },
  check: ({ argocd, environments }) => {
    const version = argocd?.version ?? defaultArgocdVersion;
    const manual = Object.entries(environments).find(([, environment]) => environment.sync === 'manual')?.[0];
    return argocdFeaturesBeyond(version, argocdUse(Object.values(environments))).map(
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
    meaning: 'An extra manifest, `pod` or `container` has a field that the declared version of Kubernetes drops without an error.',
    remedy: 'Upgrade the cluster and raise its `kubernetesVersion`, or set the field only for clusters that know it.',
  },
  check: (config) => {
    // A manifest of the app is on every cluster: one finding names those that drop the field.
    const findings = new Map<string, { at: Path; path: string; since: string; clusters: Set<string> }>();
    const versionOf = (cluster: string) => config.clusters[cluster]?.kubernetesVersion ?? '1.33';
    const add = (cluster: string, at: Path, manifest: Parameters<typeof gatedFieldsBeyond>[1]) => {
      for (const { path, since } of gatedFieldsBeyond(versionOf(cluster), manifest)) {
        const key = `${pointerOf(at)} ${path}`;
        const finding = findings.get(key) ?? { at, path, since, clusters: new Set() };
        findings.set(key, { ...finding, clusters: finding.clusters.add(cluster) });
      }
    };
    for (const { cluster, layers } of configTargets(config)) {
      const manifests = new Map(
        [{ path: [] as Path, extraManifests: config.extraManifests }, ...layers].flatMap(({ path, extraManifests }) =>
          Object.entries<ExtraManifest>(extraManifests ?? {}).map(([name, manifest]) => [name, { manifest, at: [...path, 'extraManifests', name] }] as const),
        ),
      );
      for (const { manifest, at } of manifests.values()) add(cluster, at, { ...manifest, kind: manifest.kind });
    }
    for (const { process, target, pathTo } of configProcesses(config)) {
      add(target.cluster, pathTo('pod'), { kind: 'Pod', spec: process.pod });
      add(target.cluster, pathTo('container'), { kind: 'Pod', spec: { containers: [process.container] } });
    }
    return [...findings.values()].map(({ at, path, since, clusters }) => ({
      at,
      onName: true,
      message: `${printPath(at)} has ${path}, which Kubernetes has since ${since}; the older version that ${listNames([...clusters])} declare${clusters.size === 1 ? 's' : ''} drops it without an error`,
      hint: `Upgrade to ${since} or later and set kubernetesVersion to it, or remove the field.`,
    }));
  },
};
