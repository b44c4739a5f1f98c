import { pinned } from '../../src/github/action-pins.ts';
import { contractVersion } from '../../src/github/contract.ts';
import type { Job, Step } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { githubApps, workflows } from '../../src/model/names.ts';
import { accessTo } from '../../src/registries/index.ts';
import { digestOf, imageJobId } from './ci-image-job.ts';

/** Fails only on critical vulnerabilities that have a fix: nobody could resolve others, and they would block every deployment. */
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
 * Attests the provenance of each image in a separate job, so that no build step can use its identity. GitHub stores
 * attestations of private repositories only on Enterprise Cloud, and a workflow cannot read the plan.
 */
export function attestJob({ ci, images }: Model): Job {
  return {
    comment: 'Attestations of private repositories require GitHub Enterprise Cloud. If you have it, set the variable ATTEST to true.',
    name: 'Attest',
    needs: images.map(imageJobId),
    if: "${{ !github.event.repository.private || vars.ATTEST == 'true' }}",
    'runs-on': ci.runsOn,
    'timeout-minutes': 10,
    permissions: { attestations: 'write # store the attestation', contents: 'read', 'id-token': 'write # sign the attestation' },
    steps: images.map((image) => ({
      name: `Attest ${image.name}`,
      uses: pinned('actions/attest'),
      with: { 'subject-name': image.repository, 'subject-digest': digestOf(image) },
    })),
  };
}

/** Starts CD with all images of the commit, for every environment with continuous deployment. */
export function dispatchJob({ app, ci, repositories, images, environments }: Model): Job {
  const { config } = repositories;
  const names = environments.filter((environment) => environment.delivery === 'continuous-deployment').map((environment) => environment.name);
  const contents = images.map((image) => `  "${image.name}": { "tag": "\${{ github.sha }}", "digest": "${digestOf(image)}" }`);
  return {
    name: `Deploy to ${names.join(', ')}`,
    needs: [...images.map(imageJobId), 'scan', 'attest'],
    // The attestation may be skipped but must not fail. The scan needs every image, so its success implies theirs.
    if: "${{ !cancelled() && needs.scan.result == 'success' && (needs.attest.result == 'success' || needs.attest.result == 'skipped') }}",
    'runs-on': ci.runsOn,
    'timeout-minutes': 5,
    permissions: {},
    environment: githubApps.dispatch.environment,
    steps: [
      {
        comment: `This App can only start workflows in ${config.slug}.`,
        name: 'Create GitHub App token',
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

/** The inputs follow the contract with CD: all are strings, and two hold JSON. */
const dispatchScript = `source=$(jq --null-input --compact-output \\
  --arg repository "$GITHUB_REPOSITORY" \\
  --arg sha "$GITHUB_SHA" \\
  --argjson run_id "$GITHUB_RUN_ID" \\
  --argjson run_number "$GITHUB_RUN_NUMBER" \\
  --argjson run_attempt "$GITHUB_RUN_ATTEMPT" \\
  '$ARGS.named')
for environment in $ENVIRONMENTS; do
  inputs=$(jq --null-input \\
    --arg contract ${contractVersion} \\
    --arg app "$APP" \\
    --arg environment "$environment" \\
    --arg from "" \\
    --argjson images "$IMAGES" \\
    --arg source "$source" \\
    --arg reason "CI run $GITHUB_RUN_NUMBER of $GITHUB_REPOSITORY" \\
    --arg allow_downgrade false \\
    '$ARGS.named | .images |= tojson')
  jq --null-input --arg ref "$REF" --argjson inputs "$inputs" '$ARGS.named' |
    gh api --method POST "$WORKFLOW/dispatches" --input -
  echo "Started CD for $APP in $environment." | tee -a "$GITHUB_STEP_SUMMARY"
done
`;
