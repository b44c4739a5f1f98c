/** Settings of a node's programs, as data or text. */
import { join } from 'node:path';
import { binFolder } from '../cache.ts';
import { pauseImage } from './base-images.ts';
import type { NodeNetwork } from './network.ts';

/** Pods are routed and not bridged: bridged packets would pass iptables only with br_netfilter. */
export const networkSettings = (folder: string, { pods }: NodeNetwork) => ({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipMasq: false,
      ipam: { type: 'host-local', dataDir: join(folder, 'var-lib-cni/ipam'), ranges: [[{ subnet: pods }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

/** What leaves the node has its address. */
export const masquerade = ({ name, pods }: NodeNetwork) => `table ip ${name} {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr ${pods} ip daddr != ${pods} oifname "eth0" masquerade
  }
}
`;

export const containerdSettings = (folder: string) => `version = 3
root = '${join(folder, 'containerd')}'
state = '/run/containerd'
oom_score = 0
[grpc]
  address = '/run/containerd/containerd.sock'
[plugins.'io.containerd.cri.v1.images']
  snapshotter = 'overlayfs'
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '${pauseImage}'
[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = '${join(folder, 'certs.d')}'
[plugins.'io.containerd.cri.v1.runtime']
  # Without CAP_SYS_RESOURCE no score may be lowered: every sandbox would fail.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['${join(binFolder, 'cni')}']
  conf_dir = '${join(folder, 'cni')}'
[plugins.'io.containerd.cri.v1.runtime'.containerd]
  default_runtime_name = 'runc'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'
`;

/** Where containerd pulls images of a host from: a path of the registry, so that hosts do not mix. */
export const mirror = (registry: string, path: string) => {
  const server = `http://${[registry, 'v2', path].filter(Boolean).join('/')}`;
  return `server = '${server}'\n[host.'${server}']\n  capabilities = ['pull', 'resolve']\n  override_path = true\n`;
};

export const kubeletSettings = (folder: string, network: NodeNetwork) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  failCgroupV1: false,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${network.name}`,
  containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
  authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: join(folder, 'ca.crt') } },
  authorization: { mode: 'Webhook' },
  address: network.nodeAddress,
  readOnlyPort: 0,
  tlsCertFile: join(folder, 'kubelet.crt'),
  tlsPrivateKeyFile: join(folder, 'kubelet.key'),
  failSwapOn: false,
  clusterDomain: 'cluster.local',
  clusterDNS: [network.serviceAddress(10)],
  resolvConf: '',
  oomScoreAdj: 0,
  volumePluginDir: join(folder, 'volume-plugins'),
  evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  imageGCHighThresholdPercent: 99,
  imageGCLowThresholdPercent: 98,
  serializeImagePulls: false,
});

export const proxySettings = (folder: string, node: string, network: NodeNetwork) => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clientConnection: { kubeconfig: join(folder, 'kube-proxy.kubeconfig') },
  hostnameOverride: node,
  clusterCIDR: network.pods,
  bindAddress: network.nodeAddress,
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  oomScoreAdj: 0,
  // Read-only in a network namespace.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});
