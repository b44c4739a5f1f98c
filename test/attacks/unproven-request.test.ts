/**
 * CD believed what a request says of itself: whoever may write to the config repository could deploy a digest that nobody
 * built, or another commit than the tag says, and CI of one app could write another app. Now the environments that CI
 * deploys are written only with a token that GitHub issued to the run of CI that built the images.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigRepository, dispatch, image, promotion } from '../cd/config-repository.ts';
import { aside, some } from '../support/sample.ts';
import { claimsOf, deliver, type GitHub, now, proven, startGitHub } from './github.ts';

let github: GitHub;
let repository: ConfigRepository;
beforeAll(async () => {
  github = await startGitHub();
  repository = new ConfigRepository('two-apps');
});
beforeEach(() => github.cdStarts(now()));
afterAll(() => github.close());

type Inputs = Record<string, string | boolean>;

/** Nothing is written, and the log says why. */
async function refused(inputs: Inputs, ...messages: string[]): Promise<void> {
  const before = repository.subjects();
  const { code, log } = await deliver(repository, github, inputs);
  expect([code, log]).toEqual([1, expect.any(String)]);
  for (const message of messages) expect(log).toContain(`::error::${message}`);
  expect(repository.subjects()).toEqual(before);
}

test('what CI proves is deployed, and the commit names the run', async () => {
  const own = new ConfigRepository();
  const { code, log, summary } = await deliver(own, github, proven(github, dispatch(5)));
  expect([code, log]).toEqual([0, expect.stringContaining('Sent by attempt 1 of CI run [5]')]);
  expect(summary).toContain('Updated shop in dev');
  expect(own.images('dev')).toEqual(image(5));
  expect(own.trailers()).toMatchObject({ 'Source-Commit': image(5).tag, 'Source-Run': '5', 'Source-Attempt': '1' });
});

aside('a promotion needs no proof: its images come from git', async () => {
  const own = new ConfigRepository();
  await deliver(own, github, proven(github, dispatch(5)));
  const { log } = await deliver(own, github, promotion());
  expect(log).not.toContain('proof');
  expect(log).toContain('shop: dev → prod');
});

describe('a person', () => {
  test('starts CD without a proof', async () => {
    await refused({ ...dispatch(5), proof: '' }, 'proof is empty; only CI of acme/shop can deploy dev');
  });

  aside('starts CD with text for a proof', async () => {
    await refused(dispatch(5), 'proof has an invalid header');
  });

  aside('claims that it is a promotion, to pass by the proof', async () => {
    await refused({ ...dispatch(5), from: 'prod' }, 'from is "prod"; must be empty, because CI deploys dev');
    await refused({ ...promotion(), images: String(dispatch(5).images) }, 'images, source and proof must be empty');
  });

  test('changes the digest of a request that CI has sent', async () => {
    const request = proven(github, dispatch(5));
    const images = JSON.stringify({ shop: { tag: image(5).tag, digest: image(6).digest } });
    await refused({ ...request, images }, 'proof is for the hash of the images "');
  });

  aside('sends the request of CI to another environment, app or config repository', async () => {
    const request = dispatch(5);
    for (const [changes, message] of [
      [{ environment: 'qa' }, 'proof is for the environment "qa"; this request is for "dev"'],
      [{ app: 'mail' }, 'proof is for the app "mail"; this request is for "shop"'],
    ] as const)
      await refused({ ...request, proof: String(proven(github, { ...request, ...changes }).proof) }, message);
    const { aud } = claimsOf(github, request);
    const elsewhere = String(aud).replace('acme/shop-config', 'acme/other-config');
    await refused(
      proven(github, request, { aud: elsewhere }),
      'proof is for the config repository "acme/other-config"; this request is for "acme/shop-config"',
    );
    await refused(proven(github, request, { aud: 'sts.amazonaws.com' }), 'proof has the audience "sts.amazonaws.com"; must be "gitops-app:');
    await refused(proven(github, request, { aud: [aud] }), 'proof has the audience ["gitops-app:');
  });

  aside('names another commit than the tag', async () => {
    const images = JSON.stringify({ shop: image(6) });
    await refused(proven(github, { ...dispatch(5), images }), `images.shop.tag is "${image(6).tag}"; must be the commit of the proof, "${image(5).tag}"`);
  });

  test.each(
    some(
      [
        ['sha', { sha: image(6).tag }],
        ['run_id', { run_id: 4 }],
        ['run_number', { run_number: 7 }],
        ['run_attempt', { run_attempt: 2 }],
      ],
      2,
    ),
  )('names another %s than that of its run', async (claim, change) => {
    const request = dispatch(5);
    const source = JSON.stringify({ ...JSON.parse(String(request.source)), ...change });
    await refused({ ...request, source, proof: String(proven(github, request).proof) }, `proof has the ${claim} "`);
  });

  aside('runs CD again when its proof has expired', async () => {
    const request = proven(github, dispatch(5));
    github.cdStarts(now() + 3 * 24 * 3600);
    await refused(request, 'proof expired at ');
    github.cdStarts(now() - 3600);
    await refused(request, 'proof is valid from ');
  });
});

describe('a token of GitHub for something else', () => {
  test.each(
    some(
      [
        ['a branch', { ref: 'refs/heads/feature', workflow_ref: 'acme/shop/.github/workflows/gitops-ci.yaml@refs/heads/feature' }, 'ref "refs/heads/feature"'],
        ['a tag named like the branch', { ref: 'refs/tags/main', ref_type: 'tag' }, 'ref_type "tag"; must be "branch"'],
        ['a tag, to a server that names it like the branch', { ref_type: 'tag' }, 'ref_type "tag"; must be "branch"'],
        ['a pull request', { event_name: 'pull_request', ref: 'refs/pull/7/merge' }, 'event_name "pull_request"; must be "push"'],
        ['pull_request_target on the default branch', { event_name: 'pull_request_target' }, 'event_name "pull_request_target"; must be "push"'],
        ['a workflow that a person starts', { event_name: 'workflow_dispatch' }, 'event_name "workflow_dispatch"; must be "push"'],
        ['another workflow of the default branch', { workflow_ref: 'acme/shop/.github/workflows/evil.yaml@refs/heads/main' }, 'workflow_ref "acme/shop/'],
        ['a job of a reusable workflow', { job_workflow_ref: 'evil/tools/.github/workflows/deploy.yaml@refs/heads/main' }, 'job_workflow_ref "evil/tools/'],
        [
          'a fork',
          { repository: 'mallory/shop', workflow_ref: 'mallory/shop/.github/workflows/gitops-ci.yaml@refs/heads/main' },
          'repository "mallory/shop"; must be "acme/shop": if the repository has this name now, set repositories.app.slug',
        ],
        [
          'CI of another app',
          { repository: 'acme/mail', workflow_ref: 'acme/mail/.github/workflows/gitops-ci.yaml@refs/heads/main' },
          'repository "acme/mail"',
        ],
        ['a name in another case', { repository: 'Acme/shop' }, 'repository "Acme/shop"; must be "acme/shop"'],
        ['no repository', { repository: undefined }, 'repository missing; must be "acme/shop"'],
      ] as [string, Record<string, unknown>, string][],
      4,
    ),
  )('%s', async (_, changes, message) => {
    await refused(
      proven(github, dispatch(5), changes),
      `proof has the ${message}`,
      'Nothing was written. Only a run of CI on main of acme/shop can deploy dev',
    );
  });
});

aside('an older server that names no workflow of the job is believed', async () => {
  const own = new ConfigRepository();
  expect((await deliver(own, github, proven(github, dispatch(5), { job_workflow_ref: undefined }))).code).toBe(0);
});

aside('CI of one app does not write another app', async () => {
  const mail = proven(
    github,
    {
      ...dispatch(5, { app: 'mail', images: JSON.stringify({ mail: image(5) }) }),
      source: JSON.stringify({ ...JSON.parse(String(dispatch(5).source)), repository: 'acme/mail' }),
    },
    {},
  );
  await refused(mail, 'proof has the repository "acme/shop"; must be "acme/mail"');
});
