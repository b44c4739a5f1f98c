import { pinned } from '../../src/github/action-pins.ts';
import { contractVersion, proofAudience } from '../../src/github/contract.ts';
import type { Job, Step } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { githubApps, workflows } from '../../src/model/names.ts';
import { accessTo } from '../../src/registries/index.ts';
import { digestOf, imageJobId } from './ci-image-job.ts';

/** Fails only on critical vulnerabilities that have a fix: nobody could resolve others, and they would block every deployment. */
export function scanJob({ registry, images }: Model): Job {
  const { permissions, environment, login } = accessTo(registry);
  return {
    name: 'Scan',
    needs: images.map(imageJobId),
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
export function attestJob({ images }: Model): Job {
  return {
    comment: 'Attestations of private repositories require GitHub Enterprise Cloud. If you have it, set the variable ATTEST to true.',
    name: 'Attest',
    needs: images.map(imageJobId),
    if: "${{ !github.event.repository.private || vars.ATTEST == 'true' }}",
    'timeout-minutes': 10,
    permissions: { attestations: 'write # store the attestation', contents: 'read', 'id-token': 'write # sign the attestation' },
    steps: images.map((image) => ({
      name: `Attest ${image.name}`,
      uses: pinned('actions/attest'),
      with: { 'subject-name': image.repository, 'subject-digest': digestOf(image) },
    })),
  };
}

/**
 * Starts CD with all images of the commit, for every environment with continuous deployment, and waits for its end. CD
 * believes none of it without proof: an OIDC token that GitHub issues to this job for this request alone.
 */
export function dispatchJob({ app, repositories, images, environments }: Model): Job {
  const { config } = repositories;
  const names = environments.filter((environment) => environment.delivery === 'continuous-deployment').map((environment) => environment.name);
  const contents = images.map((image) => `  "${image.name}": { "tag": "\${{ github.sha }}", "digest": "${digestOf(image)}" }`);
  return {
    name: `Deploy to ${names.join(', ')}`,
    needs: [...images.map(imageJobId), 'scan', 'attest'],
    // The attestation may be skipped but must not fail. The scan needs every image, so its success implies theirs.
    if: "${{ !cancelled() && needs.scan.result == 'success' && (needs.attest.result == 'success' || needs.attest.result == 'skipped') }}",
    tools: ['bash', 'curl', 'gh', 'jq', 'sha256sum'],
    'timeout-minutes': 20,
    permissions: { 'id-token': 'write # prove to CD which run sends the request' },
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
        name: 'Start CD and wait for it',
        env: {
          GH_TOKEN: '${{ steps.token.outputs.token }}',
          APP: app.name,
          CONFIG_REPOSITORY: config.slug,
          ENVIRONMENTS: names.join(' '),
          IMAGES: `{\n${contents.join(',\n')}\n}\n`,
          REF: config.defaultBranch,
        },
        run: dispatchScript,
      },
    ],
  };
}

/**
 * The inputs follow the contract with CD: all are strings, and two hold JSON. `return_run_details` makes GitHub answer with
 * the run: https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event. GitHub Enterprise Server has it
 * since 3.21.
 */
const dispatchScript = `# Calls GitHub's API and prints the answer. Tries again for three minutes where that may help: no answer, 429 or 5xx.
github() {
  local answer end=$((SECONDS + 180))
  until answer=$(gh api "$@" 2> "$RUNNER_TEMP/error"); do
    cat "$RUNNER_TEMP/error" >&2
    if grep 'HTTP 4' "$RUNNER_TEMP/error" | grep --quiet --invert-match 'HTTP 429' || ((SECONDS > end)); then
      return 1
    fi
    sleep $((RANDOM % 10 + 1))
  done
  printf '%s\\n' "$answer"
}

# Prints a token that proves to CD which run sends these images to environment $1. It is valid for minutes.
proof() {
  local hash audience
  hash=$(printf %s "$images_json" | sha256sum | cut --delimiter ' ' --fields 1)
  audience="${proofAudience('$CONFIG_REPOSITORY', '$APP', '$1', '$hash')}"
  audience=$(jq --null-input --raw-output --arg audience "$audience" '$audience | @uri')
  curl --fail --silent --show-error --max-time 20 --retry 5 --retry-connrefused --header @- \\
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" <<< "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    jq --exit-status --raw-output .value
}

# Starts CD for environment $1. Sets id and url to those of its run.
start() {
  local token answer
  token=$(proof "$1")
  echo "::add-mask::$token"
  jq --null-input \\
    --arg ref "$REF" \\
    --arg contract ${contractVersion} \\
    --arg app "$APP" \\
    --arg environment "$1" \\
    --arg images "$images_json" \\
    --arg source "$source" \\
    --rawfile proof <(printf %s "$token") \\
    --arg reason "CI run $GITHUB_RUN_NUMBER of $GITHUB_REPOSITORY" \\
    '{
      $ref,
      inputs: {$contract, $app, $environment, from: "", $images, $source, $proof, $reason, allow_downgrade: "false"},
      return_run_details: true
    }' > "$RUNNER_TEMP/request.json"
  if ! answer=$(github --method POST "$workflow/dispatches" --input "$RUNNER_TEMP/request.json"); then
    if ! grep --quiet return_run_details "$RUNNER_TEMP/error"; then
      echo "::error::Could not start CD for $APP in $1: $(< "$RUNNER_TEMP/error")"
      return 1
    fi
    # GitHub Enterprise Server before 3.21 does not tell the run.
    jq 'del(.return_run_details)' "$RUNNER_TEMP/request.json" > "$RUNNER_TEMP/request-without.json"
    answer=$(github --method POST "$workflow/dispatches" --input "$RUNNER_TEMP/request-without.json")
  fi
  id=$(jq '.workflow_run_id // empty' <<< "$answer")
  url=$(jq --raw-output '.html_url // empty' <<< "$answer")
}

# Waits for the end of run $1 of CD with URL $2, until $deadline. Prints what CD reported, also that it deployed nothing
# because the images are superseded or the environment is on hold: that is no failure.
finish() {
  local run status=queued conclusion job
  while [[ "$status" != completed ]]; do
    if ((SECONDS > deadline)); then
      echo "::error::CD has not ended within ten minutes: $2"
      return 1
    fi
    sleep 5
    run=$(github "repos/$CONFIG_REPOSITORY/actions/runs/$1") || return 1
    status=$(jq --raw-output .status <<< "$run")
    conclusion=$(jq --raw-output .conclusion <<< "$run")
  done
  # The log is for people. Without it, the conclusion is still known.
  for job in $(github "repos/$CONFIG_REPOSITORY/actions/runs/$1/jobs" --jq '.jobs[] | select(.conclusion != "skipped").id'); do
    gh api "repos/$CONFIG_REPOSITORY/actions/jobs/$job/logs" |
      grep --only-matching --extended-regexp '##\\[(error|warning|notice)\\].*' || true
  done
  echo "CD ended with $conclusion: $2" | tee -a "$GITHUB_STEP_SUMMARY"
  if [[ "$conclusion" != success ]]; then
    echo "::error::CD ended with $conclusion: $2"
    return 1
  fi
}

workflow=repos/$CONFIG_REPOSITORY/actions/workflows/${workflows.cd}
images_json=$(jq --compact-output . <<< "$IMAGES")
source=$(jq --null-input --compact-output \\
  --arg repository "$GITHUB_REPOSITORY" \\
  --arg sha "$GITHUB_SHA" \\
  --argjson run_id "$GITHUB_RUN_ID" \\
  --argjson run_number "$GITHUB_RUN_NUMBER" \\
  --argjson run_attempt "$GITHUB_RUN_ATTEMPT" \\
  '$ARGS.named')
declare -A runs
for environment in $ENVIRONMENTS; do
  start "$environment"
  echo "Started CD for $APP in $environment: \${url:-$GITHUB_SERVER_URL/$CONFIG_REPOSITORY/actions}" | tee -a "$GITHUB_STEP_SUMMARY"
  if [[ -n "$id" ]]; then runs[$id]=$url; fi
done
deadline=$((SECONDS + 600)) failed=0
for id in "\${!runs[@]}"; do
  finish "$id" "\${runs[$id]}" || failed=1
done
exit "$failed"
`;
