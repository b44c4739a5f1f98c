/**
 * What the design asks for, sentence by sentence, and the files of golden `shop` that do it. A test holds that each
 * file is there and says what is claimed: `says` is found in one of them.
 */
export interface DesignSentence {
  sentence: string;
  files: readonly string[];
  says: string;
}

export const design: readonly DesignSentence[] = [
  { sentence: 'From one typed `pipeline.config.ts`', files: ['app/pipeline.config.ts', 'app/.gitops-app/config.d.ts'], says: 'definePipeline' },
  { sentence: 'CI builds, compiles, lints and tests', files: ['app/.github/workflows/gitops-ci.yaml'], says: 'run: npm test' },
  { sentence: 'packages in Docker', files: ['app/Dockerfile', 'app/.dockerignore'], says: 'USER 10001' },
  {
    sentence: 'pushes to ECR by OIDC, without a stored key',
    files: ['app/.github/workflows/gitops-ci.yaml'],
    says: 'role-to-assume: arn:aws:iam::123456789012:role/shop-ci',
  },
  {
    sentence: 'and hands image name, tag and digest to CD',
    files: ['app/.github/workflows/gitops-ci.yaml', 'config/.gitops-app/shared/contract.schema.json'],
    says: '"digest": "${{ needs.image-shop.outputs.digest }}"',
  },
  {
    sentence: 'CD validates, writes them into the environment’s wrapper values, commits and pushes',
    files: ['config/.github/workflows/cd.yaml', 'config/.gitops-app/shared/validate.sh', 'config/.gitops-app/shared/deploy.sh'],
    says: 'write_images',
  },
  {
    sentence: 'into the Helm chart’s dev or prod wrapper values',
    files: ['config/charts/shop/dev-values.yaml', 'config/charts/shop/prod-values.yaml'],
    says: 'Tag and digest are written by CD',
  },
  {
    sentence: 'the Helm chart',
    files: ['config/charts/shop/Chart.yaml', 'config/charts/shop/values.yaml', 'config/charts/shop/templates/workloads.yaml'],
    says: 'kind: ',
  },
  {
    sentence: 'values JSON schemas',
    files: ['config/charts/shop/values.schema.json', 'config/charts/shop/values.partial.schema.json'],
    says: '"additionalProperties": false',
  },
  { sentence: 'dev runs on a cloud cluster and syncs automatically', files: ['config/argocd/applications/shop-dev-dev-eu.yaml'], says: 'automated:' },
  {
    sentence: 'prod runs on an on-premise and a cloud cluster, and syncs manually',
    files: ['config/argocd/applications/shop-prod-prod-dc1.yaml', 'config/argocd/applications/shop-prod-prod-eu.yaml'],
    says: 'clusters/prod-prod-dc1-values.yaml',
  },
  {
    sentence: 'rolling update by default, one pod in standalone mode',
    files: ['config/charts/shop/templates/workloads.yaml', 'config/charts/shop/dev-values.yaml'],
    says: 'mode: standalone',
  },
  {
    sentence: 'multiple instances in prod',
    files: ['config/charts/shop/prod-values.yaml', 'config/charts/shop/templates/poddisruptionbudgets.yaml'],
    says: 'mode: multi-instance',
  },
  {
    sentence: 'a database and a cache whose provider differs by environment and cluster',
    files: ['config/charts/shop/clusters/prod-prod-dc1-values.yaml', 'config/charts/shop/prod-values.yaml', 'config/charts/shop/dev-values.yaml'],
    says: 'provider: operator',
  },
  {
    sentence: 'secrets from Vault in prod, from Kubernetes Secrets in dev',
    files: ['config/charts/shop/templates/externalsecrets.yaml', 'config/docs/shop/runbooks/set-up.md', 'config/docs/shop/runbooks/rotate-a-secret.md'],
    says: 'kind: ExternalSecret',
  },
  {
    sentence: 'continuous deployment for lower environments',
    files: ['app/.github/workflows/gitops-ci.yaml', 'config/.gitops-app/shop/delivery.json'],
    says: 'ENVIRONMENTS: dev',
  },
  {
    sentence: 'continuous delivery with manual approval for prod',
    files: ['config/.github/workflows/cd.yaml', 'config/.gitops-app/shop/delivery.json', 'config/docs/shop/runbooks/promote.md'],
    says: '"by": "pull-request"',
  },
  {
    sentence: 'rollback is a commit like any other, with a hold that a late run honours',
    files: ['config/.github/workflows/rollback.yaml', 'config/.gitops-app/shared/rollback.sh', 'config/docs/shop/runbooks/roll-back.md'],
    says: 'Rolled-Back-To',
  },
  {
    sentence: 'limits on who may commit, review and merge',
    files: ['config/.github/rulesets/main.json', 'config/.github/CODEOWNERS', 'app/.github/rulesets/main.json', 'app/.github/CODEOWNERS'],
    says: '"require_code_owner_review": true',
  },
  {
    sentence: 'monitoring by Prometheus and Grafana',
    files: [
      'config/charts/shop/templates/monitoring/servicemonitors.yaml',
      'config/charts/shop/templates/monitoring/prometheusrule.yaml',
      'config/charts/shop/templates/monitoring/dashboard.yaml',
    ],
    says: 'runbook_url',
  },
  { sentence: 'an audit trail', files: ['config/.gitops-app/shared/deploy.sh', 'config/docs/shop/runbooks/audit.md'], says: 'Source-Commit' },
  {
    sentence: 'runbooks with this project’s names and exact commands',
    files: [
      'config/docs/shop/runbooks/set-up.md',
      'config/docs/shop/runbooks/deploy.md',
      'config/docs/shop/runbooks/sync.md',
      'config/docs/shop/runbooks/troubleshoot.md',
    ],
    says: 'argocd app sync shop-prod-prod-dc1',
  },
  {
    sentence: 'Argo CD on a hub, or one in each cluster',
    files: ['config/argocd/bootstrap/root.yaml', 'config/argocd/projects/shop-prod.yaml'],
    says: 'kind: AppProject',
  },
  {
    sentence: 'a CI check that generated files are up to date, in both repositories',
    files: ['app/.github/workflows/gitops-check.yaml', 'config/.github/workflows/check.yaml', 'config/.gitops-app/shared/check.sh'],
    says: 'check --format github',
  },
];

/** The table of README.md: the last two parts of a path are enough to find it. */
export function designTable(): string {
  const rows = design.map(
    ({ sentence, files }) => `| ${sentence} | ${files.map((file) => `[\`${file.split('/').at(-1)}\`](test/golden/shop/${file})`).join(', ')} |`,
  );
  return ['| the design says | files of golden `shop` |', '| --- | --- |', ...rows].join('\n');
}
