import { modelSchemaVersion } from '../../model/model.ts';

/**
 * What the design asks for, sentence by sentence, and the golden files that implement it. A test verifies that each file
 * exists and contains the claimed text.
 */
export interface DesignSentence {
  sentence: string;
  /** Text that a file contains, by its path below test/golden/. */
  evidence: Readonly<Record<string, string>>;
}

const ci = 'shop/app/.github/workflows/gitops-ci.yaml';
const chart = 'shop/config/charts/shop';
const runbooks = 'shop/config/docs/shop/runbooks';
const shared = 'shop/config/.gitops-app/shared';

export const design: readonly DesignSentence[] = [
  {
    sentence: 'One typed `pipeline.config.ts`',
    evidence: { 'shop/app/.gitops-app/pipeline.config.ts': 'definePipeline', 'shop/app/.gitops-app/config.d.ts': 'export declare function definePipeline' },
  },
  {
    sentence: 'from which both repositories are written and checked',
    evidence: {
      'shop/app/.github/workflows/gitops-check.yaml': 'check --format github',
      'shop/config/.github/workflows/check.yaml': '.gitops-app/shared/check.sh',
      'shop/config/.gitops-app/shop/model.json': `"schemaVersion": ${modelSchemaVersion}`,
    },
  },
  { sentence: 'Workflow 1, CI, builds, compiles, lints and tests', evidence: { [ci]: 'run: npm test' } },
  { sentence: 'packages in Docker', evidence: { 'shop/app/Dockerfile': 'AS build', 'shop/app/.dockerignore': '.git', [ci]: 'docker/build-push-action@' } },
  { sentence: 'pushes to ECR with OIDC, without a stored key', evidence: { [ci]: 'role-to-assume: arn:aws:iam::123456789012:role/shop-ci' } },
  { sentence: 'or to another registry', evidence: { 'staging/app/.github/workflows/gitops-ci.yaml': 'registry: ghcr.io' } },
  {
    sentence: 'and hands name, tag and digest of the image to workflow 2',
    evidence: { [ci]: '"digest": "${{ needs.image-shop.outputs.digest }}"', [`${shared}/contract.schema.json`]: '"digest"' },
  },
  {
    sentence: 'Workflow 2, CD, validates the request against the contract',
    evidence: { 'shop/config/.github/workflows/cd.yaml': 'workflow_dispatch', [`${shared}/validate.sh`]: 'contract' },
  },
  {
    sentence: 'writes it into the wrapper values of dev or prod, commits and pushes',
    evidence: {
      [`${shared}/deploy.sh`]: 'store_values',
      [`${chart}/dev-values.yaml`]: 'CD writes tag and digest',
      [`${chart}/prod-values.yaml`]: 'CD writes tag and digest',
      'shop-delivered/config/charts/shop/dev-values.yaml': 'digest: "sha256:',
    },
  },
  {
    sentence: 'A Helm chart',
    evidence: {
      [`${chart}/Chart.yaml`]: 'apiVersion: v2',
      [`${chart}/values.yaml`]: 'components:',
      [`${chart}/templates/deployments.yaml`]: 'kind: Deployment',
    },
  },
  {
    sentence: 'whose values have JSON Schemas',
    evidence: {
      [`${chart}/values.schema.json`]: '"additionalProperties": false',
      [`${chart}/values.partial.schema.json`]: '"additionalProperties": false',
    },
  },
  {
    sentence: 'Dev on a cloud cluster: Argo CD syncs automatically',
    evidence: {
      [`${chart}/clusters/dev-dev-eu-values.yaml`]: 'location: cloud',
      'shop/config/argocd/applications/shop-dev-dev-eu.yaml': 'automated:',
    },
  },
  {
    sentence: 'Prod on an on-premise and a cloud cluster: a person syncs one cluster after the other',
    evidence: {
      [`${chart}/clusters/prod-prod-dc1-values.yaml`]: 'location: on-premise',
      [`${chart}/clusters/prod-prod-eu-values.yaml`]: 'location: cloud',
      'shop/config/argocd/applications/shop-prod-prod-dc1.yaml': 'clusters/prod-prod-dc1-values.yaml',
      'shop/config/argocd/applications/shop-prod-prod-eu.yaml': 'clusters/prod-prod-eu-values.yaml',
      [`${runbooks}/sync.md`]: 'argocd app sync shop-prod-prod-dc1',
    },
  },
  { sentence: 'Rolling update by default', evidence: { [`${chart}/templates/deployments.yaml`]: 'type: RollingUpdate' } },
  {
    sentence: 'Standalone in dev, multi-instance in prod',
    evidence: {
      [`${chart}/dev-values.yaml`]: 'mode: standalone',
      [`${chart}/prod-values.yaml`]: 'mode: multi-instance',
      [`${chart}/templates/poddisruptionbudgets.yaml`]: 'maxUnavailable: 1',
    },
  },
  {
    sentence: 'A database and a cache whose provider differs by environment and by cluster',
    evidence: {
      [`${chart}/dev-values.yaml`]: 'provider: embedded',
      [`${chart}/prod-values.yaml`]: 'provider: external',
      [`${chart}/clusters/prod-prod-dc1-values.yaml`]: 'provider: operator',
    },
  },
  {
    sentence: 'Continuous deployment for lower environments',
    evidence: { [ci]: 'ENVIRONMENTS: dev', 'shop/config/.gitops-app/shop/delivery.json': '"delivery": "continuous-deployment"' },
  },
  {
    sentence: 'Continuous delivery with manual approval for prod',
    evidence: {
      'shop/config/.gitops-app/shop/delivery.json': '"by": "pull-request"',
      [`${shared}/deploy.sh`]: 'call_github POST pulls',
      [`${runbooks}/promote.md`]: 'gh workflow run cd.yaml',
    },
  },
  {
    sentence: 'Rollback is a Git revert, with a hold that stops a late run',
    evidence: {
      'shop/config/.github/workflows/rollback.yaml': '.gitops-app/shared/rollback.sh',
      [`${shared}/rollback.sh`]: 'Rolled-Back-To',
      [`${runbooks}/roll-back.md`]: 'git revert',
    },
  },
  {
    sentence: 'Monitoring with Prometheus and Grafana',
    evidence: {
      [`${chart}/templates/monitoring/servicemonitors.yaml`]: 'kind: ServiceMonitor',
      [`${chart}/templates/monitoring/prometheusrule.yaml`]: 'runbook_url',
      [`${chart}/templates/monitoring/dashboard.yaml`]: 'dashboardLabels',
    },
  },
  {
    sentence: 'Logs: where to find them, and what to look for',
    evidence: { [`${runbooks}/troubleshoot.md`]: 'logs --selector app.kubernetes.io/instance=shop' },
  },
  {
    sentence: 'Limits on who can commit, review and merge',
    evidence: {
      'shop/app/.github/rulesets/main.json': '"required_status_checks"',
      'shop/app/.github/CODEOWNERS': '/.github/ @acme/platform',
      'shop/config/.github/rulesets/main.json': '"require_code_owner_review": true',
      'shop/config/.github/CODEOWNERS': '/charts/shop/prod-values.yaml @acme/platform',
      'shop/config/argocd/projects/shop-prod.yaml': 'kind: AppProject',
    },
  },
  {
    sentence: 'Secrets from Vault in prod, Kubernetes Secrets in dev',
    evidence: {
      [`${chart}/templates/externalsecrets.yaml`]: 'kind: ExternalSecret',
      [`${runbooks}/set-up.md`]: 'create secret generic',
      [`${runbooks}/rotate-a-secret.md`]: 'vault kv',
    },
  },
  {
    sentence: 'An audit trail',
    evidence: { [`${shared}/release.sh`]: 'Source-Commit', [`${runbooks}/audit.md`]: 'git log' },
  },
  {
    sentence: 'Runbooks with the names of the project and exact commands',
    evidence: {
      [`${runbooks}/set-up.md`]: 'acme/shop-config',
      [`${runbooks}/deploy.md`]: 'acme/shop',
      [`${runbooks}/troubleshoot.md`]: 'shop-prod',
    },
  },
  { sentence: 'A diagram of the pipeline', evidence: { 'shop/config/docs/shop/architecture.md': '```mermaid' } },
  {
    sentence: 'One Argo CD for all clusters, or one per cluster',
    evidence: {
      'shop/config/argocd/bootstrap/root.yaml': 'kind: Application',
      'per-cluster/config/argocd/prod-dc1/bootstrap/root.yaml': 'kind: Application',
    },
  },
  {
    sentence: 'Several apps in one config repository',
    evidence: { 'two-apps/config/.gitops-app/mail/delivery.json': '"app": "mail"', 'two-apps/config/.gitops-app/shop/delivery.json': '"app": "shop"' },
  },
];

/** The table of README.md. A file's name is its path in its repository; other cases than shop are named. */
export function designTable(): string {
  const link = (path: string) => `[\`${path.replace(/^shop\//, '')}\`](../test/golden/${path})`;
  const rows = design.map(({ sentence, evidence }) => `| ${sentence} | ${Object.keys(evidence).map(link).join(', ')} |`);
  return ['| design | implemented in |', '| --- | --- |', ...rows].join('\n');
}
