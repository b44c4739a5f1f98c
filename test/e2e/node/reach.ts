/** Which pods reach which: every pair, tried by a connection, beside what the config of shop says. */
import type { ControlPlane } from '../control-plane.ts';
import { execIn, type PodName, startClient } from './clients.ts';

export interface Connection {
  from: string;
  to: string;
  expected: boolean;
  reached: boolean;
}

/** Ports of shop in dev, and who uses them: its own processes, everybody where a route leads, monitoring, nobody. */
const listeners = [
  { host: 'shop-web', port: 8080, from: ['web', 'stranger', 'monitoring', 'gateway'] },
  { host: 'shop-web', port: 9090, from: ['web', 'monitoring'] },
  { host: 'shop-db', port: 5432, from: ['web'] },
  { host: 'shop-cache', port: 6379, from: ['web'] },
] as const;

/** @param stranger a pod of another app, which listens on 8080 */
export async function reachable(plane: ControlPlane, namespace: string, stranger: PodName): Promise<Connection[]> {
  const { items } = await plane.get('pods', '-n', namespace, '-l', 'app.kubernetes.io/component=web');
  const sources = {
    web: { namespace, pod: items[0].metadata.name as string },
    db: { namespace, pod: 'shop-db-0' },
    cache: { namespace, pod: 'shop-cache-0' },
    stranger,
    monitoring: await startClient(plane, 'monitoring', 'prometheus'),
    gateway: await startClient(plane, 'gateways', 'gateway'),
  };
  const { status } = await plane.get('pod', stranger.pod, '-n', stranger.namespace);
  const elsewhere = [
    // The app of somebody else: shop may connect to 443 only.
    { host: status.podIP as string, port: 8080, from: ['stranger', 'monitoring', 'gateway'] },
    // A policy sees the port that the API server really has, and shop may connect to 443 only.
    { host: 'kubernetes.default', port: 443, from: ['stranger', 'monitoring', 'gateway'] },
  ];
  const targets = [...listeners.map((each) => ({ ...each, host: `${each.host}.${namespace}` })), ...elsewhere];
  const cells: Connection[] = [];
  for (const { host, port, from } of targets)
    for (const [name, source] of Object.entries(sources))
      cells.push({
        from: name,
        to: `${host}:${port}`,
        expected: (from as readonly string[]).includes(name),
        reached: await connects(plane, source, host, port),
      });
  return cells;
}

/** Whether a connection is made within a few seconds. Every image has bash. */
async function connects(plane: ControlPlane, source: PodName, host: string, port: number): Promise<boolean> {
  const script = 'timeout 4 bash -c ": <>/dev/tcp/$0/$1" && echo yes || echo no';
  return (await execIn(plane, source, 'bash', '-c', script, host, String(port))).trim() === 'yes';
}
