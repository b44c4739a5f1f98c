/** Pod Security Standards of Kubernetes: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
import { isObject } from '../text/print-value.ts';
import type { Target } from './model.ts';
import { processesOf } from './queries.ts';

export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A setting that the standard `restricted` forbids. */
export interface PodSecurityNeed {
  /** The strictest standard that allows it. */
  level: Exclude<PodSecurityLevel, 'restricted'>;
  /** Fields of the process, down to the setting or the list that has it. */
  field: string[];
  /** The setting, as text. */
  setting: string;
}

/** What decides: of a process in the config, or in the model. */
interface SecuritySettings {
  securityContext?: { runAsNonRoot?: boolean; capabilities?: { add: readonly string[] } };
  pod?: object;
  container?: object;
}

/** All settings of a process that the standard `restricted` forbids. */
export function beyondRestricted({ securityContext = {}, pod = {}, container = {} }: SecuritySettings): PodSecurityNeed[] {
  const { runAsNonRoot = true, capabilities } = securityContext;
  const own = [
    ...(runAsNonRoot ? [] : ['runAsNonRoot: false']),
    ...(capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `capability ${name}`),
  ];
  return [
    ...own.map((setting): PodSecurityNeed => ({ level: 'baseline', field: ['securityContext'], setting })),
    ...needsOfPod(pod as Fields),
    ...needsOfContainer(container as Fields, ['container'], true),
  ];
}

const levels: readonly PodSecurityLevel[] = ['restricted', 'baseline', 'privileged'];

/** The strictest standard that allows all of these. */
export function levelOf(needs: readonly { level: PodSecurityLevel }[]): PodSecurityLevel {
  return levels[Math.max(0, ...needs.map(({ level }) => levels.indexOf(level)))] as PodSecurityLevel;
}

/** The strictest standard that allows every pod of a target. */
export function podSecurity(target: Pick<Target, 'components' | 'jobs' | 'cronJobs'>): PodSecurityLevel {
  return levelOf(processesOf(target).flatMap((process) => beyondRestricted(process)));
}

/** Labels with which Argo CD holds a namespace to that standard. */
export function podSecurityLabels(target: Parameters<typeof podSecurity>[0]): Record<string, string> {
  const standard = podSecurity(target);
  return { 'pod-security.kubernetes.io/enforce': standard, 'pod-security.kubernetes.io/warn': standard };
}

// biome-ignore lint/suspicious/noExplicitAny: the schema of Kubernetes has verified the fields
type Fields = Record<string, any>;

/** Volumes that `restricted` allows. */
const plainVolumes = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
/** Capabilities that `baseline` allows. */
const baselineCapabilities = 'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' ');
/** Settings of the kernel that have an effect on the pod alone. */
const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];
const safeSeLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

function needsOfPod(pod: Fields): PodSecurityNeed[] {
  const privileged = (field: string[], setting: string): PodSecurityNeed => ({ level: 'privileged', field, setting });
  const own = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true).map((field) => privileged(['pod', field], `${field}: true`));
  const sysctls = ((pod.securityContext?.sysctls ?? []) as Fields[])
    .filter(({ name }) => !safeSysctls.includes(name))
    .map(({ name }) => privileged(['pod', 'securityContext', 'sysctls'], `sysctl ${name}`));
  const volumes = ((pod.volumes ?? []) as Fields[]).flatMap((volume) =>
    Object.keys(volume)
      .filter((source) => source !== 'name' && !plainVolumes.includes(source))
      .map(
        (source): PodSecurityNeed => ({
          level: source === 'hostPath' ? 'privileged' : 'baseline',
          field: ['pod', 'volumes'],
          setting: `${source} volume ${volume.name}`,
        }),
      ),
  );
  const containers = ['initContainers', 'containers'].flatMap((list) =>
    ((pod[list] ?? []) as Fields[]).flatMap((container) =>
      needsOfContainer(container, ['pod', list], false).map((need) => ({ ...need, field: ['pod', list], setting: `${need.setting} (${container.name})` })),
    ),
  );
  return [...own, ...sysctls, ...needsOfContext(pod.securityContext ?? {}, ['pod', 'securityContext']), ...volumes, ...containers];
}

/** @param generated true: the chart sets what `restricted` requires and the container does not. */
function needsOfContainer(container: Fields, field: string[], generated: boolean): PodSecurityNeed[] {
  const context: Fields = container.securityContext ?? {};
  const at = (...keys: string[]) => [...field, ...keys];
  const inContext = (...keys: string[]) => at('securityContext', ...keys);
  const needs: PodSecurityNeed[] = needsOfContext(context, inContext());
  const add = (level: PodSecurityNeed['level'], keys: string[], setting: string) => needs.push({ level, field: keys, setting });
  if (context.privileged === true) add('privileged', inContext('privileged'), 'privileged: true');
  if (context.allowPrivilegeEscalation ?? !generated)
    add(
      'baseline',
      inContext('allowPrivilegeEscalation'),
      context.allowPrivilegeEscalation === true ? 'allowPrivilegeEscalation: true' : 'no allowPrivilegeEscalation: false',
    );
  if (context.procMount !== undefined && context.procMount !== 'Default') add('privileged', inContext('procMount'), `procMount: ${context.procMount}`);
  const { add: added = [], drop } = context.capabilities ?? {};
  for (const name of added as string[])
    if (name !== 'NET_BIND_SERVICE')
      add(baselineCapabilities.includes(name) ? 'baseline' : 'privileged', inContext('capabilities', 'add'), `capability ${name}`);
  if (drop === undefined ? !generated : !drop.includes('ALL')) add('baseline', inContext('capabilities', 'drop'), 'capabilities that are not dropped');
  for (const [keys, action] of actionsOf(container)) {
    const host = action.httpGet?.host ?? action.tcpSocket?.host ?? '';
    if (host !== '') add('privileged', at(...keys), `host ${host}`);
  }
  for (const { hostPort } of (container.ports ?? []) as Fields[])
    if (hostPort !== undefined && hostPort !== 0) add('privileged', at('ports'), `hostPort ${hostPort}`);
  return needs;
}

/** Probes and hooks of a container, each with its place. */
function actionsOf({ lifecycle, ...container }: Fields): [string[], Fields][] {
  const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe): [string[], unknown] => [[probe], container[probe]]);
  const hooks = ['postStart', 'preStop'].map((hook): [string[], unknown] => [['lifecycle', hook], lifecycle?.[hook]]);
  return [...probes, ...hooks].filter((each): each is [string[], Fields] => isObject(each[1]));
}

/** What a pod's and a container's securityContext have in common. */
function needsOfContext(context: Fields, field: string[]): PodSecurityNeed[] {
  const needs: PodSecurityNeed[] = [];
  const privileged = (name: string, setting: string) => needs.push({ level: 'privileged', field: [...field, name], setting });
  for (const profile of ['seccompProfile', 'appArmorProfile']) if (context[profile]?.type === 'Unconfined') privileged(profile, `${profile} Unconfined`);
  if (context.windowsOptions?.hostProcess === true) privileged('windowsOptions', 'hostProcess: true');
  const { type = '', user, role } = isObject(context.seLinuxOptions) ? (context.seLinuxOptions as Fields) : {};
  if (!safeSeLinuxTypes.includes(type) || user !== undefined || role !== undefined) privileged('seLinuxOptions', 'seLinuxOptions');
  if (context.runAsNonRoot === false) needs.push({ level: 'baseline', field: [...field, 'runAsNonRoot'], setting: 'runAsNonRoot: false' });
  if (context.runAsUser === 0) needs.push({ level: 'baseline', field: [...field, 'runAsUser'], setting: 'runAsUser: 0' });
  return needs;
}
