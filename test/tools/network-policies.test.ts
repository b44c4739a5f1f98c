/** What kube-score and checkov find in the NetworkPolicies of every golden release. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenTargets } from '../judges/goldens.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { variantsOf, withChart } from '../judges/renders.ts';
import { type Installed, installGoTool, installTools } from './install.ts';

const kubeScore = installGoTool('github.com/zegl/kube-score/cmd/kube-score', 'v1.20.0');
const checkov = installTools('requirements-checkov.txt');
const helm = anyHelm();
const variants = variantsOf(goldenTargets()).filter(({ delivered }) => delivered);

const folder = mkdtempSync(join(tmpdir(), 'network-policies-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string) => join(folder, `${name.replaceAll(/[/ ]/g, '_')}.yaml`);

beforeAll(async () => {
  if (helm === null) return;
  for (const variant of variants) {
    const { code, stdout, stderr } = await withChart(variant, (release) => template(helm, release));
    if (code !== 0) throw new Error(`helm template of ${variant.name} ended with ${code}:\n${stderr}`);
    writeFileSync(fileOf(variant.name), stdout);
  }
});

/** A release without the policies of one golden: what must be found. */
async function withoutPolicies(name: string): Promise<string> {
  const variant = variants.find((candidate) => candidate.name === name);
  if (helm === null || variant === undefined) throw new Error(`there is no Helm, or no golden ${name}`);
  const { stdout } = await withChart(variant, (release) => template(helm, release));
  return stdout
    .split(/^---$/m)
    .filter((document) => !document.includes('kind: NetworkPolicy'))
    .join('---');
}

/** Standard output, which is JSON whatever the program finds. */
function json<Report>(tool: Installed, program: string, args: readonly string[]): Report {
  if ('reason' in tool) throw new Error(tool.reason);
  const { stdout, stderr, error } = spawnSync(join(tool.folder, program), args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  if (stdout.trim() === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

const suite = (name: string, tool: Installed, tests: () => void) => {
  const reason = 'reason' in tool ? tool.reason : helm === null ? 'there is no Helm' : undefined;
  if (reason === undefined) describe(`judge: ${name}`, tests);
  else if (process.env.CI) throw new Error(`CI must not run without ${name}: ${reason}`);
  else describe(`judge: ${name}`, () => test('needs its program', (context) => context.skip(reason)));
};

suite('kube-score, network policies', kubeScore, () => {
  interface Scored {
    object_name: string;
    checks: { check: { id: string }; grade: number; skipped: boolean; comments: { summary: string }[] | null }[];
  }
  const perfect = 10;

  function findings(file: string): string[] {
    return json<Scored[]>(kubeScore, 'kube-score', ['score', '--output-format', 'json', file]).flatMap(({ object_name: object, checks }) =>
      checks
        .filter(({ check, grade, skipped }) => /network/i.test(check.id) && !skipped && grade < perfect)
        .map(({ check, comments }) => `${object}: ${check.id}: ${(comments ?? []).map(({ summary }) => summary).join('; ')}`),
    );
  }

  test.each(variants)('$name', ({ name, app, target }) => {
    // Suppressed: CloudNativePG makes the pods that this policy selects, so they are not in the manifests. The judge
    // network-policies compares its selector with the labels that the operator documents.
    const ofOperator = target.auxiliaryServices.flatMap((service) => (service.provider === 'operator' ? [`${app.model.app.name}-${service.name}`] : []));
    const isSuppressed = (finding: string) => ofOperator.some((cluster) => finding.includes(`//${cluster}: networkpolicy-targets-pod`));
    expect(findings(fileOf(name)).filter((finding) => !isSuppressed(finding))).toEqual([]);
  });

  test('refuses pods without a policy', async () => {
    const file = join(folder, 'refused.yaml');
    writeFileSync(file, await withoutPolicies('depot/depot/dev-eu-1 delivered'));
    const found = findings(file).join('\n');
    rmSync(file);
    for (const pod of ['depot-web', 'depot-worker', 'depot-migrate', 'depot-db', 'depot-pages']) expect(found).toContain(`//${pod}: pod-networkpolicy`);
  });
});

suite('checkov, network policies', checkov, () => {
  interface Report {
    summary: { passed: number; failed: number; parsing_errors: number };
    results: { failed_checks: { resource: string; file_path: string }[] };
  }
  /** Its only check of NetworkPolicies: pods that no policy selects. Asks the network for nothing. */
  const check = (path: string) =>
    json<Report>(checkov, 'checkov', ['--directory', path, '--framework', 'kubernetes', '--check', 'CKV2_K8S_6', '--skip-download', '--output', 'json']);

  test('finds nothing in every golden release', () => {
    const { summary, results } = check(folder);
    expect(results.failed_checks.map(({ file_path: path, resource }) => `${path}: ${resource}`)).toEqual([]);
    expect(summary.parsing_errors).toBe(0);
    expect(summary.passed).toBeGreaterThan(variants.length);
  });

  test('refuses pods without a policy', async () => {
    const refused = mkdtempSync(join(tmpdir(), 'refused-'));
    writeFileSync(join(refused, 'depot.yaml'), await withoutPolicies('depot/depot/dev-eu-1 delivered'));
    expect(check(refused).summary.failed).toBeGreaterThan(0);
    rmSync(refused, { recursive: true });
  });
});
