import { pinned } from '../../src/github/action-pins.ts';
import type { Job, Step } from '../../src/github/workflow.ts';
import type { Image, Model } from '../../src/model/model.ts';
import { accessTo } from '../../src/registries/index.ts';
import type { ExistingTag } from '../../src/registries/registry.ts';
import { checkout } from './ci-test-job.ts';

export function imageJobId(image: Image): string {
  return `image-${image.name}`;
}

/** Expression for the digest that the image's job outputs. */
export function digestOf(image: Image): string {
  return `\${{ needs.${imageJobId(image)}.outputs.digest }}`;
}

/**
 * Builds one image and pushes it, tagged with the full commit hash. Safe to rerun: where a tag cannot be replaced, CI reuses
 * the image that it pushed before. Reads no cache, because a pull request could have poisoned it.
 */
export function imageJob(model: Model, image: Image, needs: string[]): Job {
  const { repositories } = model;
  const registry = accessTo(model.registry);
  const { existingTag } = registry;
  const buildArguments = Object.entries(image.args).map(([name, value]) => `${name}=${value}`);
  const reference = `${image.repository}:\${{ github.sha }}`;
  return {
    name: `Build ${image.name}`,
    ...(needs.length === 0 ? {} : { needs }),
    if: "github.event_name == 'push'",
    tools: ['bash', 'docker', 'git', 'jq', ...(existingTag.action === 'reuse-own' ? ['gh'] : [])],
    'timeout-minutes': 45,
    permissions: {
      ...(existingTag.action === 'reuse-own' ? { actions: 'read # read what earlier attempts of this run did' as const } : {}),
      contents: 'read',
      ...registry.permissions('write'),
    },
    ...(registry.environment === null ? {} : { environment: registry.environment }),
    outputs: {
      digest: existingTag.action === 'replace' ? '${{ steps.build.outputs.digest }}' : '${{ steps.existing.outputs.digest || steps.build.outputs.digest }}',
    },
    steps: [
      checkout,
      ...registry.login,
      {
        comment: "Don't restore Buildx from the Actions cache: pull requests can poison it.",
        name: 'Set up Buildx',
        uses: pinned('docker/setup-buildx-action'),
        with: { 'cache-binary': false },
      },
      ...existingSteps(existingTag, `Build ${image.name}`, reference),
      {
        ...(existingTag.action === 'replace' ? { comment: existingTag.reason } : {}),
        name: buildStep,
        id: 'build',
        ...(existingTag.action === 'replace' ? {} : { if: "steps.existing.outputs.digest == ''" }),
        uses: pinned('docker/build-push-action'),
        with: {
          context: image.context,
          file: image.dockerfile,
          push: true,
          tags: reference,
          ...(buildArguments.length === 0 ? {} : { 'build-args': buildArguments.join('\n') }),
          labels: [
            `org.opencontainers.image.source=https://github.com/${repositories.app.slug}`,
            'org.opencontainers.image.revision=${{ github.sha }}',
            '',
          ].join('\n'),
          provenance: 'mode=max',
          sbom: true,
        },
      },
    ],
  };
}

const buildStep = 'Build and push';

/** Looks for the image of the commit, where CI may reuse it. `job` is the name of the job. */
function existingSteps({ action, reason }: ExistingTag, job: string, reference: string): Step[] {
  if (action === 'replace') return [];
  const own = action === 'reuse-own';
  return [
    {
      comment: reason,
      name: 'Check for an existing image',
      id: 'existing',
      ...(own ? { if: 'github.run_attempt > 1' } : {}),
      env: { ...(own ? { GH_TOKEN: '${{ github.token }}', JOB: job } : {}), IMAGE: reference },
      run: `${own ? ownScript : ''}${existingScript}`,
    },
  ];
}

/** GitHub records what each attempt did. Nobody can change that, while anybody with access to the registry can push a tag. */
const ownScript = `pushed=false
for ((attempt = 1; attempt < GITHUB_RUN_ATTEMPT; attempt++)); do
  run="repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/attempts/$attempt"
  jobs=$(gh api --paginate "$run/jobs?per_page=100" --jq '.jobs[]')
  if jq --exit-status --slurp --arg job "$JOB" \\
    'any(.[] | select(.name == $job) | .steps[]?; .name == "${buildStep}" and .conclusion == "success")' \\
    <<< "$jobs" > /dev/null; then
    pushed=true
  fi
done
if [[ "$pushed" == false ]]; then
  echo "No earlier attempt of this run pushed $IMAGE."
  exit 0
fi
`;

/** Only "not found" means that the image is missing: after any other error, a build could replace the image of the commit. */
const existingScript = `if manifest=$(docker buildx imagetools inspect "$IMAGE" \\
  --format '{{json .Manifest}}' 2> "$RUNNER_TEMP/error"); then
  digest=$(jq --exit-status --raw-output .digest <<< "$manifest")
  echo "digest=$digest" >> "$GITHUB_OUTPUT"
  echo "$IMAGE already exists: $digest"
elif ! grep --quiet 'not found' "$RUNNER_TEMP/error"; then
  cat "$RUNNER_TEMP/error" >&2
  exit 1
fi
`;
