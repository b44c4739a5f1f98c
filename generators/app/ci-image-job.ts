import { pinned } from '../../src/github/action-pins.ts';
import type { Job } from '../../src/github/workflow.ts';
import type { Image, Model } from '../../src/model/model.ts';
import { accessTo } from '../../src/registries/index.ts';
import { checkout } from './ci-test-job.ts';

export function imageJobId(image: Image): string {
  return `image-${image.name}`;
}

/** Expression for the digest that the image's job outputs. */
export function digestOf(image: Image): string {
  return `\${{ needs.${imageJobId(image)}.outputs.digest }}`;
}

/**
 * Builds one image and pushes it, tagged with the full commit hash. Safe to rerun: an existing tag is reused. Reads no
 * cache, because a pull request could have poisoned it.
 */
export function imageJob(model: Model, image: Image, needs: string[]): Job {
  const { repositories } = model;
  const registry = accessTo(model.registry);
  const buildArguments = Object.entries(image.args).map(([name, value]) => `${name}=${value}`);
  const reference = `${image.repository}:\${{ github.sha }}`;
  return {
    name: `Build ${image.name}`,
    ...(needs.length === 0 ? {} : { needs }),
    if: "github.event_name == 'push'",
    'runs-on': model.ci.runsOn,
    'timeout-minutes': 45,
    permissions: { contents: 'read', ...registry.permissions('write') },
    ...(registry.environment === null ? {} : { environment: registry.environment }),
    outputs: { digest: '${{ steps.existing.outputs.digest || steps.build.outputs.digest }}' },
    steps: [
      checkout,
      ...registry.login,
      {
        comment: "Don't restore Buildx from the Actions cache: pull requests can poison it.",
        name: 'Set up Buildx',
        uses: pinned('docker/setup-buildx-action'),
        with: { 'cache-binary': false },
      },
      {
        comment: registry.tagsAreTrusted ? existingComment.trusted : existingComment.untrusted,
        name: 'Check for an existing image',
        id: 'existing',
        ...(!registry.tagsAreTrusted ? { if: 'github.run_attempt > 1' } : {}),
        env: { IMAGE: reference },
        run: existingScript,
      },
      {
        name: 'Build and push',
        id: 'build',
        if: "steps.existing.outputs.digest == ''",
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

const existingComment = {
  trusted: 'Build each commit once: later runs reuse the pushed image.',
  untrusted: [
    'Build each commit once: later attempts reuse the pushed image. The first attempt ignores existing tags, because',
    'anybody who can push a branch can push any tag to GHCR.',
  ].join('\n'),
} as const;

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
