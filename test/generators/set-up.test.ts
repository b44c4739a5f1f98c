/** What the set-up runbook says to some owners alone. */
import { describe, expect, test } from 'vitest';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { CheckReport } from '../../src/reporters/check-report.ts';
import { conclusion } from '../../src/reporters/conclusion.ts';
import { resolve } from '../../src/resolve/resolve.ts';

/** The set-up runbook of the example, owned by these. */
function setUp(owners: string[]): string {
  return setUpWith(({ app, repositories }) => {
    Object.assign(app, { owners });
    Object.assign(repositories.config, { owners });
  });
}

/** The set-up runbook of the example after changes of its config. */
function setUpWith(change: (config: PipelineConfig) => void): string {
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  change(config);
  return runbooks.files(resolve(config), { version: '1.0.0', planned: [] }).find(({ path }) => path.endsWith('set-up.md'))?.content ?? '';
}

test('one person who owns everything is told that nobody could approve', () => {
  expect(setUp(['@ada'])).toContain('**`@ada` is the only code owner');
  expect(setUp(['@ada', '@bob'])).not.toContain('is the only code owner');
  expect(setUp(['@acme/platform'])).not.toContain('is the only code owner');
});

test('its end promises of check what check says', () => {
  const [, promised = ''] = /says that the files (.+), and ends with 0/.exec(setUp(['@ada'])) ?? [];
  expect(promised).not.toBe('');
  expect(conclusion({ result: 'clean', files: [], repositories: [{ upToDate: 2 }] } as unknown as CheckReport)).toContain(promised);
});

describe('the health check of CloudNativePG', () => {
  const merged = 'patch configmap argocd-cm --type merge --patch-file argocd/health-checks/shop.yaml';
  const looked = /get configmap argocd-cm --output json \|\n {2}jq --arg check "\$check" '\.data \/\/ \{\} \| has\(\$check\)'\n/;

  test('is merged into the ConfigMap of an Argo CD that is set up here', () => {
    const runbook = setUpWith(() => {});
    expect(runbook).toContain(`kubectl --context prod-eu --namespace argocd ${merged}`);
    expect(runbook).toMatch(looked);
  });

  test('is asked for where Argo CD belongs to others, and looked for', () => {
    const runbook = setUpWith((config) => Object.assign(config.argocd ?? {}, { bootstrap: false }));
    expect(runbook).toContain('Ask whoever runs Argo CD to merge `argocd/health-checks/shop.yaml` into its ConfigMap `argocd-cm`');
    expect(runbook).not.toContain(merged);
    expect(runbook).toMatch(looked);
  });

  test('is not there where no operator runs a database', () => {
    const embedded = { auxiliaryServices: { db: { provider: 'embedded', dataLoss: 'accepted' } } };
    const runbook = setUpWith(({ environments }) => Object.assign(environments.prod?.overrides ?? {}, { 'prod-dc1': embedded }));
    expect(runbook).not.toContain('argocd-cm --type merge --patch-file');
    expect(runbook).not.toContain('CloudNativePG');
  });
});
