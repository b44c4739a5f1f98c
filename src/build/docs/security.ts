/** A promise of docs/security.md, and the tests that attack it. */
export interface SecurityPromise {
  promise: string;
  /** What holds it, in an emitted repository. */
  held: string;
  /** Names of files in test/attacks, without `.test.ts`. */
  attacks: readonly string[];
  /** Titles of scenarios of the end-to-end run begin so, where Argo CD, Kubernetes or the whole pipeline decides. */
  scenarios?: readonly string[];
}

export const promises: readonly SecurityPromise[] = [
  {
    promise: 'Only what CI built on the default branch is deployed.',
    held: 'the proof of CI, which `verify-proof.mjs` verifies',
    attacks: ['forged-proof', 'unproven-request'],
    scenarios: ['A request that CI did not send'],
  },
  {
    promise: 'CI does not deploy an image that somebody else pushed under its tag.',
    held: 'CI reuses an image only where nobody else can have pushed it',
    attacks: ['overwritten-tag'],
  },
  {
    promise: 'No name of a branch or tag changes what CD writes or Argo CD deploys.',
    held: 'full names of refs, the ruleset of tags',
    attacks: ['tag-named-like-a-branch', 'tag-named-like-the-branch-in-argo-cd', 'references'],
    scenarios: ['Attack: a tag named like the default branch'],
  },
  {
    promise: 'CD publishes only tags and digests, on top of what it fetched.',
    held: '`verify_commit` in `write.sh`; `images.awk` refuses what Helm may read otherwise',
    attacks: ['commit-with-more-than-images', 'images-that-helm-reads-otherwise'],
  },
  {
    promise: 'A rollback and a promotion take only what CD delivered.',
    held: '`is_delivery` in `release.sh`, squash merges',
    attacks: ['rollback-to-what-cd-never-delivered', 'promotion-check'],
  },
  {
    promise: 'A pull request changes images only as a promotion or a revert, and nobody approves a promotion that they started.',
    held: 'the required status *Promotion*, which only CD’s App can set',
    attacks: ['promotion-check', 'merge-queue', 'self-review-in-a-github-environment'],
  },
  {
    promise: 'Nobody but CD changes a promotion, and nobody rewrites history or moves a tag.',
    held: 'the rulesets `main`, `history`, `promotions` and `tags`',
    attacks: ['references'],
  },
  {
    promise: 'A run that is repeated later writes nothing that was not validated again.',
    held: 'jobs that write require a validation of the same attempt',
    attacks: ['rerun-of-the-write-job'],
  },
  {
    promise: 'No request stops the deployments of an environment.',
    held: 'run IDs are proven, and compared only with those of the current images',
    attacks: ['run-id-without-a-bound'],
  },
  {
    promise: 'Whoever may sync can neither choose a revision nor change an Application.',
    held: 'Argo CD’s setting for revisions, the role of the AppProject, groups that are named',
    attacks: ['sync-of-an-unreviewed-commit'],
    scenarios: ['Attack: whoever may sync prod'],
  },
  {
    promise: 'A pull request does not choose what its checks look at.',
    held: 'the paths that it changes, compared with the commit that it is merged into',
    attacks: ['narrowed-check'],
  },
  {
    promise: 'The root Application deploys nothing but this repository’s AppProjects and Applications.',
    held: 'an AppProject of its own, the check *Manifests*',
    attacks: ['foreign-object-under-the-root'],
    scenarios: ['Attack: a foreign Application under the root'],
  },
  {
    promise: 'An app reads only its own secrets.',
    held: 'a store, role and policy for each app and environment',
    attacks: ['secret-of-another-app'],
  },
  {
    promise: 'A namespace, path of Vault, image or name belongs to one app.',
    held: '`generate` and `check` compare the apps of a config repository',
    attacks: ['name-of-another-app'],
  },
  {
    promise: 'A service is reached only by what uses it; metrics and plain HTTP are not served to the internet unasked.',
    held: 'NetworkPolicies, routes attached to the HTTPS listener',
    attacks: ['neighbour-reads-the-database', 'metrics-from-the-internet', 'plain-http-is-served'],
  },
  {
    promise: 'Commands that the platform runs with its rights are the platform’s to review.',
    held: 'CODEOWNERS',
    attacks: ['commands-of-the-platform'],
  },
  {
    promise: 'A patch does not change who may deploy.',
    held: 'facts of security cannot be patched',
    attacks: ['patch-changes-who-may-deploy'],
  },
  {
    promise: 'A check reports success only after it has run, whatever the config or a record of a pull request does.',
    held: 'a config runs apart from the program; records are read as untrusted',
    attacks: ['config-of-a-pull-request', 'damaged-records'],
  },
  {
    promise: 'CI runs the generator that was recorded, byte for byte.',
    held: 'a lock with integrity, `run-generator.sh`',
    attacks: ['tampered-generator', 'lock-of-another-package', 'private-generator'],
  },
  {
    promise: 'Text of a person stays text in logs, summaries, pull requests and terminals.',
    held: 'one function for each of them',
    attacks: ['text-of-a-user', 'text-for-the-terminal'],
  },
];

/** The promises as a table. */
export function promiseTable(): string {
  const rows = promises.map(({ promise, held, attacks, scenarios = [] }) => {
    const files = attacks.map((name) => `[${name}](../test/attacks/${name}.test.ts)`);
    const played = scenarios.map((title) => `[end to end](proof.md): ${title}`);
    return `| ${promise} | ${held} | ${[...files, ...played].join(', ')} |`;
  });
  return ['| promise | held by | attacked in |', '| --- | --- | --- |', ...rows].join('\n');
}
