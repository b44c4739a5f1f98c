/** What the check of the config repository does with kubeconform, by the very version that its workflow installs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed, replace } from '../cd/changed-repository.ts';
import { temporaryFolder } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';
import { installGoTool } from './install.ts';

const workflow = readFileSync(join(goldenFolder, 'shop/config/.github/workflows/check.yaml'), 'utf8');
const [, module = '', version = ''] = /go install (\S+)@(\S+)/.exec(workflow) ?? [];

const tool = installGoTool(module, version);

/** Schemas of Kubernetes 1.33 as kubeconform looks for them; of a Service alone, closed. */
function schemas(): string {
  const folder = temporaryFolder();
  const closed = (properties: object) => ({ type: 'object', additionalProperties: false, properties });
  const service = closed({ apiVersion: {}, kind: {}, metadata: {}, spec: closed({ clusterIP: {}, ports: {}, selector: {}, type: {} }) });
  mkdirSync(join(folder, 'v1.33.0-standalone-strict'));
  writeFileSync(join(folder, 'v1.33.0-standalone-strict/service-v1.json'), JSON.stringify(service));
  return folder;
}

describe('judge: kubeconform', () => {
  if ('reason' in tool) {
    test('needs its program', (context) => context.skip(tool.reason));
    return;
  }
  const check = (edit: (folder: string) => void, schemasAt = schemas()) => changed(edit, { path: tool.folder, env: { KUBERNETES_SCHEMAS: schemasAt } });

  test('passes what Kubernetes knows, on each cluster', () => {
    const { status, log } = check(() => {});
    expect([status, log]).toEqual([0, expect.stringMatching(/kubeconform: Kubernetes 1\.33\nSummary: \d+ resources found in 3 files - Valid: [1-9]/)]);
  });

  test('refuses a field that Kubernetes does not know', () => {
    const { status, log } = check(replace('charts/shop/templates/services.yaml', 'selector:', 'selectors: {}\n  selector:'));
    expect(status).toBe(1);
    expect(log).toContain('::error::charts/shop renders invalid objects for Kubernetes 1.33: prod on prod-eu');
    expect(log).toMatch(/Service shop-web is invalid.*selectors/s);
  });

  test('calls no object wrong where the schemas cannot be read', () => {
    const folder = schemas();
    writeFileSync(join(folder, 'v1.33.0-standalone-strict/service-v1.json'), 'Too many requests');
    const { status, log } = check(() => {}, folder);
    expect(status).toBe(1);
    expect(log).toContain('::error::Could not validate charts/shop: prod on prod-eu.');
    expect(log).not.toContain('renders invalid objects');
  });

  test('says where it has checked nothing', () => {
    const { status, log } = check(() => {}, temporaryFolder());
    expect([status, log]).toEqual([0, expect.stringContaining('::warning::No object was validated: there are no schemas of Kubernetes 1.33')]);
  });
});
