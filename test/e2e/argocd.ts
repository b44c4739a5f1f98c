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
  /** The same, with the rights of a role of an AppProject: what a member of the role's groups may do. */
  inRole: (project: string, role: string) => Promise<ArgoCd['cli']>;
  /** An Application as the API server has it. */
  // biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
  application: (name: string) => Promise<any>;
  /** Asks Argo CD to look at Git now, as a webhook would. */
  refresh: (name: string, type?: 'normal' | 'hard') => Promise<void>;
  /** Ends the repo-server, starts it again and waits until it answers. */
  restartRepoServer: () => Promise<void>;
}

/** Seconds between two looks at Git without a webhook. */
const resync = 5;

export async function startArgoCd(processes: Processes, state: string, host: ControlPlane, forge: ForgeServer): Promise<ArgoCd> {
  const folder = join(state, 'argocd');
  for (const name of ['plugins', 'tls', 'ssh', 'gpg/source', 'gpg/keys']) mkdirSync(join(folder, name), { recursive: true });
  for (const host of ['github.com', 'api.github.com']) copyFileSync(forge.authority, join(folder, 'tls', host));
  const [redis, repo, repoMetrics, controllerMetrics, setMetrics, setProbe, setHook, server, serverMetrics, guarded, guardedMetrics] = await Promise.all(
    Array.from({ length: 11 }, freePort),
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
  const serverArguments = (port: number | undefined, metrics: number | undefined) => [
    ...['--namespace', 'argocd', '--insecure', ...listen, '--port', String(port)],
    ...['--metrics-address', '127.0.0.1', '--metrics-port', String(metrics), ...local('--redis', redis), ...repoServer],
  ];
  start('argocd-server', [...serverArguments(server, serverMetrics), '--disable-auth']);
  const healthy = async (port: number | undefined, path = '/healthz') => (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
  await waitFor('repo-server', () => healthy(repoMetrics), processes.assertAlive);
  await waitFor('application controller', () => healthy(controllerMetrics), processes.assertAlive);
  // its probe address knows no /healthz
  await waitFor('applicationset controller', () => healthy(setMetrics, '/metrics'), processes.assertAlive);
  await waitFor('argocd-server', () => healthy(server), processes.assertAlive);

  const home = join(state, 'home');
  const cliOf =
    (port: number | undefined, token: string): ArgoCd['cli'] =>
    async (...args) =>
      (
        await run(program('argocd'), [...args, '--server', `127.0.0.1:${port}`, '--plaintext', '--auth-token', token], {
          env: { HOME: home, PATH: '/usr/bin:/bin' },
          maxBuffer: 1 << 26,
        })
      ).stdout;
  const cli = cliOf(server, 'x');
  // A second server, which asks who somebody is and what he may.
  let guardedServer: Promise<unknown> | undefined;
  const inRole: ArgoCd['inRole'] = async (project, role) => {
    if (guardedServer === undefined) {
      processes.start('argocd-server-guarded', program('argocd'), serverArguments(guarded, guardedMetrics), {
        ...environment,
        ARGOCD_BINARY_NAME: 'argocd-server',
      });
      guardedServer = waitFor('argocd-server-guarded', () => healthy(guarded), processes.assertAlive);
    }
    await guardedServer;
    return cliOf(guarded, (await cli('proj', 'role', 'create-token', project, role, '--token-only')).trim());
  };
  const application: ArgoCd['application'] = (name) => host.get('application', name, '-n', 'argocd');
  const refresh: ArgoCd['refresh'] = async (name, type = 'normal') => {
    await host.kubectl(['-n', 'argocd', 'annotate', '--overwrite', 'application', name, `argocd.argoproj.io/refresh=${type}`]);
  };
  const restartRepoServer: ArgoCd['restartRepoServer'] = async () => {
    await processes.restart('argocd-repo-server');
    await waitFor('repo-server', () => healthy(repoMetrics), processes.assertAlive);
  };
  return { url: `http://127.0.0.1:${server}`, cli, inRole, application, refresh, restartRepoServer };
}
