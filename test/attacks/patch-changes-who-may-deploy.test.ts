/** A patch in the config changes who may deploy what, while the documents still say what the other fields say. */
import { expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { examples } from '../../src/create/examples.ts';
import type { PatchOperation } from '../../src/model/model.ts';
import { applyPatches } from '../../src/plan/patches.ts';
import { loadGenerators, plan } from '../../src/plan/plan.ts';
import { resolve } from '../../src/resolve/resolve.ts';

const model = resolve(structuredClone(examples.shop?.config) as never);

async function problemsOf(output: string, path: string | null, operations: PatchOperation[]): Promise<string[]> {
  const locked = { package: 'create-gitops-app', integrity: `sha512-${'a'.repeat(86)}==` };
  const files = plan(model, await loadGenerators(generators), { version: '1.0.0', locked });
  const { files: patched, problems } = await applyPatches(files, [{ output, path, operations }]);
  if (problems.length > 0) expect(patched).toEqual(files);
  return problems.map(({ code, message }) => `${code} ${message}`);
}

const application = 'argocd/applications/shop-prod-prod-eu.yaml';
const project = 'argocd/projects/shop-prod.yaml';
const prod = 'charts/shop/prod-values.yaml';

test.each<[attack: string, output: string, path: string | null, operation: PatchOperation]>([
  ['prod needs no approval', 'config/delivery', null, { op: 'remove', path: '/environments/prod/approval' }],
  ['prod is deployed at once', 'config/delivery', null, { op: 'replace', path: '/environments/prod/delivery', value: 'continuous-deployment' }],
  ['another repository may deploy', 'config/delivery', null, { op: 'replace', path: '/source', value: 'evil/shop' }],
  ['no review in the app repository', 'app/ruleset', null, { op: 'remove', path: '/rules/0' }],
  ['no bypass, but for everybody', 'app/ruleset', null, { op: 'add', path: '/bypass_actors/-', value: { actor_type: 'Integration' } }],
  ['the ruleset is only evaluated', 'app/ruleset', null, { op: 'replace', path: '/enforcement', value: 'disabled' }],
  ['the check of generated files does nothing', 'app/check', null, { op: 'replace', path: '/jobs/generated/steps', value: [{ run: 'true' }] }],
  ['the checks of a merge are not required', 'config/rulesets', '.github/rulesets/main.json', { op: 'remove', path: '/rules/0' }],
  ...(['app', 'config'] as const).map((repository): [string, string, string | null, PatchOperation] => {
    const path = `.gitops-app/${repository === 'app' ? '' : 'shop/'}generator-lock.json`;
    const at = '/packages/node_modules~1create-gitops-app/integrity';
    return [
      `CI of the ${repository} repository runs another generator`,
      `${repository}/generator-lock`,
      path,
      { op: 'replace', path: at, value: 'sha512-evil' },
    ];
  }),
  ['prod is synced automatically', 'config/argocd-applications', application, { op: 'add', path: '/spec/syncPolicy/automated', value: {} }],
  ['prod reads a branch of the attacker', 'config/argocd-applications', application, { op: 'replace', path: '/spec/source/targetRevision', value: 'evil' }],
  ['a second source', 'config/argocd-applications', application, { op: 'add', path: '/spec/sources', value: [] }],
  ['another project', 'config/argocd-applications', application, { op: 'replace', path: '/spec/project', value: 'default' }],
  ['the namespace of another app', 'config/argocd-applications', application, { op: 'replace', path: '/spec/destination/namespace', value: 'mail-prod' }],
  ['the whole spec', 'config/argocd-applications', application, { op: 'replace', path: '/spec', value: {} }],
  ['another name', 'config/argocd-applications', application, { op: 'move', from: '/metadata/name', path: '/metadata/generateName' }],
  ['every namespace', 'config/argocd-projects', project, { op: 'replace', path: '/spec/destinations/0/namespace', value: '*' }],
  [
    'every cluster-scoped kind',
    'config/argocd-projects',
    project,
    { op: 'replace', path: '/spec/clusterResourceWhitelist', value: [{ group: '*', kind: '*' }] },
  ],
  ['more people may sync', 'config/argocd-projects', project, { op: 'add', path: '/spec/roles/0/groups/-', value: 'acme:everybody' }],
  ['another repository as a source', 'config/argocd-projects', project, { op: 'add', path: '/spec/sourceRepos/-', value: '*' }],
  ['the secrets of another app', 'config/wrapper-values', prod, { op: 'replace', path: '/secrets/path', value: 'mail/prod' }],
  ['a store of the platform', 'config/wrapper-values', prod, { op: 'replace', path: '/secrets/secretStoreRef/kind', value: 'ClusterSecretStore' }],
  ['an image of another registry', 'config/wrapper-values', prod, { op: 'replace', path: '/images/shop/repository', value: 'evil.example.com/shop' }],
  ['an image below the values of all', 'config/chart-values', null, { op: 'add', path: '/images', value: {} }],
  ['CI runs for pull requests of forks', 'app/ci', null, { op: 'add', path: '/on/pull_request_target', value: {} }],
  ['CI may write the repository', 'app/ci', null, { op: 'add', path: '/permissions', value: 'write-all' }],
  ['a job may', 'app/ci', null, { op: 'add', path: '/jobs/test/permissions/contents', value: 'write' }],
  ['a job of its own with a token', 'app/ci', null, { op: 'add', path: '/jobs/evil', value: { permissions: { 'id-token': 'write' } } }],
  ['a test job in the environment that deploys', 'app/ci', null, { op: 'add', path: '/jobs/test/environment', value: 'dispatch' }],
])('%s', async (_, output, path, operation) => {
  expect(await problemsOf(output, path, [operation])).toEqual([expect.stringMatching(/^PATCH_DOES_NOT_APPLY .*(cannot be patched|which no patch can change)/)]);
});

test.each<[output: string, path: string | null, operation: PatchOperation]>([
  ['app/ci', null, { op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }],
  ['app/ruleset', null, { op: 'add', path: '/rules/-', value: { type: 'required_signatures' } }],
  ['config/argocd-projects', project, { op: 'add', path: '/spec/namespaceResourceWhitelist/-', value: { group: 'batch', kind: 'Job' } }],
  ['config/argocd-applications', application, { op: 'add', path: '/spec/syncPolicy/syncOptions/-', value: 'RespectIgnoreDifferences=true' }],
  ['config/wrapper-values', prod, { op: 'add', path: '/components/web/replicas', value: 4 }],
])('what is only about the app can be patched: %s', async (output, path, operation) => {
  expect(await problemsOf(output, path, [operation])).toEqual([]);
});
