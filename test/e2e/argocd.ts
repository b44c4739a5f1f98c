/** Real Argo CD against a control plane: application controller, repo-server, applicationset controller, API server. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataFolder, program } from './cache.ts';
import { type ControlPlane, definitionsEstablished } from './control-plane.ts';
import type { ForgeServer } from './forge/server.ts';
import { freePort, type Processes, waitFor } from './processes.ts';

const run = promisify(execFile);

export interface ArgoCd {
  /** http://127.0.0.1:<port> of the user interface. */
  url: string;
  /** The argocd command line, signed in; gives its standard output. */
  cli: (...args: string[]) => Promise<string>;
  /** An Application as the API server has it. */
  // biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
  application: (name: string) => Promise<any>;
  /** Asks Argo CD to look at Git now, as a webhook would. */
  refresh: (name: string) => Promise<void>;
  /** Registers a cluster as `argocd cluster add` does: a ServiceAccount's token. */
  register: (plane: ControlPlane, name: string) => Promise<void>;
}

/** Seconds between two looks at Git without a webhook. */
const resync = 5;

export async function startArgoCd(processes: Processes, state: string, host: ControlPlane, forge: ForgeServer): Promise<ArgoCd> {
  const folder = join(state, 'argocd');
  for (const name of ['plugins', 'tls', 'ssh', 'gpg/source', 'gpg/keys']) mkdirSync(join(folder, name), { recursive: true });
  for (const host of ['github.com', 'api.github.com']) copyFileSync(forge.authority, join(folder, 'tls', host));
  const [redis, repo, repoMetrics, controllerMetrics, setMetrics, setProbe, setHook, server, serverMetrics] = await Promise.all(
    Array.from({ length: 9 }, freePort),
  );

  await host.kubectl(['apply', '--server-side', '-f', join(dataFolder, 'argocd/crds')]);
  await host.kubectl(['create', 'namespace', 'argocd']);
  await host.kubectl([
    '-n',
    'argocd',
    'apply',
    ...readdirSync(join(dataFolder, 'argocd/config')).flatMap((file) => ['-f', join(dataFolder, 'argocd/config', file)]),
  ]);
  const patch = (kind: string, name: string, value: object) => host.kubectl(['-n', 'argocd', 'patch', kind, name, '--type=merge', '-p', JSON.stringify(value)]);
  await patch('configmap', 'argocd-cm', {
    data: { 'timeout.reconciliation': `${resync}s`, 'timeout.reconciliation.jitter': '0s', url: `http://127.0.0.1:${server}` },
  });
  await patch('secret', 'argocd-secret', { stringData: { 'server.secretkey': 'e2e-not-a-secret' } });
  await definitionsEstablished(host, processes.assertAlive);
  const project = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'default', namespace: 'argocd' } };
  const everything = { sourceRepos: ['*'], destinations: [{ namespace: '*', server: '*' }], clusterResourceWhitelist: [{ group: '*', kind: '*' }] };
  await host.kubectl(['apply', '-f', '-'], JSON.stringify({ ...project, spec: everything }));

  const password = 'e2e';
  processes.start('redis', 'redis-server', [
    '--bind',
    '127.0.0.1',
    '--port',
    String(redis),
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    join(state, 'tmp'),
    '--requirepass',
    password,
  ]);
  const environment = {
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: host.kubeconfig,
    REDIS_PASSWORD: password,
    ARGOCD_RECONCILIATION_TIMEOUT: `${resync}s`,
    ARGOCD_RECONCILIATION_JITTER: '0s',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
    ARGOCD_GPG_DATA_PATH: join(folder, 'gpg/source'),
    ARGOCD_GNUPGHOME: join(folder, 'gpg/keys'),
    ARGOCD_PLUGINSOCKFILEPATH: join(folder, 'plugins'),
  };
  const start = (component: string, args: readonly string[], more: Record<string, string> = {}) =>
    processes.start(component, program('argocd'), args, { ...environment, ARGOCD_BINARY_NAME: component, ...more });
  const local = (flag: string, port: number | undefined) => [flag, `127.0.0.1:${port}`];
  const listen = ['--address', '127.0.0.1'];
  start(
    'argocd-repo-server',
    [
      ...listen,
      '--port',
      String(repo),
      '--metrics-address',
      '127.0.0.1',
      '--metrics-port',
      String(repoMetrics),
      ...local('--redis', redis),
      '--disable-tls',
      '--client-ca-path=',
    ],
    { HTTPS_PROXY: forge.proxy, NO_PROXY: '127.0.0.1,localhost' },
  );
  const repoServer = [...local('--repo-server', repo), '--repo-server-plaintext'];
  start('argocd-application-controller', ['--namespace', 'argocd', ...local('--redis', redis), ...repoServer, '--metrics-port', String(controllerMetrics)]);
  start('argocd-applicationset-controller', [
    ...['--namespace', 'argocd', ...local('--argocd-repo-server', repo), '--repo-server-plaintext'],
    ...[...local('--metrics-addr', setMetrics), ...local('--probe-addr', setProbe), ...local('--webhook-addr', setHook)],
  ]);
  start('argocd-server', [
    ...['--namespace', 'argocd', '--insecure', '--disable-auth', ...listen, '--port', String(server)],
    ...['--metrics-address', '127.0.0.1', '--metrics-port', String(serverMetrics), ...local('--redis', redis), ...repoServer],
  ]);
  const healthy = async (port: number | undefined, path = '/healthz') => (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
  await waitFor('repo-server', 60, () => healthy(repoMetrics), processes.assertAlive);
  await waitFor('application controller', 60, () => healthy(controllerMetrics), processes.assertAlive);
  // its probe address knows no /healthz
  await waitFor('applicationset controller', 60, () => healthy(setMetrics, '/metrics'), processes.assertAlive);
  await waitFor('argocd-server', 60, () => healthy(server), processes.assertAlive);

  const home = join(state, 'home');
  const cli: ArgoCd['cli'] = async (...args) =>
    (
      await run(program('argocd'), [...args, '--server', `127.0.0.1:${server}`, '--plaintext', '--auth-token', 'x'], {
        env: { HOME: home, PATH: '/usr/bin:/bin' },
        maxBuffer: 1 << 26,
      })
    ).stdout;
  const application: ArgoCd['application'] = (name) => host.get('application', name, '-n', 'argocd');
  const refresh: ArgoCd['refresh'] = async (name) => {
    await host.kubectl(['-n', 'argocd', 'annotate', '--overwrite', 'application', name, 'argocd.argoproj.io/refresh=normal']);
  };
  const register: ArgoCd['register'] = async (plane, name) => {
    const config =
      plane === host
        ? { server: 'https://kubernetes.default.svc', config: '{}' }
        : { server: plane.server, config: JSON.stringify({ bearerToken: await managerToken(plane), tlsClientConfig: { caData: plane.caData } }) };
    const metadata = { name: `cluster-${name}`, namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } };
    await host.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData: { name, ...config } }));
  };
  return { url: `http://127.0.0.1:${server}`, cli, application, refresh, register };
}

/** Token of a ServiceAccount that may do everything in its cluster. */
async function managerToken(plane: ControlPlane): Promise<string> {
  const namespace = 'kube-system';
  const name = 'argocd-manager';
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-token`, namespace, annotations: { 'kubernetes.io/service-account.name': name } },
      type: 'kubernetes.io/service-account-token',
    },
  ];
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return waitFor('token of argocd-manager', 30, async () => {
    const token = (await plane.get('secret', `${name}-token`, '-n', namespace))?.data?.token as string | undefined;
    return token === undefined ? false : Buffer.from(token, 'base64').toString();
  });
}
