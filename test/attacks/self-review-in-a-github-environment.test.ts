/** Whoever starts a promotion approves it in the GitHub environment: CD looks whether GitHub prevents that before it waits for the approval. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';

interface Workflow {
  jobs: { reviewers: { steps: { run: string }[] } };
}

/** The job "Require reviewers", where GitHub's API answers with these rules. */
function requireReviewers(rules: object[], preventSelfReview: boolean): { code: number | null; log: string } {
  const { jobs } = parse(readFileSync(join(goldenFolder, 'shop/config/.github/workflows/cd.yaml'), 'utf8')) as Workflow;
  const bin = temporaryFolder();
  const answer = JSON.stringify(JSON.stringify({ protection_rules: rules }));
  writeFileSync(join(bin, 'gh'), `#!/usr/bin/env bash\nwhile [[ "$1" != --jq ]]; do shift; done\njq --compact-output "$2" <<< ${answer}\n`);
  chmodSync(join(bin, 'gh'), 0o755);
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', jobs.reviewers.steps[0]?.run ?? 'false'], {
    encoding: 'utf8',
    env: {
      PATH: [bin, process.env.PATH].join(delimiter),
      GITHUB_REPOSITORY: 'acme/shop-config',
      ENVIRONMENT: 'shop-prod',
      REQUEST: JSON.stringify({ preventSelfReview }),
    },
  });
  return { code: status, log: stdout + stderr };
}

const reviewers = { type: 'required_reviewers', reviewers: [] };

test.each([
  ['without reviewers', [{ type: 'branch_policy' }], true, 1, 'has no required reviewers'],
  ['that lets the starter approve', [{ ...reviewers, prevent_self_review: false }], true, 1, 'lets whoever starts a promotion approve it'],
  ['whose GitHub does not know the rule', [reviewers], true, 1, 'lets whoever starts a promotion approve it'],
  ['that prevents it', [{ type: 'branch_policy' }, { ...reviewers, prevent_self_review: true }], true, 0, ''],
  ['that may let the starter approve', [{ ...reviewers, prevent_self_review: false }], false, 0, ''],
])('an environment %s', (_, rules, preventSelfReview, code, message) => {
  expect(requireReviewers(rules, preventSelfReview)).toEqual({ code, log: expect.stringContaining(message) });
});
