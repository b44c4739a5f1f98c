/** Whoever may sync must not choose what is deployed, and nobody may sync because he owns code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { argocdProjects } from '../../generators/config/argocd/project.ts';
import { revisionSetting } from '../../generators/config/argocd/root.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { codeBlocks } from '../generators/docs-files.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenApps } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';

const apps = goldenApps().map((app) => ({ ...app, objects: readArgocd(app.config) }));

describe.each(apps)('$name', ({ objects, model, config }) => {
  const projects = objects.filter(({ object }) => object.kind === 'AppProject').map(({ object }) => object as Data);
  const runbooks = join(config, 'docs', model.app.name, 'runbooks');
  const commands = (name: string) => codeBlocks(readFileSync(join(runbooks, name), 'utf8'), 'bash').join('\n');

  test('Argo CD is told that another revision needs the right to override', () => {
    const settings = objects.filter(({ object }) => object.kind === 'ConfigMap' && (object as Data).data[revisionSetting] === 'true');
    const setUp = readFileSync(join(runbooks, 'set-up.md'), 'utf8');
    // Everywhere: where Argo CD belongs to others, they are asked for it.
    expect(setUp).toContain(`setting=${revisionSetting}`);
    if (!model.argocd.bootstrap) return;
    expect(settings).toHaveLength(model.argocd.topology === 'hub' ? 1 : model.clusters.length);
    for (const { path } of settings) expect(commands('set-up.md')).toContain(`--patch-file ${path}`);
  });

  test('a role may look, sync and read logs in its own project, and nothing else', () => {
    for (const { metadata, spec } of projects)
      for (const role of spec.roles ?? [])
        expect(role.policies).toEqual(
          ['applications, get', 'applications, sync', 'logs, get'].map((right) => `p, proj:${metadata.name}:${role.name}, ${right}, ${metadata.name}/*, allow`),
        );
  });

  test('no runbook syncs another revision', () => {
    for (const file of existsSync(runbooks) ? readdirSync(runbooks) : []) expect(commands(file)).not.toMatch(/app sync\b.*--(revision|local|source)/);
  });
});

/** The example, with groups that may sync prod; undefined: none is named. */
function withGroups(groups: string[] | undefined): PipelineConfig {
  const config = structuredClone(examples.shop?.config) as Data;
  config.environments.prod.approval = { by: 'pull-request', reviewers: ['@acme/platform'], ...(groups === undefined ? {} : { groups }) };
  return config as PipelineConfig;
}

test.each([[undefined], [['release managers']]])('only groups that the config names may sync, and no owner or approver: %j', (groups) => {
  const files = argocdProjects.files(resolve(withGroups(groups)), { version: '1.0.0', planned: [] });
  const { roles = [] } = parse(files.find(({ path }) => path.endsWith('/shop-prod.yaml'))?.content ?? '').spec;
  expect(roles.flatMap((role: { groups: string[] }) => role.groups)).toEqual(groups ?? []);
});

describe('the name of a group', () => {
  const valid = async (group: string) =>
    await validate(withGroups([group])).then(
      () => true,
      () => false,
    );
  test.each(['acme:platform', 'release managers', 'CN=ops;OU=it'])('%j is taken', async (group) => expect(await valid(group)).toBe(true));
  test.each(['ops, proj:shop-prod:sync', 'ops\np, role:x, applications, *, */*, allow', 'ops\r', '"ops"', ' ops', ''])(
    '%j, which could be a line of the policy, is refused',
    async (group) => expect(await valid(group)).toBe(false),
  );
});
