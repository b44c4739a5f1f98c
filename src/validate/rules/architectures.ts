import { imageArchitectures, labelsOf } from '../../derived/image-architectures.ts';
import type { Toleration } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configProcesses } from './targets.ts';

const archLabels = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'] as const;

/** A container of another architecture ends at once with `exec format error`; a pod without a matching node stays Pending. */
export const architectureMismatch: Rule = {
  code: 'ARCHITECTURE_MISMATCH',
  explanation: {
    meaning:
      'A process can only be scheduled on nodes that its image does not run on, or may be: CI builds an image for the architecture of its runner, and the nodes have another one.',
    remedy:
      "Build on a runner with the architecture of the nodes (`ci.runsOn`), or select nodes with that of the image: `nodeSelector: { 'kubernetes.io/arch': … }`.",
  },
  check: (config) => {
    const built = imageArchitectures(config);
    const label = labelsOf(config.ci?.runsOn ?? 'ubuntu-24.04').join(', ');
    return configProcesses(config).flatMap((each): Finding[] => {
      const { process, target, pathTo, name, kind } = each;
      const nodes = config.clusters[target.cluster]?.architectures;
      const selectorKey = archLabels.find((key) => process.nodeSelector?.[key] !== undefined);
      const selected = selectorKey === undefined ? undefined : process.nodeSelector?.[selectorKey];
      const os = process.nodeSelector?.['kubernetes.io/os'];
      const buildHint = `Build on a runner with that architecture, such as ci: { runsOn: 'ubuntu-24.04-arm' } for arm64, or select nodes of ${list(built ?? ['amd64'])}.`;
      if (os !== undefined && os !== 'linux') {
        const at = pathTo('nodeSelector', 'kubernetes.io/os');
        return [{ at, message: `${printPath(at)} is '${os}', but CI builds images for linux`, hint: "Remove it, or set it to 'linux'." }];
      }
      if (selectorKey !== undefined && selected !== undefined) {
        const at = pathTo('nodeSelector', selectorKey);
        if (built !== undefined && !built.includes(selected))
          return [{ at, message: `${printPath(at)} is '${selected}', but CI builds the image for ${list(built)} (runner '${label}')`, hint: buildHint }];
        if (nodes?.some((node) => node === selected) === false)
          return [
            {
              at,
              message: `${printPath(at)} is '${selected}', but the nodes of cluster '${target.cluster}' are ${list(nodes)}`,
              hint: `Select ${list(nodes)}, or correct ${printPath(['clusters', target.cluster, 'architectures'])}.`,
            },
          ];
        return [];
      }
      const foreign = nodes?.filter((node) => built !== undefined && !built.includes(node)) ?? [];
      if (nodes !== undefined && foreign.length > 0 && foreign.length === nodes.length)
        return [
          {
            at: ['clusters', target.cluster, 'architectures'],
            message: `the nodes of cluster '${target.cluster}' are ${list(nodes)}, but CI builds images for ${list(built ?? [])} (runner '${label}')`,
            hint: buildHint,
          },
        ];
      const tolerated = toleratedArchitecture(each, built);
      const mixed = foreign.length > 0 || (built === undefined && nodes !== undefined && nodes.length > 1);
      if (!mixed && tolerated === undefined) return [];
      const at = tolerated !== undefined && !mixed ? pathTo('tolerations') : pathTo();
      const reason = mixed ? `the nodes of cluster '${target.cluster}' are ${list(nodes ?? [])}` : `it tolerates nodes of ${tolerated}`;
      const runs = built === undefined ? 'its image runs on one of them' : `its image runs on ${list(built)}`;
      return [
        {
          at,
          onName: true,
          message: `${kind === 'cronJob' ? 'cron job' : kind} '${name}' may be scheduled on any node: ${reason}, and ${runs}`,
          hint: `Add nodeSelector: { 'kubernetes.io/arch': '${built?.[0] ?? 'amd64'}' }.`,
        },
      ];
    });
  },
};

/** An architecture whose taint a process tolerates, and that its image does not run on. Managed clusters taint nodes of arm64. */
function toleratedArchitecture({ process }: ConfigProcess, built: readonly string[] | undefined): string | undefined {
  if (built === undefined) return undefined;
  const toleration = (process.tolerations ?? []).find(
    ({ key, value }: Toleration) => key === 'kubernetes.io/arch' && (value === undefined || !built.includes(value)),
  );
  return toleration === undefined ? undefined : (toleration.value ?? 'any architecture');
}

const list = (names: readonly string[]) => names.join(' and ');
