/** The Pod Security Standard that settings of `pod` and `container` need: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
import { expect, test } from 'vitest';
import { beyondRestricted, levelOf } from '../../src/model/pod-security.ts';

type Process = Parameters<typeof beyondRestricted>[0];

const safe = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

test.each<[string, Process, string]>([
  ['nothing', {}, 'restricted'],
  ['DNS and aliases', { pod: { dnsPolicy: 'Default', hostAliases: [{ ip: '10.1.1.1' }] } }, 'restricted'],
  [
    'volumes of the cluster',
    {
      pod: {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', csi: { driver: 'd' } },
        ],
      },
    },
    'restricted',
  ],
  ['a container that drops all', { pod: { initContainers: [{ name: 'a', securityContext: safe }] } }, 'restricted'],
  ['a capability that restricted allows', { container: { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } } }, 'restricted'],
  ['a sysctl of the pod alone', { pod: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } } }, 'restricted'],
  ['a port without hostPort', { container: { ports: [{ containerPort: 1, hostPort: 0 }] } }, 'restricted'],
  ['root', { securityContext: { runAsNonRoot: false } }, 'baseline'],
  ['NFS', { pod: { volumes: [{ name: 'a', nfs: { server: 's', path: '/' } }] } }, 'baseline'],
  ['a container that says nothing', { pod: { containers: [{ name: 'a' }] } }, 'baseline'],
  ['a container as root', { pod: { containers: [{ name: 'a', securityContext: { ...safe, runAsUser: 0 } }] } }, 'baseline'],
  ['privilege escalation', { container: { securityContext: { allowPrivilegeEscalation: true } } }, 'baseline'],
  ['kept capabilities', { container: { securityContext: { capabilities: { drop: ['CHOWN'] } } } }, 'baseline'],
  ['a capability that baseline allows', { container: { securityContext: { capabilities: { add: ['CHOWN'] } } } }, 'baseline'],
  ['a capability that it forbids', { container: { securityContext: { capabilities: { add: ['NET_ADMIN'] } } } }, 'privileged'],
  ['the network of the host', { pod: { hostNetwork: true } }, 'privileged'],
  ['processes of the host', { pod: { hostPID: true } }, 'privileged'],
  ['shared memory of the host', { pod: { hostIPC: true } }, 'privileged'],
  ['a folder of the host', { pod: { volumes: [{ name: 'a', hostPath: { path: '/' } }] } }, 'privileged'],
  ['a port of the host', { container: { ports: [{ containerPort: 1, hostPort: 1 }] } }, 'privileged'],
  ['a privileged container', { container: { securityContext: { privileged: true } } }, 'privileged'],
  ['a container of pod that is privileged', { pod: { containers: [{ name: 'a', securityContext: { ...safe, privileged: true } }] } }, 'privileged'],
  ['an unmasked /proc', { container: { securityContext: { procMount: 'Unmasked' } } }, 'privileged'],
  ['no seccomp', { pod: { securityContext: { seccompProfile: { type: 'Unconfined' } } } }, 'privileged'],
  ['no AppArmor', { container: { securityContext: { appArmorProfile: { type: 'Unconfined' } } } }, 'privileged'],
  ['another SELinux type', { pod: { securityContext: { seLinuxOptions: { type: 'spc_t' } } } }, 'privileged'],
  ['a sysctl of the node', { pod: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } } }, 'privileged'],
  ['a process of a Windows host', { pod: { securityContext: { windowsOptions: { hostProcess: true } } } }, 'privileged'],
  ['a hook to another host', { container: { lifecycle: { preStop: { httpGet: { host: '10.0.0.1', port: 80 } } } } }, 'privileged'],
])('%s', (_, process, level) => {
  expect(levelOf(beyondRestricted(process))).toBe(level);
});
