/** What an earlier version of the chart made differently is nobody's edit: upgrade goes on and prints the steps. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace, run } from '../support/run-commands.ts';

test('a StatefulSet without a serviceName is recreated once', async () => {
  const workspace = openWorkspace();
  const worker = "worker: { mode: 'standalone', command: ['node', 'worker.js'], volumes: { data: { mountPath: '/data', size: '1Gi' } } }";
  workspace.edit('components: {\n    web: {', `components: {\n    ${worker},\n    web: {`);
  await workspace.generate({ generators });
  workspace.editFile(join(workspace.config, 'charts/shop/prod-values.yaml'), 'tag: ""\n    digest: ""', `tag: "1"\n    digest: "sha256:${'0'.repeat(64)}"`);
  workspace.editFile(join(workspace.config, '.gitops-app/shop/model.json'), '"schemaVersion": 8', '"schemaVersion": 7');
  expect((await workspace.check({ generators })).code).toBe(exitCodes.drift);
  const { code, out } = await run(upgrade, { cwd: workspace.app, generators });
  expect(code).toBe(exitCodes.clean);
  expect(out).toContain('No sync can change StatefulSet shop-worker of prod on prod-dc1. After the merge to main');
  expect(out).toContain('  kubectl --context prod-dc1 --namespace shop-prod delete statefulset shop-worker --cascade=orphan\n');
  // Nothing was delivered to dev, so the worker does not run there.
  expect(out).not.toContain('of dev on dev-eu');
  expect((await run(upgrade, { cwd: workspace.app, generators })).out).not.toContain('No sync can change');
});
