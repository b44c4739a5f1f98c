/** Alerts on syncs: that they watch every Application of the app, and lead to a page of its runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targetsOf } from '../../src/model/queries.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenApps } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';

/** A heading, as GitHub makes an anchor of it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

const apps = goldenApps().filter(({ model }) => model.monitoring.prometheus);

describe.each(apps.map((app) => ({ ...app, objects: readArgocd(app.config) })))('$name', ({ objects, model, config }) => {
  const rules = objects.filter(({ path, object }) => object.kind === 'PrometheusRule' && path.endsWith(`/${model.app.name}.yaml`));
  const alerts = (object: object): Data[] => (object as Data).spec.groups.flatMap((group: Data) => group.rules);

  test('every Application is watched by the Prometheus beside its Argo CD', () => {
    for (const target of targetsOf(model)) {
      const folder = model.argocd.topology === 'hub' ? 'argocd' : `argocd/${target.cluster}`;
      const [rule] = rules.filter(({ path }) => path === `${folder}/alerts/${model.app.name}.yaml`).map(({ object }) => object);
      expect(alerts(rule ?? {}).map(({ alert }) => alert)).toEqual(
        ['SyncFailed', 'SyncStuck', 'ComparisonError', 'OutOfSync', 'MetricsMissing'].map((name) => `Argocd${name}`),
      );
      for (const { expr } of alerts(rule ?? {})) {
        const patterns = [...expr.matchAll(/project=~"([^"]*)"/g)].map(([, pattern]) => new RegExp(`^(?:${pattern})$`));
        expect(patterns.length).toBeGreaterThan(0);
        for (const pattern of patterns) expect(`${model.app.name}-${target.environment}`).toMatch(pattern);
      }
    }
  });

  test('each alert leads to a heading of the runbook', () => {
    const [, path = ''] = /\/blob\/[^/]+\/(.*)#/.exec(alerts(rules[0]?.object ?? {})[0]?.annotations.runbook_url) ?? [];
    const headings = readFileSync(join(config, path), 'utf8')
      .split('\n')
      .filter((line) => /^#+ /.test(line))
      .map((line) => anchor(line.replace(/^#+ /, '')));
    for (const { object } of rules) for (const { annotations } of alerts(object)) expect(headings).toContain(annotations.runbook_url.split('#')[1]);
    expect(headings).toEqual(expect.arrayContaining(['a-sync-fails', 'a-sync-does-not-end', 'comparisonerror']));
  });

  test('is applied by the set-up runbook', () => {
    const setUp = readFileSync(join(config, 'docs', model.app.name, 'runbooks/set-up.md'), 'utf8');
    for (const { path } of rules) expect(setUp).toContain(`--filename ${path}`);
  });
});
