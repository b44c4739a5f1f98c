/** Pods that ask others: what a pod of another app, of monitoring or of a gateway sees. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from '../control-plane.ts';
import { nodeImage } from './base-images.ts';

export interface PodName {
  namespace: string;
  pod: string;
  container?: string;
}

export interface Load {
  /** Requests by what answered them: a status, or the code of an error. */
  answers: Record<string, number>;
  seconds: number;
  /** Milliseconds from the first failed request to the next one that was answered. */
  longestOutage: number;
}

/** Runs a command in a pod; gives its standard output. */
export const execIn = (plane: ControlPlane, { namespace, pod, container }: PodName, ...command: string[]) =>
  plane.kubectl(['-n', namespace, 'exec', pod, ...(container === undefined ? [] : ['-c', container]), '--', ...command]);

/** A pod that listens on 8080 and has Node, in a namespace that is made where it is missing. */
export async function startClient(plane: ControlPlane, namespace: string, pod: string): Promise<PodName> {
  const scripts = JSON.stringify(readFileSync(join(import.meta.dirname, 'load.mjs'), 'utf8'));
  const start = `require('fs').writeFileSync('/tmp/load.mjs', ${scripts}); require('http').createServer((q, r) => r.end('client')).listen(8080)`;
  const spec = {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        ...{ name: 'client', image: nodeImage, command: ['node', '-e', start] },
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod, namespace, labels: { run: pod } }, spec },
  ];
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await plane.kubectl(['-n', namespace, 'wait', '--for=condition=Ready', `pod/${pod}`, '--timeout=300s']);
  return { namespace, pod };
}

/** What an address answers to a pod. @throws Error where it is no success */
export async function ask(plane: ControlPlane, from: PodName, url: string, method = 'GET'): Promise<string> {
  const script = `fetch(process.argv[1], { method: process.argv[2], signal: AbortSignal.timeout(10000) })
    .then(async (r) => { console.log(await r.text()); process.exitCode = r.ok ? 0 : 1; })
    .catch((e) => { console.log(e.cause?.code ?? e.name); process.exitCode = 1; })`;
  return (await execIn(plane, from, 'node', '-e', script, url, method)).trim();
}

/** Loads an address while something happens. */
export async function underLoad(plane: ControlPlane, from: PodName, url: string, work: () => Promise<unknown>): Promise<Load> {
  await execIn(plane, from, 'rm', '-f', '/tmp/stop');
  const load = execIn(plane, from, 'node', '/tmp/load.mjs', url, '16', '40');
  try {
    await work();
  } finally {
    await execIn(plane, from, 'touch', '/tmp/stop');
  }
  return JSON.parse(await load);
}
