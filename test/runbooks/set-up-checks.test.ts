/** The set-up runbook, before clusters and an Argo CD that are older than it needs, or whose Prometheus selects something else. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blocksOf } from '../e2e/runbook.ts';
import { goldenFolder } from '../golden/cases.ts';

const root = mkdtempSync(join(tmpdir(), 'set-up-checks-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Answers a command with the file of its arguments, as the real one would; without one it fails. */
const standIn = `#!/bin/sh
file=$(printf '%s' "\${0##*/} $*" | tr -c 'a-zA-Z0-9.' _)
[ -f "$ANSWERS/$file" ] && exec cat "$ANSWERS/$file"
echo "Error from server (NotFound): \${0##*/} $*" >&2
exit 1
`;
beforeAll(() => {
  for (const name of ['kubectl', 'argocd']) writeFileSync(join(root, name), standIn, { mode: 0o755 });
});

let answers: string;
beforeEach(() => {
  answers = mkdtempSync(join(root, 'answers-'));
});
const answer = (command: string, value: object) => writeFileSync(join(answers, command.replace(/[^a-zA-Z0-9.]/g, '_')), JSON.stringify(value));

const runbook = readFileSync(join(goldenFolder, 'shop/config/docs/shop/runbooks/set-up.md'), 'utf8');

/** Runs the blocks that have these words, in one bash, each of which a person would repeat; a line that fails does not end it. */
function follow(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const blocks = words.map((word) => {
    const found = blocksOf(runbook).filter(({ commands }) => commands.includes(word));
    expect(found, word).toHaveLength(1);
    return found[0]?.commands ?? '';
  });
  const script = `trap 'failed=1' ERR\nfailed=0\n${blocks.join('\n')}\nexit $failed\n`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    // From a socket, bash would read the user's .bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${root}${delimiter}${process.env.PATH}`, ANSWERS: answers },
  });
  return { status, stdout, stderr };
}

const clusters = ['dev-eu', 'prod-dc1', 'prod-eu'];

describe('Kubernetes', () => {
  const versions = (...found: string[]) => {
    for (const [index, context] of clusters.entries())
      answer(`kubectl --context ${context} version --output json`, { serverVersion: { gitVersion: found[index] ?? 'v1.33.0' } });
  };

  test('passes with the versions that the config declares, and with newer ones of any distribution', () => {
    versions('v1.33.4-eks-1a2b3c', 'v1.33.0+k3s1', 'v2.0.0');
    expect(follow('at_least()')).toEqual({
      status: 0,
      stdout: 'Kubernetes on dev-eu: v1.33.4-eks-1a2b3c\nKubernetes on prod-dc1: v1.33.0+k3s1\nKubernetes on prod-eu: v2.0.0\n',
      stderr: '',
    });
  });

  test('fails with a sentence for each that is older, or does not answer', () => {
    versions('v1.32.11', 'v1.9.0');
    rmSync(join(answers, 'kubectl --context prod-eu version --output json'.replace(/[^a-zA-Z0-9.]/g, '_')));
    const { status, stdout, stderr } = follow('at_least()');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const remedy = 'Upgrade the cluster, or set its kubernetesVersion in .gitops-app/pipeline.config.ts and run generate.';
    expect(stderr.split('\n').filter((line) => !line.startsWith('Error'))).toEqual([
      `Kubernetes on dev-eu: v1.32.11, but this app needs 1.33 or later. ${remedy}`,
      `Kubernetes on prod-dc1: v1.9.0, but this app needs 1.33 or later. ${remedy}`,
      `Kubernetes on prod-eu: no answer, but this app needs 1.33 or later. ${remedy}`,
      '',
    ]);
  });
});

describe('Argo CD', () => {
  const both = ['at_least()', 'argocd_version()'];
  beforeEach(() => {
    for (const context of clusters) answer(`kubectl --context ${context} version --output json`, { serverVersion: { gitVersion: 'v1.33.0' } });
  });

  test('passes from the version on that asks before it prunes', () => {
    answer('argocd version --output json', { client: { Version: 'v3.4.0+abc' }, server: { Version: 'v3.10.1' } });
    expect(follow(...both)).toMatchObject({ status: 0, stdout: expect.stringContaining('(server): v3.10.1\n'), stderr: '' });
  });

  test('fails before it, for the server and for the command line', () => {
    answer('argocd version --output json', { client: { Version: 'v2.14.9+abc' }, server: { Version: 'v3.3.19' } });
    const { status, stderr } = follow(...both);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Argo CD of prod-eu \(client\): v2\.14\.9\+abc, but this app needs 3\.4 or later\. Upgrade it first: .*\n.*\(server\): v3\.3\.19, but/,
    );
    expect(runbook).toContain('- `Delete=confirm in syncOptions`, since 3.4: older versions delete the workloads of a deleted Application without asking.');
  });
});

describe('CRDs', () => {
  const schema = (path: string) =>
    path.split('.').reduceRight<object>((inner, key) => {
      const name = key.replace('[]', '');
      return { properties: { [name]: key.endsWith('[]') ? { items: inner } : inner } };
    }, {});
  const crd = (...versions: object[]) => ({ spec: { versions } });
  const version = (name: string, path: string, served = true) => ({ name, served, schema: { openAPIV3Schema: schema(path) } });
  const refresh = 'spec.refreshPolicy';
  const block = ['knows()', "knows prod-dc1 externalsecrets.external-secrets.io v1 'External Secrets 0.16'"];
  const answerAll = (externalSecrets: object) => {
    for (const context of ['prod-dc1', 'prod-eu']) {
      answer(`kubectl --context ${context} get crd/externalsecrets.external-secrets.io --output json`, externalSecrets);
      for (const other of ['secretstores.external-secrets.io', 'ecrauthorizationtokens.generators.external-secrets.io'])
        answer(`kubectl --context ${context} get crd/${other} --output json`, crd(version(other.includes('generators') ? 'v1alpha1' : 'v1', 'spec')));
    }
  };

  test('pass where they serve the version with the fields', () => {
    answerAll(crd(version('v1beta1', 'spec'), version('v1', refresh)));
    expect(follow(...block)).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['serve an older version', crd(version('v1beta1', refresh)), 'lacks version v1.'],
    ['no longer serve the version', crd(version('v1', refresh, false)), 'lacks version v1.'],
    ['would drop a field', crd(version('v1', 'spec.refreshInterval')), 'lacks spec.refreshPolicy.'],
  ])('fail with a sentence where they %s', (_, found, says) => {
    answerAll(found);
    const { status, stderr } = follow(...block);
    expect(status).toBe(1);
    expect(stderr).toContain(`prod-dc1: externalsecrets.external-secrets.io ${says} Upgrade to External Secrets 0.16 or later.\n`);
  });

  test('fail with a sentence where they are missing', () => {
    const { status, stderr } = follow(...block);
    expect(status).toBe(1);
    expect(stderr).toContain('prod-eu: externalsecrets.external-secrets.io is missing. Install External Secrets 0.16 or later.\n');
  });
});

describe('architectures of nodes', () => {
  const nodes = (...architectures: string[]) => ({
    items: architectures.map((architecture) => ({ metadata: { labels: { 'kubernetes.io/arch': architecture } } })),
  });

  test('pass where every node runs the image', () => {
    for (const context of clusters) answer(`kubectl --context ${context} get nodes --output json`, nodes('amd64', 'amd64'));
    expect(follow('runs_on()')).toEqual({ status: 0, stdout: 'dev-eu: amd64\nprod-dc1: amd64\nprod-eu: amd64\n', stderr: '' });
  });

  test('fail where a node does not, and where the cluster does not answer', () => {
    answer('kubectl --context dev-eu get nodes --output json', nodes('arm64', 'amd64', 'arm64'));
    answer('kubectl --context prod-dc1 get nodes --output json', nodes('amd64'));
    const { status, stdout, stderr } = follow('runs_on()');
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'prod-dc1: amd64\n' });
    expect(stderr).toContain('dev-eu has nodes of arm64. Add them to its architectures in .gitops-app/pipeline.config.ts and run generate');
  });
});

describe('Prometheus', () => {
  const prometheus = (spec: object, namespace = 'monitoring') => ({ items: [{ metadata: { name: 'k8s', namespace }, spec }] });
  const all = { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, ruleSelector: {}, ruleNamespaceSelector: {} };
  const answerAll = (found: object) => {
    for (const context of clusters) {
      answer(`kubectl --context ${context} get prometheuses.monitoring.coreos.com --all-namespaces --output json`, found);
      answer(`kubectl --context ${context} get namespace shop-dev --ignore-not-found --output json`, { metadata: { labels: { team: 'shop' } } });
      writeFileSync(join(answers, `kubectl --context ${context} get namespace shop-prod --ignore-not-found --output json`.replace(/[^a-zA-Z0-9.]/g, '_')), '');
    }
  };

  test.each([
    ['selects everything', all],
    ['selects by a label of the chart', { ...all, ruleSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } } }],
    [
      'selects namespaces by a name',
      { ...all, ruleNamespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['x'] }] } },
    ],
    ['selects what does not exist', { ...all, ruleSelector: { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] } }],
  ])('passes where it %s', (_, spec) => {
    answerAll(prometheus(spec));
    const { status, stdout, stderr } = follow('selects()', 'selects dev-eu shop-dev');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('dev-eu: monitoring/k8s reads each PrometheusRule of shop-dev\n');
    expect(stdout.split('\n')).toHaveLength(7);
  });

  test.each([
    ['selects by its own release', { ...all, ruleSelector: { matchLabels: { release: 'stack' } } }],
    ['has no selector', { ...all, ruleSelector: undefined }],
    ['reads its own namespace only', { ...all, ruleNamespaceSelector: undefined }],
    ['selects namespaces by a label', { ...all, ruleNamespaceSelector: { matchExpressions: [{ key: 'monitoring', operator: 'In', values: ['on'] }] } }],
    ['selects what must exist', { ...all, ruleSelector: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } }],
  ])('fails where it %s, and says that nothing would tell', (_, spec) => {
    answerAll(prometheus(spec));
    const { status, stdout, stderr } = follow('selects()', 'selects dev-eu shop-dev');
    expect(status).toBe(1);
    expect(stdout).toContain('dev-eu: monitoring/k8s reads each ServiceMonitor of shop-dev\n');
    expect(stderr).toMatch(
      /^dev-eu: no Prometheus reads a PrometheusRule of shop-dev, .* No alert about it is loaded, the one about missing metrics included\.\n {2}monitoring\/k8s selects /,
    );
  });

  test('fails where it runs in a namespace that the NetworkPolicies do not let in', () => {
    answerAll(prometheus(all, 'observability'));
    const { status, stderr } = follow('selects()', 'selects dev-eu shop-dev');
    expect(status).toBe(1);
    expect(stderr).toContain('dev-eu: observability/k8s reads each ServiceMonitor of shop-dev, but the NetworkPolicies let it in from monitoring only.\n');
  });

  test('fails where there is none, and where its operator is missing', () => {
    answerAll({ items: [] });
    expect(follow('selects()', 'selects dev-eu shop-dev').stderr).toContain(' There is no Prometheus.\n');
    answers = mkdtempSync(join(root, 'answers-'));
    expect(follow('selects()', 'selects dev-eu shop-dev')).toMatchObject({ status: 1, stdout: '' });
  });
});
