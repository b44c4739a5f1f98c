import { pinned } from '../../src/github/action-pins.ts';
import type { Job, Step } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { githubApps, workflows } from '../../src/model/names.ts';
import { accessTo } from '../../src/registries/index.ts';
import { digestOf, imageJobId } from './ci-image-job.ts';

/** Fails on a critical vulnerability that has a fix: one without would only stop every delivery. */
export function scanJob({ ci, registry, images }: Model): Job {
  const { permissions, environment, login } = accessTo(registry);
  return {
    name: 'Scan',
    needs: images.map(imageJobId),
    'runs-on': ci.runsOn,
    'timeout-minutes': 20,
    permissions: permissions('read'),
    ...(environment === null ? {} : { environment }),
    steps: [
      ...login,
      ...images.map(
        (image): Step => ({
          name: `Scan ${image.name}`,
          uses: pinned('anchore/scan-action'),
          with: {
            image: `${image.repository}@${digestOf(image)}`,
            'severity-cutoff': 'critical',
            'only-fixed': true,
            'fail-build': true,
            'output-format': 'table',
          },
        }),
      ),
    ],
  };
}

/**
 * Signs where each image comes from, in a job of its own: no build step can reach its identity. GitHub keeps
 * attestations of private repositories only on Enterprise Cloud, and nothing tells a workflow its plan.
 */
export function attestJob({ ci, images }: Model): Job {
  return {
    comment: 'Private repositories can attest only on GitHub Enterprise Cloud: set the variable ATTEST to true there.',
    name: 'Attest',
    needs: images.map(imageJobId),
    if: "${{ !github.event.repository.private || vars.ATTEST == 'true' }}",
    'runs-on': ci.runsOn,
    'timeout-minutes': 10,
    permissions: { attestations: 'write # keeps the attestation', contents: 'read', 'id-token': 'write # signs it' },
    steps: images.map((image) => ({
      name: `Attest ${image.name}`,
      uses: pinned('actions/attest'),
      with: { 'subject-name': image.repository, 'subject-digest': digestOf(image) },
    })),
  };
}

/** Starts CD for every environment that deploys by itself, with all images of the commit. */
export function dispatchJob({ app, ci, repositories, images, environments }: Model): Job {
  const { config } = repositories;
  const names = environments.filter((environment) => environment.delivery === 'continuous-deployment').map((environment) => environment.name);
  const contents = images.map((image) => `  "${image.name}": { "tag": "\${{ github.sha }}", "digest": "${digestOf(image)}" }`);
  return {
    name: `Dispatch ${names.join(', ')}`,
    needs: [...images.map(imageJobId), 'scan', 'attest'],
    // An attestation may be left out, but not fail. A scan that succeeded says that all images are there.
    if: "${{ !cancelled() && needs.scan.result == 'success' && (needs.attest.result == 'success' || needs.attest.result == 'skipped') }}",
    'runs-on': ci.runsOn,
    'timeout-minutes': 5,
    permissions: {},
    environment: githubApps.dispatch.environment,
    steps: [
      {
        comment: `May start workflows of ${config.slug}, and nothing else.`,
        name: 'Get a token for the config repository',
        id: 'token',
        uses: pinned('actions/create-github-app-token'),
        with: {
          'client-id': `\${{ vars.${githubApps.dispatch.clientIdVariable} }}`,
          'private-key': `\${{ secrets.${githubApps.dispatch.privateKeySecret} }}`,
          owner: config.owner,
          repositories: config.name,
          'permission-actions': 'write',
        },
      },
      {
        name: 'Start CD',
        env: {
          GH_TOKEN: '${{ steps.token.outputs.token }}',
          APP: app.name,
          ENVIRONMENTS: names.join(' '),
          IMAGES: `{\n${contents.join(',\n')}\n}\n`,
          REF: config.defaultBranch,
          WORKFLOW: `repos/${config.slug}/actions/workflows/${workflows.cd}`,
        },
        run: dispatchScript,
      },
    ],
  };
}

/** The inputs are the contract with CD; all of them are strings, two hold JSON. */
const dispatchScript = `source=$(jq --null-input --compact-output \\
  --arg repository "$GITHUB_REPOSITORY" --arg sha "$GITHUB_SHA" \\
  --argjson run_id "$GITHUB_RUN_ID" --argjson run_number "$GITHUB_RUN_NUMBER" --argjson run_attempt "$GITHUB_RUN_ATTEMPT" \\
  '$ARGS.named')
for environment in $ENVIRONMENTS; do
  jq --null-input \\
    --arg ref "$REF" --arg app "$APP" --arg environment "$environment" --argjson images "$IMAGES" --arg source "$source" \\
    --arg reason "CI run $GITHUB_RUN_NUMBER of $GITHUB_REPOSITORY" \\
    '{ $ref, inputs: { contract: "1", $app, $environment, from: "", images: ($images | tojson), $source, $reason, allow_downgrade: "false" } }' \\
    | gh api --method POST "$WORKFLOW/dispatches" --input -
  echo "Started CD of $APP in $environment." | tee -a "$GITHUB_STEP_SUMMARY"
done
`;
