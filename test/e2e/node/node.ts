/** A real node for a control plane of the suite: kubelet, containerd and runc, kube-proxy, DNS and NetworkPolicies. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from '../cache.ts';
import { createCertificate } from '../certificates.ts';
import { type ApiServer, type ControlPlane, writeKubeconfig } from '../control-plane.ts';
import { type Processes, waitFor } from '../processes.ts';
import { dnsObjects } from './dns.ts';
import { type Machine, prepareForMachine, startMachine } from './machine.ts';
import { admitPort, type NodeNetwork } from './network.ts';
import { containerdSettings, kubeletSettings, masquerade, mirror, networkSettings, proxySettings } from './settings.ts';

export interface NodeOptions {
  network: NodeNetwork;
  /** Port of the registry on the host's loopback. */
  registryPort: number;
  /** Path in the registry for each host that images are named after. */
  mirrors: Readonly<Record<string, string>>;
}

/** What an API server needs beside its own, so that a node joins it and pods reach it. */
export function apiServerOptions(folder: string, { hostAddress, serviceAddress }: NodeNetwork): ApiServer {
  return {
    alternativeNames: [`IP:${hostAddress}`, `IP:${serviceAddress(1)}`, 'DNS:kubernetes', 'DNS:kubernetes.default', 'DNS:kubernetes.default.svc.cluster.local'],
    certificates: { 'apiserver-kubelet': '/O=system:masters/CN=kube-apiserver-kubelet' },
    flags: [
      // Where the Service "kubernetes" leads pods to.
      `--advertise-address=${hostAddress}`,
      '--endpoint-reconciler-type=lease',
      `--kubelet-client-certificate=${join(folder, 'apiserver-kubelet.crt')}`,
      `--kubelet-client-key=${join(folder, 'apiserver-kubelet.key')}`,
      `--kubelet-certificate-authority=${join(folder, 'ca.crt')}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--enable-admission-plugins=NodeRestriction',
    ],
  };
}

/** Starts the node of a control plane; ready when its pods resolve names. Gives what ends it at once and starts it again. */
export async function startNode(
  processes: Processes,
  folder: string,
  plane: ControlPlane,
  { network, registryPort, mirrors }: NodeOptions,
): Promise<() => Promise<void>> {
  const cluster = plane.name;
  const name = `${cluster}-1`;
  const file = (path: string) => join(folder, path);
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(file(path)), { recursive: true });
    writeFileSync(file(path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  admitPort(Number(new URL(plane.server).port));
  createCertificate(folder, 'kubelet', `/O=system:nodes/CN=system:node:${name}`, [`IP:${network.nodeAddress}`, `DNS:${name}`]);
  createCertificate(folder, 'kube-proxy', '/CN=system:kube-proxy');
  createCertificate(folder, 'network-policies', '/O=system:masters/CN=network-policies');
  const server = plane.server.replace('127.0.0.1', network.hostAddress);
  for (const user of ['kubelet', 'kube-proxy', 'network-policies']) writeKubeconfig(folder, cluster, user, server);
  // What no host of the table has is not there: an unknown image is never asked for outside.
  for (const [host, path] of Object.entries({ ...mirrors, _default: 'none' }))
    write(`certs.d/${host}/hosts.toml`, mirror(`${network.hostAddress}:${registryPort}`, path));
  write('cni/10-pods.conflist', networkSettings(folder, network));
  write('containerd.toml', containerdSettings(folder));
  write('kubelet.yaml', kubeletSettings(folder, network));
  write('kube-proxy.yaml', proxySettings(folder, name, network));

  prepareForMachine(folder, network);
  let machine = await boot();
  return async () => {
    await machine.stop();
    machine = await boot();
  };

  async function boot(): Promise<Machine> {
    const machine = await startMachine(processes, folder, cluster, network);
    machine.run('sysctl', ['-qw', 'net.ipv4.ip_forward=1']);
    machine.run('nft', ['-f', '-'], masquerade(network));
    machine.start('containerd', program('containerd'), ['--config', file('containerd.toml')]);
    await waitFor(`containerd of ${cluster}`, () => machine.run(program('ctr'), ['version']) !== '', processes.assertAlive);
    machine.start('kubelet', program('kubelet'), [
      `--kubeconfig=${file('kubelet.kubeconfig')}`,
      `--config=${file('kubelet.yaml')}`,
      `--hostname-override=${name}`,
      `--node-ip=${network.nodeAddress}`,
      `--cert-dir=${folder}`,
      `--node-labels=topology.kubernetes.io/region=${cluster},topology.kubernetes.io/zone=${cluster}-zone-1`,
    ]);
    machine.start('kube-proxy', program('kube-proxy'), [`--config=${file('kube-proxy.yaml')}`]);
    await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: dnsObjects(network.serviceAddress(10)) }));
    const met = async (what: string, ...args: string[]) =>
      waitFor(what, async () => (await plane.kubectl(['wait', ...args, '--timeout=1s'])).includes('condition met'), processes.assertAlive);
    await met(`node of ${cluster}`, '--for=condition=Ready', `node/${name}`);
    // It asks for its node.
    machine.start('network-policies', program('network-policies'), [
      `--kubeconfig=${file('network-policies.kubeconfig')}`,
      `--node=${name}`,
      `--service-cidr=${network.services}`,
    ]);
    await met(`DNS of ${cluster}`, '--namespace=kube-system', '--for=condition=Available', 'deployment/coredns');
    return machine;
  }
}
