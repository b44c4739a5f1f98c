/** What a node runs: kubelet, kube-proxy, a container runtime with its network plugins, DNS and NetworkPolicy enforcement. */
import { kubernetesFlags, type Program } from '../parts.ts';

/** Base name of a Go package. */
const nameOf = (path: string) => path.split('/').at(-1) ?? path;

const kubernetes = (name: string, minutes: number): Program => ({
  name,
  module: 'kubernetes-node',
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionOf: 'k8s.io/kubernetes',
  linkerFlags: kubernetesFlags,
  minutes,
});

const containerd = (name: string, minutes: number): Program => ({
  name,
  module: 'containerd',
  package: `github.com/containerd/containerd/v2/cmd/${name}`,
  versionOf: 'github.com/containerd/containerd/v2',
  linkerFlags: (version) => [`-X github.com/containerd/containerd/v2/version.Version=${version}`],
  minutes,
});

/** Network plugins: `ptp` and not `bridge`, whose packets pass iptables only where br_netfilter is loaded. */
const networkPlugins: readonly Program[] = ['ipam/host-local', 'main/ptp', 'main/loopback', 'meta/portmap'].map((path) => ({
  name: `cni/${nameOf(path)}`,
  module: 'cni',
  package: `github.com/containernetworking/plugins/plugins/${path}`,
  versionOf: 'github.com/containernetworking/plugins',
  linkerFlags: () => [],
  minutes: 1,
}));

/** Programs that images contain: the first process of each pod, and the DNS server of a cluster. */
export const imagePrograms = {
  pause: { name: 'pause', module: 'pause', package: '.', versionOf: undefined, linkerFlags: () => [], minutes: 1 },
  coredns: { name: 'coredns', module: 'coredns', package: '.', versionOf: 'github.com/coredns/coredns', linkerFlags: () => [], minutes: 1 },
} as const satisfies Record<string, Program>;

/** `npm run e2e:setup -- --nodes` builds them. */
export const nodePrograms: readonly Program[] = [
  kubernetes('kubelet', 3),
  kubernetes('kube-proxy', 1),
  containerd('containerd', 1),
  containerd('containerd-shim-runc-v2', 1),
  containerd('ctr', 1),
  // Its first steps are in C, and Pod Security "restricted" needs its seccomp filters.
  {
    name: 'runc',
    module: 'runc',
    package: 'github.com/opencontainers/runc',
    versionOf: 'github.com/opencontainers/runc',
    linkerFlags: (version) => [`-X main.version=${version.slice(1)}`],
    buildFlags: ['-tags=seccomp'],
    cgo: true,
    minutes: 1,
  },
  ...networkPlugins,
  {
    name: 'network-policies',
    module: 'network-policies',
    package: '.',
    versionOf: 'github.com/cloudnativelabs/kube-router/v2',
    linkerFlags: () => [],
    minutes: 2,
  },
  ...Object.values(imagePrograms),
];

/** Programs that a node or its images need of the machine; Debian's package names. */
export const nodeSystemPrograms: Record<string, string> = {
  buildah: 'buildah',
  conntrack: 'conntrack',
  debootstrap: 'debootstrap',
  gcc: 'gcc',
  ip: 'iproute2',
  ipset: 'ipset',
  'iptables-nft': 'iptables',
  nft: 'nftables',
  nsenter: 'util-linux',
  sysctl: 'procps',
};
