/** What the set-up runbook installs has a version, and it is the one that the end-to-end tests know. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedVersions } from '../../generators/config/runbooks/installed-versions.ts';
import { corednsImage } from '../e2e/node/base-images.ts';
import { crdModules, modulesFolder } from '../e2e/parts.ts';
import { goldenApps } from '../judges/goldens.ts';
import { codeBlocks } from './docs-files.ts';

test.each([
  ['external-secrets', installedVersions.externalSecrets],
  ['cloudnative-pg', installedVersions.cloudnativePg],
  ['prometheus-operator', installedVersions.prometheusOperator],
  ['gateway-api', installedVersions.gatewayApi],
])('%s', (name, { version }) => {
  expect(crdModules.find(({ module }) => module.endsWith(`/${name}`))?.version).toBe(version);
});

test('Argo CD', () => {
  expect(readFileSync(join(modulesFolder, 'argocd/go.mod'), 'utf8')).toContain(`github.com/argoproj/argo-cd/v3 ${installedVersions.argocd.version} `);
});

test('real nodes have the Kubernetes of the control planes, and the image of CoreDNS the version of its module', () => {
  const versionIn = (module: string, of: string) =>
    new RegExp(`^\\s*(?:require )?${of} (v\\S+)`, 'm').exec(readFileSync(join(modulesFolder, module, 'go.mod'), 'utf8'))?.[1];
  expect(versionIn('kubernetes-node', 'k8s.io/kubernetes')).toBe(versionIn('kubernetes', 'k8s.io/kubernetes'));
  expect(corednsImage.split(':')[1]).toBe(versionIn('coredns', 'github.com/coredns/coredns'));
});

test.each(goldenApps())('$name installs no chart without its version', ({ config, model }) => {
  const text = readFileSync(join(config, 'docs', model.app.name, 'runbooks/set-up.md'), 'utf8');
  const installs = codeBlocks(text, 'bash').flatMap((block) => block.match(/helm upgrade --install .*/g) ?? []);
  for (const line of installs) expect(line).toMatch(/ --version \d+\.\d+\.\d+ /);
});
