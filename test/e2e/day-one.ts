/** Where a person follows the set-up runbook: a home, its tools, and what the runbook asks for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binFolder } from './cache.ts';
import type { App } from './forge/apps.ts';
import type { Permissions } from './forge/identities.ts';
import { type Block, follow, type Runbook } from './runbook.ts';
import { repositories, type World } from './world.ts';

/** What the forms that the runbook links to make, and the browser saves. */
const apps: Record<string, Permissions> = {
  'shop-config-dispatch': { actions: 'write' },
  'shop-config-cd': { contents: 'write', 'pull-requests': 'write', statuses: 'write' },
  'shop-config-read': { contents: 'read' },
};

export interface DayOne {
  /** What a person has in the shell. */
  environment: Record<string, string>;
  /** Some steps of a runbook of the app, once more; gives what they print. */
  follow: (name: string, sections: readonly string[], mayFail?: readonly string[]) => Promise<string>;
  /** The same, of the blocks below some headings of any level. */
  followHeadings: (name: string, headings: readonly string[], more?: Pick<Runbook, 'mayFail' | 'set'>) => Promise<string>;
  /** What troubleshoot.md says under a heading, for a target: `prod/prod-eu`. */
  troubleshoot: (heading: string, where: string) => Promise<string>;
  /** The steps up to the root Application. */
  setUp: () => Promise<number>;
  /** The steps from the first push of the app on. */
  firstCi: () => Promise<number>;
}

export function openDayOne(world: World): DayOne {
  const home = join(world.state, 'owner');
  const answers = join(home, 'answers');
  for (const folder of ['Downloads', 'answers', 'keys']) mkdirSync(join(home, folder), { recursive: true });
  for (const [slug, permissions] of Object.entries(apps)) {
    const app: App = world.forge.apps.install(slug, [repositories.config], permissions);
    writeFileSync(join(home, 'Downloads', `${slug}.2026-01-01.private-key.pem`), app.privateKey);
    writeFileSync(join(answers, `${slug === 'shop-config-cd' ? 'CD' : 'DISPATCH'}_APP_CLIENT_ID`), app.clientId);
  }
  writeFileSync(join(answers, 'DISPATCH_APP_CLIENT_ID'), 'Iv1.shop-config-dispatch');
  const credentials = world.forge.server.url.replace('://', `://${world.dev.login}:${world.dev.token}@`);
  writeFileSync(join(home, '.gitconfig'), `[user]\n\tname = dev\n\temail = dev@example.com\n[url "${credentials}/"]\n\tinsteadOf = https://github.com/\n`);
  writeFileSync(join(home, 'kubeconfig'), kubeconfig(world));
  const environment = {
    PATH: [join(import.meta.dirname, 'bin-day-one'), join(import.meta.dirname, 'bin'), binFolder, '/usr/local/bin:/usr/bin:/bin'].join(':'),
    HOME: home,
    LANG: 'C.UTF-8',
    KUBECONFIG: join(home, 'kubeconfig'),
    GH_TOKEN: world.dev.token,
    VAULT_ADDR: 'https://vault.example.com',
    NO_PROXY: '127.0.0.1,localhost',
    E2E_FORGE: world.forge.server.url,
    E2E_ARGOCD: world.argocd.url.replace('http://', ''),
    E2E_ANSWERS: answers,
    E2E_BIN: binFolder,
    E2E_HELM: world.helm,
    E2E_CLI: world.cli,
    keys: join(home, 'keys'),
  };
  const typed = ({ commands }: Block) =>
    commands.includes('Address of the Argo CD') ? `${environment.E2E_ARGOCD}\n` : commands.includes('read -r') ? 'typed-by-a-person\n'.repeat(9) : '';
  const notInCluster = { 'get deployment argocd-server': 'Argo CD runs beside its cluster here, not in it, and is there' };
  const runbook = {
    file: join(world.config.folder, 'docs/shop/runbooks/set-up.md'),
    folders: { default: world.config.folder, '12. First CI': world.app.folder },
    environment,
    state: world.state,
    typed,
  };
  return {
    environment,
    follow: async (name, sections, mayFail = []) => {
      const leftOut = sections.includes('6. Argo CD') ? notInCluster : {};
      return (await follow({ ...runbook, file: join(world.config.folder, name), sections, mayFail, leftOut })).output;
    },
    followHeadings: async (name, headings, more = {}) =>
      (await follow({ ...runbook, file: join(world.config.folder, name), headings, leftOut: {}, ...more })).output,
    troubleshoot: async (heading, where) =>
      (
        await follow({
          ...{ ...runbook, file: join(world.config.folder, 'docs/shop/runbooks/troubleshoot.md'), leftOut: {} },
          ...{ headings: ['Troubleshoot shop', heading], set: { where }, mayFail: ['argocd app diff'] },
        })
      ).output,
    setUp: async () =>
      (
        await follow({
          ...runbook,
          until: '12. First CI',
          leftOut: notInCluster,
        })
      ).blocks,
    firstCi: async () => (await follow({ ...runbook, from: '12. First CI', until: '13. First promotion', leftOut: {} })).blocks,
  };
}

/** The clusters of both control planes, by the contexts that the runbook names. */
function kubeconfig({ cloud, onPremise }: World): string {
  const planes = { 'dev-eu': cloud, 'prod-eu': cloud, 'prod-dc1': onPremise };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    ...Object.entries(planes).reduce(
      (all, [name, plane]) => ({
        clusters: [...all.clusters, { name, cluster: { server: plane.server, 'certificate-authority-data': plane.caData } }],
        users: [...all.users, { name, user: plane.user }],
        contexts: [...all.contexts, { name, context: { cluster: name, user: name } }],
      }),
      { clusters: [] as object[], users: [] as object[], contexts: [] as object[] },
    ),
    'current-context': 'dev-eu',
  });
}
