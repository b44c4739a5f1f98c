/**
 * The network of a node: a link to the host, on which it reaches the API server and the registry of the suite, and nothing else.
 * The host forwards nothing, so no packet of a pod leaves the machine.
 */
import { writeFileSync } from 'node:fs';
import { runSync } from './run.ts';

/** Whatever a node leaves on the machine begins with it: links, network namespaces, cgroups and the nft table. */
export const mark = 'gitops-e2e';

export interface NodeNetwork {
  /** Name of the link, the network namespace and the cgroups. */
  name: string;
  hostAddress: string;
  nodeAddress: string;
  pods: string;
  services: string;
  /** Address of a Service, by its number. */
  serviceAddress: (number: number) => string;
}

/** @param number of the cluster, which its network of Services has too */
export function nodeNetwork(number: number): NodeNetwork {
  return {
    name: `${mark}-${number}`,
    hostAddress: `10.231.${number}.1`,
    nodeAddress: `10.231.${number}.2`,
    pods: `10.${number + 100}.0.0/24`,
    services: `10.${number}.0.0/16`,
    serviceAddress: (last) => `10.${number}.0.${last}`,
  };
}

const ip = (...args: string[]) => runSync('ip', args);

/** Prepares the host for links: what comes from a node reaches only admitted ports of loopback. */
export function openHost(): void {
  const table = `table inet ${mark} {
  set ports { type inet_service; }
  set addresses { type ipv4_addr; }
  chain prerouting {
    type nat hook prerouting priority dstnat;
    iifname "${mark}-*" ip daddr @addresses tcp dport @ports dnat ip to 127.0.0.1
  }
  chain input {
    type filter hook input priority -10;
    iifname "${mark}-*" ct state established,related accept
    iifname "${mark}-*" ct status dnat accept
    iifname "${mark}-*" drop
  }
  chain forward {
    type filter hook forward priority -10;
    iifname "${mark}-*" drop
    oifname "${mark}-*" drop
  }
}
`;
  runSync('nft', ['-f', '-'], table);
}

/** Lets nodes reach a port of 127.0.0.1 by the address of their link. */
export const admitPort = (port: number) => runSync('nft', ['add', 'element', 'inet', mark, 'ports', `{ ${port} }`]);

export function openLink({ name, hostAddress, nodeAddress, services }: NodeNetwork): void {
  ip('netns', 'add', name);
  ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  ip('addr', 'add', `${hostAddress}/30`, 'dev', name);
  ip('link', 'set', name, 'up');
  writeFileSync(`/proc/sys/net/ipv4/conf/${name}/route_localnet`, '1');
  ip('-n', name, 'link', 'set', 'lo', 'up');
  ip('-n', name, 'addr', 'add', `${nodeAddress}/30`, 'dev', 'eth0');
  ip('-n', name, 'link', 'set', 'eth0', 'up');
  // kube-proxy changes the address of a Service after the kernel has found a route to it. There is no default route.
  ip('-n', name, 'route', 'add', services, 'via', hostAddress);
  runSync('nft', ['add', 'element', 'inet', mark, 'addresses', `{ ${hostAddress} }`]);
}
